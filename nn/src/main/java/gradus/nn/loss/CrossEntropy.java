package gradus.nn.loss;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * How far predicted probabilities are from the labels: for each row of logits x with label c,
 * log(sum of eˣ) - x[c]. It takes logits, not probabilities, so that nothing overflows; the natural
 * logarithm makes its unit the nat. As a {@link Loss} it takes a distribution over the classes for
 * each row, such as a one-hot row, in the shape of the logits.
 *
 * {@snippet lang = java :
 * Tensor logits = model.forward(batch.inputs());
 * Tensor loss = new CrossEntropy().mean(logits, batch.labels());
 * var weighted = new CrossEntropy().classWeights(Tensor.of(1f, 10f)).labelSmoothing(0.1);
 * Tensor other = weighted.mean(logits, batch.labels());
 * }
 */
public final class CrossEntropy extends ClassLoss implements Loss {
    private static final String NAME = "CrossEntropy";

    private final double smoothing;

    /** The loss with classes that count alike, and targets as they are. */
    public CrossEntropy() {
        this(null, 0);
    }

    private CrossEntropy(@Nullable ClassWeights weights, double smoothing) {
        super(weights);
        this.smoothing = smoothing;
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
        return new CrossEntropy(new ClassWeights(NAME, classWeights), smoothing);
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
        return new CrossEntropy(weights, share);
    }

    @Override
    Tensor losses(Tensor logits, Indices labels) {
        return logits.crossEntropy(labels);
    }

    @Override
    Tensor smoothed(Tensor losses, Tensor logits) {
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

    /** The loss of each row {@code [..., classes]}, for distributions in the same shape. */
    @Override
    public Tensor formula(Tensor logits, Tensor targets) {
        return smoothed(logits.crossEntropy(weighted(targets)), logits);
    }

    @Override
    ImmutableList<String> settings() {
        return smoothing == 0 ? super.settings() : super.settings().newWith("label smoothing " + smoothing);
    }
}
