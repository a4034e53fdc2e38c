package gradus.nn.loss;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Minus the log-probability of the right class, for log-probabilities {@code [..., classes]}, such
 * as {@link LogSoftmax} gives, and one label a row. After a {@link LogSoftmax} it is {@link
 * CrossEntropy}, which is faster. PyTorch's {@code NLLLoss}.
 */
public final class NegativeLogLikelihood {
    private static final String NAME = "NegativeLogLikelihood";
    private static final double ROUNDING = 1e-3;

    private final LossReduction reduction;
    private final @Nullable ClassWeights weights;

    private NegativeLogLikelihood(LossReduction reduction, @Nullable ClassWeights weights) {
        this.reduction = reduction;
        this.weights = weights;
    }

    /** The mean over the examples. */
    public static NegativeLogLikelihood mean() {
        return new NegativeLogLikelihood(LossReduction.MEAN, null);
    }

    /** The sum over the examples. */
    public static NegativeLogLikelihood sum() {
        return new NegativeLogLikelihood(LossReduction.SUM, null);
    }

    /** The loss of each example. */
    public static NegativeLogLikelihood none() {
        return new NegativeLogLikelihood(LossReduction.NONE, null);
    }

    /**
     * The same loss with classes that count differently, exactly as {@link
     * CrossEntropy#classWeights(Tensor)}.
     */
    public NegativeLogLikelihood classWeights(Tensor classWeights) {
        return new NegativeLogLikelihood(reduction, new ClassWeights(NAME, classWeights));
    }

    /**
     * The loss of log-probabilities {@code [..., classes]} with one label for each row, {@code
     * [...]}.
     *
     * @throws ShapeException if the labels have another shape, or there are none to take the mean
     *     of
     * @throws IndexException if a label is not in {@code 0 <= label < classes}
     * @throws ElementTypeException if class weights have another element type
     * @throws ArgumentException if a number is above 0, and so no logarithm of a probability
     */
    public Tensor of(Tensor logProbabilities, Indices labels) {
        Shape rows = logProbabilities.shape();
        if (rows.rank() == 0
                || !Shape.of(Arrays.copyOf(rows.toArray(), rows.rank() - 1)).equals(labels.shape())) {
            throw new ShapeException(
                    reduction.named(NAME),
                    "one label for each row of log-probabilities [..., classes]",
                    rows + " and labels " + labels.shape(),
                    "");
        }
        labels.requireBelow(reduction.named(NAME), "labels", rows.dim(-1));
        requireLogarithms(logProbabilities);
        Indices column = Indices.of(Shape.of(labels.shape().dims().newWith(1)), labels.toArray());
        Tensor losses = logProbabilities.takeAlongAxis(-1, column).squeeze(-1).neg();
        if (weights == null) {
            return reduction.of(NAME, losses);
        }
        Tensor each = weights.of(logProbabilities, labels);
        return reduction.ofWeighted(NAME, each.chain(losses), each);
    }

    /** Rounding may leave them a little above 0; logits are far above. */
    private void requireLogarithms(Tensor logProbabilities) {
        double most = logProbabilities.shape().size() == 0
                ? 0
                : logProbabilities.detach().max().item();
        if (most > ROUNDING) {
            throw new ArgumentException(
                    reduction.named(NAME),
                    "logarithms of probabilities, at most 0",
                    most + "",
                    "of logits take CrossEntropy, or apply logSoftmax");
        }
    }

    /** Such as {@code NegativeLogLikelihood.mean}. */
    @Override
    public String toString() {
        return reduction.named(NAME);
    }
}
