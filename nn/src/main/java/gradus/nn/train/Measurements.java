package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import gradus.nn.NamedTensors;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.jspecify.annotations.Nullable;

/** Gathers what metrics need of one walk through the data. */
final class Measurements {
    /** What is measured in any case. */
    static final ImmutableList<String> ALWAYS =
            Lists.immutable.with(Epoch.LOSS, Epoch.VALIDATION_LOSS, Epoch.LEARNING_RATE, Epoch.SECONDS);

    private final ImmutableList<NamedMetric> metrics;
    private final MutableList<Batch> shown = Lists.mutable.empty();
    private double weighted;
    private long examples;

    Measurements(ImmutableList<NamedMetric> metrics) {
        this.metrics = metrics;
    }

    /** What is to be added of a batch: with what the model gave only if a metric asks for it. */
    Evaluated of(Batch batch, double loss) {
        return new Evaluated(loss, batch.size(), metrics.isEmpty() ? null : batch);
    }

    void add(Evaluated evaluated) {
        weighted += evaluated.loss() * evaluated.examples();
        examples += evaluated.examples();
        @Nullable Batch batch = evaluated.keep().shown();
        if (batch != null) {
            shown.add(batch);
        }
    }

    /** The mean over the examples of the loss of their batch. */
    double loss() {
        return weighted / examples;
    }

    /** The loss and then the metrics. */
    ImmutableDoubleList values() {
        return Lists.immutable.with(loss()).newWithAll(metrics()).collectDouble(Double::doubleValue);
    }

    private ImmutableList<Double> metrics() {
        if (metrics.isEmpty()) {
            return Lists.immutable.empty();
        }
        if (shown.anySatisfy(Batch::hasLabels) && !shown.allSatisfy(Batch::hasLabels)) {
            throw new ArgumentException(
                    "Trainer.metric", "examples with labels in all batches, or targets in all", "both", "");
        }
        Batch all = Batch.ofTargets(NamedTensors.concat(shown.collect(Batch::namedTargets)))
                .withOutputs(NamedTensors.concat(shown.collect(Batch::outputs)));
        return metrics.collect(named -> named.metric().of(all.outputs().first(), all));
    }

    /**
     * Refuses a name for a metric that is none, that is known already, or that would be taken for
     * one of the validation set.
     */
    static void requireName(String method, ListIterable<String> known, String name) {
        if (known.contains(name) || ALWAYS.contains(name)) {
            throw new ArgumentException(method, "a name of its own", "'" + name + "' once more", "");
        }
        if (name.isBlank()) {
            throw new ArgumentException(method, "a name", "'" + name + "'", "");
        }
        if (name.startsWith(Epoch.VALIDATION)) {
            throw new ArgumentException(
                    method,
                    "a name that does not begin with '" + Epoch.VALIDATION + "'",
                    "'" + name + "'",
                    "each metric is also taken of the validation set, under such a name");
        }
    }

    /**
     * Refuses metrics that ask for what the examples of a batch, or those of the validation set, do
     * not have.
     */
    static void requireFit(ImmutableList<NamedMetric> metrics, Batch batch, @Nullable Dataset validation) {
        Batch shown = batch.withoutInputs().withOutputs(batch.outputs().mapTensors(Tensor::detach));
        metrics.forEach(named -> named.requireFits(shown));
        if (validation != null && validation.hasLabels() != batch.hasLabels()) {
            Batch other = validation.slice(0, 1).all().withoutInputs().withOutputs(shown.outputs());
            metrics.forEach(named -> named.requireFits(other));
        }
    }

    /** The names of {@link #values}. */
    static ImmutableList<String> names(ImmutableList<NamedMetric> metrics) {
        return Lists.immutable.with(Epoch.LOSS).newWithAll(metrics.collect(NamedMetric::name));
    }
}
