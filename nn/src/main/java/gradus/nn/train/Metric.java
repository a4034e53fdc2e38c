package gradus.nn.train;

import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;

/** A number that tells how well a model does, by name. It is taken of all examples at once, not as a mean over batches. */
public record Metric(String name, Measure measure) {

    /** Computes a metric, such as {@code Accuracy::of}. */
    @FunctionalInterface
    public interface Measure {
        /** The metric of the model's outputs {@code [n, ...]} and the labels {@code [n]}. */
        double of(Tensor outputs, Indices labels);
    }
}
