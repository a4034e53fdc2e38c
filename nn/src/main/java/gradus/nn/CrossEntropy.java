package gradus.nn;

import gradus.autodiff.Indices;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;

/**
 * How far predicted probabilities are from the labels: for each row of logits x with label c, log(sum of eˣ) - x[c], the mean
 * or the sum over the batch. It takes logits, not probabilities, so that nothing overflows; the natural logarithm makes its
 * unit the nat. Nothing is broadcast.
 */
public final class CrossEntropy {
    private static final CrossEntropy MEAN = new CrossEntropy(true);
    private static final CrossEntropy SUM = new CrossEntropy(false);

    private final boolean mean;

    private CrossEntropy(boolean mean) {
        this.mean = mean;
    }

    /** The mean over the examples: the size of its gradient does not depend on the size of the batch. */
    public static CrossEntropy mean() {
        return MEAN;
    }

    /** The sum over the examples. */
    public static CrossEntropy sum() {
        return SUM;
    }

    /**
     * The loss of logits {@code [..., classes]} with one label for each row, {@code [...]}.
     *
     * @throws ShapeException if the labels have another shape, or there are none to take the mean of
     * @throws gradus.autodiff.IndexException if a label is not in {@code 0 <= label < classes}
     */
    public Tensor of(Tensor logits, Indices labels) {
        return reduce(logits.crossEntropy(labels));
    }

    /**
     * The loss of logits {@code [..., classes]} with a distribution over the classes for each row, such as a one-hot row, in the
     * same shape.
     *
     * @throws ShapeException if the shapes differ, or there are no rows to take the mean of
     * @throws gradus.autodiff.ElementTypeException if the types differ
     */
    public Tensor of(Tensor logits, Tensor targets) {
        return reduce(logits.crossEntropy(targets));
    }

    private Tensor reduce(Tensor losses) {
        if (!mean) {
            return losses.sum();
        }
        if (losses.shape().size() == 0) {
            throw new ShapeException(
                    "CrossEntropy.mean", "at least one example", "an empty batch", "CrossEntropy.sum is 0 for it");
        }
        return losses.mean();
    }

    @Override
    public String toString() {
        return "CrossEntropy." + (mean ? "mean" : "sum");
    }
}
