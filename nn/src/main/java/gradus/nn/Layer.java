package gradus.nn;

import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** A function of a tensor, with the parameters that it learns. A layer is an immutable value; only its parameters change. */
public interface Layer {
    /** Applies the layer. What comes in and goes out is a batch: the first axis counts the examples. */
    Tensor forward(Tensor x);

    /** The parameters, in the order in which they are listed, saved and trained. */
    default ImmutableList<Parameter> parameters() {
        return Lists.immutable.empty();
    }
}
