package gradus.nn.train;

import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;

/**
 * A number that tells how well a classifier does, such as {@code Accuracy::of}. It is taken of all
 * examples at once, not as a mean over batches.
 */
@FunctionalInterface
public interface Metric {
    /** The metric of the model's outputs {@code [n, ...]} and the labels {@code [n]}. */
    double of(Tensor outputs, Indices labels);
}
