package gradus.nn.loss;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Minus the log-probability of the right class, for log-probabilities {@code [..., classes]}, such
 * as {@link gradus.nn.layer.LogSoftmax} gives, and one label a row. After a {@link
 * gradus.nn.layer.LogSoftmax} it is {@link CrossEntropy}, which is faster. PyTorch's {@code
 * NLLLoss}.
 */
public final class NegativeLogLikelihood extends ClassLoss {
    private static final String NAME = "NegativeLogLikelihood";
    private static final double ROUNDING = 1e-3;

    /** The loss with classes that count alike. */
    public NegativeLogLikelihood() {
        this(null);
    }

    private NegativeLogLikelihood(@Nullable ClassWeights weights) {
        super(weights);
    }

    /**
     * The same loss with classes that count differently, exactly as {@link
     * CrossEntropy#classWeights(Tensor)}.
     */
    public NegativeLogLikelihood classWeights(Tensor classWeights) {
        return new NegativeLogLikelihood(new ClassWeights(NAME, classWeights));
    }

    /** @throws ArgumentException if a number is above 0, and so no logarithm of a probability */
    @Override
    Tensor losses(Tensor logProbabilities, Indices labels) {
        Shape rows = logProbabilities.shape();
        if (rows.rank() == 0
                || !Shape.of(Arrays.copyOf(rows.toArray(), rows.rank() - 1)).equals(labels.shape())) {
            throw new ShapeException(
                    NAME,
                    "one label for each row of log-probabilities [..., classes]",
                    rows + " and labels " + labels.shape(),
                    "");
        }
        labels.requireBelow(NAME, "labels", rows.dim(-1));
        requireLogarithms(logProbabilities);
        Indices column = Indices.of(Shape.of(labels.shape().dims().newWith(1)), labels.toArray());
        return logProbabilities.takeAlongAxis(-1, column).squeeze(-1).neg();
    }

    /** Rounding may leave them a little above 0; logits are far above. */
    private void requireLogarithms(Tensor logProbabilities) {
        double most = logProbabilities.shape().size() == 0
                ? 0
                : logProbabilities.detach().max().item();
        if (most > ROUNDING) {
            throw new ArgumentException(
                    NAME,
                    "logarithms of probabilities, at most 0",
                    most + "",
                    "of logits take CrossEntropy, or apply logSoftmax");
        }
    }
}
