package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.nn.data.Batch;
import gradus.nn.metrics.Metric;
import gradus.nn.metrics.OverBatches;

/** A metric and its name. */
record NamedMetric(String name, Metric metric) {
    /** Of a batch with outputs. */
    double of(Batch batch) {
        return metric.of(batch.outputs().first(), batch);
    }

    /** Whether it is the mean of those of the batches. */
    boolean isOverBatches() {
        return metric instanceof OverBatches;
    }

    /**
     * Refuses a metric that asks for labels where there are targets, or for targets where there are
     * labels, or for a part that is not there, before anything is trained. What else it makes of so
     * few examples does not matter.
     */
    void requireFits(Batch batch) {
        try {
            of(batch);
        } catch (ArgumentException refused) {
            String message = String.valueOf(refused.getMessage());
            if (message.startsWith(batch.hasLabels() ? "Batch.targets: " : "Batch.labels: ")) {
                throw new ArgumentException(
                        "Trainer.metric, '" + name + "'",
                        batch.hasLabels() ? "examples with targets" : "examples with class labels",
                        batch.hasLabels() ? "class labels" : "targets",
                        batch.hasLabels()
                                ? "ask for batch.labels(); oneHot and withTargets make targets of them"
                                : "ask for batch.targets()");
            }
            if (message.startsWith("Batch.tensor: ") || message.startsWith("Batch.indices: ")) {
                throw new ArgumentException(
                        "Trainer.metric, '" + name + "'", refused.need(), refused.got(), refused.hint());
            }
        } catch (RuntimeException _) {
            return;
        }
    }
}
