package gradus.nn;

import gradus.autodiff.Parameter;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A function with parameters that it learns, of one input or several, with one output or several.
 * With one of each it is a {@link Layer}, the usual case. What is said there of a layer's parameters
 * and of their names holds for every model: it is a record of its parts, or names them itself.
 *
 * {@snippet lang = java :
 * record Rating(Embedding users, Embedding films, Linear stars, Linear seen) implements Model {
 *     public NamedTensors forward(NamedTensors inputs, Mode mode) {
 *         Tensor user = users.forward(inputs.indices("user"));
 *         Tensor film = films.forward(inputs.indices("film"));
 *         Tensor both = Tensor.concat(-1, user, film);
 *         return NamedTensors.of("stars", mode.apply("stars", stars, both))
 *                 .with("seen", mode.apply("seen", seen, both));
 *     }
 * }
 * }
 */
public interface Model {
    /**
     * Applies the model to the inputs of some examples. The first output is the main one, which
     * objectives and metrics get; the others are beside it in {@code batch.outputs()}.
     */
    NamedTensors forward(NamedTensors inputs, Mode mode);

    /**
     * What the model is made of, by name: the components of a record. A class says it itself.
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
     * What the model keeps beside its parameters, with PyTorch's names, such as {@code
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
     * Parameter#qualifiedName() qualified names} are the names that this model has for them, or
     * those of a model that it is part of.
     */
    default ImmutableList<Parameter> parameters() {
        return NamedParameter.allOf(this).collect(NamedParameter::parameter);
    }

    /**
     * Freezes every parameter: the model is a function of constants, in training and evaluation, until
     * {@link #unfreeze()}. To train only what is new in a model, freeze the other parts.
     *
     * @see Parameter#freeze()
     */
    default void freeze() {
        parameters().each(Parameter::freeze);
    }

    /**
     * The model as it is now, as a function of constants: without parameters, recording nothing, always
     * evaluated, and with the same bits as this model in evaluation. See {@link Layer#frozen()} and
     * {@link Frozen}.
     *
     * @throws gradus.autodiff.ArgumentException as {@link #namedParts()}, or if a part with
     *     parameters is no record and has no {@code frozen()} of its own
     */
    default Model frozen() {
        return Frozen.of(Frozen.copy(this));
    }

    /** Lets every parameter be trained again. */
    default void unfreeze() {
        parameters().each(Parameter::unfreeze);
    }

    /** How many numbers the model learns. */
    default long parameterCount() {
        return parameters().sumOfInt(parameter -> parameter.shape().size());
    }

    /** The model in a few words, for errors and tables: its class, unless it has more to say. */
    default String description() {
        return getClass().getSimpleName();
    }
}
