package gradus.nn;

import gradus.autodiff.Tensor;

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
public interface Layer extends Model {
    /**
     * Applies the layer. What comes in and goes out is a batch: the first axis counts the examples.
     */
    Tensor forward(Tensor x, Mode mode);

    /** Applies the layer to the {@linkplain NamedTensors#first() main} one; what it gives is called {@code output}. */
    @Override
    default NamedTensors forward(NamedTensors inputs, Mode mode) {
        return NamedTensors.of("output", forward(inputs.first(), mode));
    }

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
     * The layer as it is now, as a function of constants: to predict, and as a part that is not
     * trained of a model that is. It has no parameters, nothing in it is recorded, it is always
     * evaluated, also while the model around it is trained, and its results have the same bits as
     * those of this layer in evaluation. Later training of this layer does not change it. Any number
     * of threads may apply it at once. See {@link Frozen}, also for layers that are classes.
     *
     * @throws gradus.autodiff.ArgumentException as {@link #namedParts()}, or if a part with
     *     parameters is no record and has no {@code frozen()} of its own
     */
    @Override
    default Layer frozen() {
        return Frozen.of(Frozen.copy(this));
    }
}
