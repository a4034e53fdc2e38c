package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;
import gradus.nn.metrics.Metric;

/** A metric and its name. */
record NamedMetric(String name, Metric metric) {
    /**
     * Refuses a metric that asks for labels where there are targets, or for targets where there are
     * labels, before anything is trained. What else it makes of so few examples does not matter.
     */
    void requireFits(Tensor output, Batch batch) {
        try {
            metric.of(output.detach(), batch.withoutInputs());
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
        } catch (RuntimeException _) {
            return;
        }
    }
}
