package gradus.nn;

import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A function of a tensor, with the parameters that it learns. A layer is an immutable value whose
 * fields are its parameters and parts: in Java, a record. Only the values in its parameters change.
 * Those of its own it calls by name, those of a part by the part's name, a dot, and their name
 * there:
 *
 * {@snippet lang = java :
 * record Twice(Layer inner) implements Layer {
 *     public Tensor forward(Tensor x, Mode mode) {
 *         return mode.apply("inner", inner, mode.apply("inner", inner, x));
 *     }
 *
 * public ImmutableList<NamedParameter> namedParameters() { return NamedParameter.under("inner",
 * inner); }
 *
 * public ImmutableList<NamedBuffer> namedBuffers() { return NamedBuffer.under("inner", inner); } }
 * }
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
     * The parameters in the order in which they are listed, saved and trained, with the names that
     * PyTorch's state dict gives them, such as {@code 0.weight}. A parameter that two parts share
     * is listed under both names.
     */
    default ImmutableList<NamedParameter> namedParameters() {
        return Lists.immutable.empty();
    }

    /**
     * What the layer keeps beside its parameters, with PyTorch's names, such as {@code
     * 1.running_mean}.
     */
    default ImmutableList<NamedBuffer> namedBuffers() {
        return Lists.immutable.empty();
    }

    /**
     * The parameters, each once, in the order of {@link #namedParameters()}. Their {@linkplain
     * Parameter#qualifiedName() qualified names} are the names that this layer has for them, or
     * those of a model that it is part of.
     */
    default ImmutableList<Parameter> parameters() {
        return NamedParameter.allOf(this).collect(NamedParameter::parameter);
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
