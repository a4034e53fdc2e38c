package gradus.nn;

import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A function of a tensor, with the parameters that it learns. A layer is an immutable value, in Java
 * a record: its components are its parameters and parts, and are found by their names there. Only
 * the values in its parameters change. A layer of one's own is a record with one method:
 *
 * {@snippet lang = java :
 * record Scaled(Layer inner, Parameter scale) implements Layer {
 *     public Tensor forward(Tensor x, Mode mode) {
 *         return mode.apply("inner", inner, x).mul(scale.value());
 *     }
 * }
 * }
 *
 * <p>Its parameters are called {@code inner.weight}, {@code inner.bias} and {@code scale}. A layer
 * that is a class names its parts in {@link #namedParts()}; one that has some and does not is
 * refused. So is an anonymous or local class that captures some, and a subclass with some that its
 * superclass does not know. What a lambda expression captures is not part of it. In a file with
 * {@code import module gradus.nn}, the name {@code Parameter} needs {@code import
 * gradus.autodiff.Parameter} as well.
 */
public interface Layer {
    /**
     * Applies the layer. What comes in and goes out is a batch: the first axis counts the examples.
     */
    Tensor forward(Tensor x, Mode mode);

    /**
     * Applies a layer that does the same in training and evaluation.
     *
     * @throws gradus.autodiff.ArgumentException if it does not, as with dropout or batch
     *     normalization in it
     */
    default Tensor forward(Tensor x) {
        return forward(x, new Mode.Unsaid());
    }

    /**
     * What the layer is made of, by name: the components of a record. A class says it itself.
     *
     * @throws gradus.autodiff.ArgumentException if there are parts that nobody named: in a class, in
     *     a set, which has no order, behind a reference or a function, or in a record of a module
     *     that does not let them be read
     */
    default NamedParts namedParts() {
        return NamedParts.of(this);
    }

    /**
     * The parameters in the order in which they are listed, saved and trained, with the names that
     * PyTorch's state dict gives them, such as {@code 0.weight}. A parameter that two parts share
     * is listed under both names.
     *
     * @throws gradus.autodiff.ArgumentException as {@link #namedParts()}, or if two parameters have
     *     one name
     */
    default ImmutableList<NamedParameter> namedParameters() {
        return ClassParts.requireParameters(this, namedParts().parameters());
    }

    /**
     * What the layer keeps beside its parameters, with PyTorch's names, such as {@code
     * 1.running_mean}.
     *
     * @throws gradus.autodiff.ArgumentException as {@link #namedParts()}, or if two buffers have one
     *     name
     */
    default ImmutableList<NamedBuffer> namedBuffers() {
        return ClassParts.requireBuffers(this, namedParts().buffers());
    }

    /**
     * The parameters, each once, in the order of {@link #namedParameters()}. Their {@linkplain
     * Parameter#qualifiedName() qualified names} are the names that this layer has for them, or
     * those of a model that it is part of.
     */
    default ImmutableList<Parameter> parameters() {
        return NamedParameter.allOf(this).collect(NamedParameter::parameter);
    }

    /**
     * The layer as it is now, as a function of constants: to predict, and as a part that is not
     * trained of a model that is. It has no parameters, nothing in it is recorded, it is always
     * evaluated, also while the model around it is trained, and its results have the same bits as
     * those of this layer in evaluation. Later training of this layer does not change it. Any number
     * of threads may apply it at once. See {@link Frozen}, also for layers that are classes.
     *
     * @throws gradus.autodiff.ArgumentException as {@link #namedParts()}, or if a part with
     *     parameters is no record and has no {@code frozen()} of its own
     */
    default Layer frozen() {
        return Frozen.of(Frozen.copy(this));
    }

    /**
     * Freezes every parameter of this layer itself, for all who use it: it is a function of constants,
     * in training and evaluation, until {@link #unfreeze()}. {@link #frozen()} leaves this layer as it
     * is.
     *
     * @see Parameter#freeze()
     */
    default void freeze() {
        parameters().each(Parameter::freeze);
    }

    /** Lets every parameter be trained again. */
    default void unfreeze() {
        parameters().each(Parameter::unfreeze);
    }

    /** How many numbers the layer learns. */
    default long parameterCount() {
        return parameters().sumOfInt(parameter -> parameter.shape().size());
    }

    /** The layer in a few words, for errors and tables: its class, unless it has more to say. */
    default String description() {
        return getClass().getSimpleName();
    }
}
