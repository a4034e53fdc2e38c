package gradus.nn.metrics;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;

/** How many of a batch a classifier gets right. For a whole data set, {@link Evaluation}. */
public final class Accuracy {
    private Accuracy() {}

    /**
     * The part of the examples whose largest logit {@code [..., classes]} is at their label {@code [...]}, from 0 to 1; of equal logits
     * the first counts.
     *
     * @throws ShapeException unless there is one label for each row of logits
     * @throws ArgumentException if there are none
     */
    public static double of(Tensor logits, Indices labels) {
        Indices predicted = logits.argMax(-1);
        if (!predicted.shape().equals(labels.shape())) {
            throw new ShapeException(
                    "Accuracy",
                    "one label for each row of logits [..., classes]",
                    "logits " + logits.shape() + " and labels " + labels.shape(),
                    "");
        }
        Mask right = predicted.equal(labels);
        if (right.shape().size() == 0) {
            throw new ArgumentException("Accuracy", "at least one example", "none", "");
        }
        return (double) right.count() / right.shape().size();
    }
}
