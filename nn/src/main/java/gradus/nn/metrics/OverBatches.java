package gradus.nn.metrics;

import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;

/**
 * A metric that {@code Trainer.metric} takes of each batch, or shard of one, with the mean over
 * them, each by its number of examples, as its result: {@code new OverBatches(Accuracy::of)}.
 * Nothing of a batch is kept, so that there may be more outputs than memory holds. For a metric
 * that is a mean over examples, such as the accuracy, it makes no difference but of rounding, as long
 * as every example counts: where labels below 0 are left out, a batch still weighs as many as it has;
 * others, such as the area under a ROC curve, are of all examples at once only without it.
 *
 * @param metric of a batch
 */
public record OverBatches(Metric metric) implements Metric {
    @Override
    public double of(Tensor outputs, Batch batch) {
        return metric.of(outputs, batch);
    }
}
