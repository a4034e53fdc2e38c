package gradus.nn.loss;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * A loss of rows {@code [..., classes]} with the number of the right class for each row, {@code
 * [...]}. Nothing is broadcast. Classes may count differently, by their weights.
 */
public abstract sealed class ClassLoss permits CrossEntropy, NegativeLogLikelihood {
    final @Nullable ClassWeights weights;

    ClassLoss(@Nullable ClassWeights weights) {
        this.weights = weights;
    }

    /** The losses without weights. */
    abstract Tensor losses(Tensor rows, Indices labels);

    /** What is made of the losses with weights. */
    Tensor smoothed(Tensor losses, Tensor rows) {
        return losses;
    }

    /**
     * The loss of each row, {@code [..., classes]} to {@code [...]}, times the weight of its class.
     *
     * @throws ShapeException if the labels have another shape
     * @throws IndexException if a label is not in {@code 0 <= label < classes}
     * @throws ElementTypeException if class weights have another element type
     * @throws ArgumentException if the loss has no meaning for such numbers
     */
    public final Tensor each(Tensor rows, Indices labels) {
        Reduction.requireGiven(getClass().getSimpleName(), "rows", rows);
        Reduction.requireGiven(getClass().getSimpleName(), "labels", labels);
        Tensor losses = losses(rows, labels);
        return smoothed(weights == null ? losses : weights.of(rows, labels).chain(losses), rows);
    }

    /**
     * The sum of the losses of the rows.
     *
     * @throws ShapeException as {@link #each}
     * @throws IndexException likewise
     * @throws ElementTypeException likewise
     * @throws ArgumentException likewise
     */
    public final Tensor sum(Tensor rows, Indices labels) {
        return each(rows, labels).sum();
    }

    /**
     * The mean of the losses of the rows: the size of its gradient does not depend on the size of
     * the batch. With weights their sum is divided by that of the weights of the rows, as in
     * PyTorch.
     *
     * @throws ShapeException as {@link #each}, or if there is nothing to take the mean of
     * @throws IndexException likewise
     * @throws ElementTypeException likewise
     * @throws ArgumentException likewise, or if the weights of the rows sum to 0
     */
    public final Tensor mean(Tensor rows, Indices labels) {
        Tensor each = each(rows, labels);
        return weights == null
                ? Reduction.mean(getClass().getSimpleName(), each)
                : Reduction.weightedMean(getClass().getSimpleName(), each, weights.of(rows, labels));
    }

    /** The settings in words. */
    ImmutableList<String> settings() {
        return weights == null
                ? Lists.immutable.empty()
                : Lists.immutable.with(
                        "class weights " + Arrays.toString(weights.weights().toDoubleArray()));
    }

    /** Such as {@code CrossEntropy(label smoothing 0.1)}. */
    @Override
    public String toString() {
        return getClass().getSimpleName()
                + (settings().isEmpty() ? "" : settings().makeString("(", ", ", ")"));
    }
}
