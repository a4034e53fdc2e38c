package gradus.nn.data;

import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;

/** Some examples at once: inputs {@code [n, ...]} and a label for each, {@code [n]}. */
public record Batch(Tensor inputs, Indices labels) {
    /** How many examples. */
    public int size() {
        return labels.shape().size();
    }
}
