package gradus.nn.metrics;

import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;

/**
 * A number that tells how well a model does, of its outputs and the examples that they are for:
 * {@code Accuracy::of}, or
 *
 * {@snippet lang = java :
 * Metric error = (y, batch) -> RegressionErrors.of(y, batch.targets()).meanAbsolute();
 * }
 *
 * <p>{@code Trainer.metric} takes it of all examples at once, not as a mean over batches, unless it is
 * {@link OverBatches}. So its batch has labels or targets, but {@linkplain Batch#withoutInputs() no
 * inputs}; all outputs of a model with several are in {@code batch.outputs()}. It is a function: how
 * often it is asked makes no difference.
 */
@FunctionalInterface
public interface Metric {
    /** The metric of the model's main outputs {@code [n, ...]} and the n examples. */
    double of(Tensor outputs, Batch batch);
}
