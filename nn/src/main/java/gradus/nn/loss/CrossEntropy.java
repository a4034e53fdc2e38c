package gradus.nn.loss;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How far predicted probabilities are from the labels: for each row of logits x with label c,
 * log(sum of eˣ) - x[c]; the mean over the batch, the sum, or each. It takes logits, not
 * probabilities, so that nothing overflows; the natural logarithm makes its unit the nat. Nothing
 * is broadcast.
 *
 * {@snippet lang = java :
 * Tensor logits = model.forward(batch.inputs());
 * Tensor loss = CrossEntropy.mean().of(logits, batch.labels());
 * Tensor other = CrossEntropy.mean().classWeights(Tensor.of(1f, 10f)).labelSmoothing(0.1).of(logits, batch.labels());
 * }
 */
public final class CrossEntropy {
    private static final String NAME = "CrossEntropy";
    private static final CrossEntropy MEAN = new CrossEntropy(LossReduction.MEAN, null, 0);
    private static final CrossEntropy SUM = new CrossEntropy(LossReduction.SUM, null, 0);
    private static final CrossEntropy NONE = new CrossEntropy(LossReduction.NONE, null, 0);

    private final LossReduction reduction;
    private final @Nullable ClassWeights weights;
    private final double smoothing;

    private CrossEntropy(LossReduction reduction, @Nullable ClassWeights weights, double smoothing) {
        this.reduction = reduction;
        this.weights = weights;
        this.smoothing = smoothing;
    }

    /**
     * The mean over the examples: the size of its gradient does not depend on the size of the
     * batch.
     */
    public static CrossEntropy mean() {
        return MEAN;
    }

    /** The sum over the examples. */
    public static CrossEntropy sum() {
        return SUM;
    }

    /** The loss of each example: {@code [..., classes]} to {@code [...]}. */
    public static CrossEntropy none() {
        return NONE;
    }

    /**
     * The same loss with classes that count differently: the loss of an example is multiplied by
     * the weight of its class, and the mean over examples with labels divides by the sum of their
     * weights, as in PyTorch. With distributions as targets the weight multiplies each class's
     * share, and the mean divides by the number of rows.
     *
     * @param classWeights one for each class, {@code [classes]}, of the element type of the logits
     * @throws ShapeException unless it is a vector
     * @throws ArgumentException if a weight is negative or not finite
     */
    public CrossEntropy classWeights(Tensor classWeights) {
        return new CrossEntropy(reduction, new ClassWeights(NAME, classWeights), smoothing);
    }

    /**
     * The same loss with softened targets: (1 - share) of the label and share / classes of each
     * class. Szegedy et al., CVPR 2016, section 7.
     *
     * @throws ArgumentException unless the share is from 0 to 1
     */
    public CrossEntropy labelSmoothing(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new ArgumentException(NAME, "label smoothing from 0 to 1", share + "", "");
        }
        return new CrossEntropy(reduction, weights, share);
    }

    /**
     * The loss of logits {@code [..., classes]} with one label for each row, {@code [...]}.
     *
     * @throws ShapeException if the labels have another shape, or there are none to take the mean
     *     of
     * @throws IndexException if a label is not in {@code 0 <= label < classes}
     * @throws ElementTypeException if class weights have another element type
     */
    public Tensor of(Tensor logits, Indices labels) {
        Tensor losses = logits.crossEntropy(labels);
        if (weights == null) {
            return reduction.of(NAME, smoothed(losses, logits));
        }
        Tensor each = weights.of(logits, labels);
        return reduction.ofWeighted(NAME, smoothed(each.chain(losses), logits), each);
    }

    private Tensor smoothed(Tensor losses, Tensor logits) {
        if (smoothing == 0) {
            return losses;
        }
        Tensor even = weighted(logits.logSoftmax(-1)).mean(-1).neg();
        return losses.mul(1 - smoothing).add(even.mul(smoothing));
    }

    /** Rows {@code [..., classes]}, each class with its weight. */
    private Tensor weighted(Tensor rows) {
        return weights == null ? rows : weights.fitting(rows).chain(rows);
    }

    /**
     * The loss of logits {@code [..., classes]} with a distribution over the classes for each row,
     * such as a one-hot row, in the same shape.
     *
     * @throws ShapeException if the shapes differ, or there are no rows to take the mean of
     * @throws ElementTypeException if the types differ
     */
    public Tensor of(Tensor logits, Tensor targets) {
        return reduction.of(NAME, smoothed(logits.crossEntropy(weighted(targets)), logits));
    }

    /** Such as {@code CrossEntropy.mean}. */
    @Override
    public String toString() {
        return reduction.named(NAME);
    }
}
