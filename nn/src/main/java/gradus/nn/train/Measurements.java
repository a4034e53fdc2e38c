package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import gradus.nn.NamedTensors;
import gradus.nn.data.Batch;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.jspecify.annotations.Nullable;

/** Gathers what metrics need of one walk through the data. */
final class Measurements {
    /** What is measured in any case. */
    static final ImmutableList<String> ALWAYS =
            Lists.immutable.with(Epoch.LOSS, Epoch.VALIDATION_LOSS, Epoch.LEARNING_RATE, Epoch.SECONDS);

    private final ImmutableList<NamedMetric> metrics;
    private final ImmutableList<NamedMetric> overBatches;
    private final MutableList<Batch> shown = Lists.mutable.empty();
    private final double[] weightedMeans;
    private double weighted;
    private long examples;

    Measurements(ImmutableList<NamedMetric> metrics) {
        this.metrics = metrics;
        this.overBatches = metrics.select(NamedMetric::isOverBatches);
        this.weightedMeans = new double[overBatches.size()];
    }

    /** What is to be added of a batch: with what the model gave only if a metric asks for that of all. */
    Evaluated of(Batch batch, double loss) {
        Batch outcome = overBatches.isEmpty() ? batch : outcome(batch);
        ImmutableDoubleList means = overBatches.collectDouble(named -> named.of(outcome));
        return new Evaluated(loss, batch.size(), means, overBatches.size() == metrics.size() ? null : batch);
    }

    /** What metrics get of a batch. */
    private static Batch outcome(Batch batch) {
        return batch.withoutInputs().withOutputs(batch.outputs().mapTensors(Tensor::detach));
    }

    void add(Evaluated evaluated) {
        weighted += evaluated.loss() * evaluated.examples();
        for (int i = 0; i < weightedMeans.length; i++) {
            weightedMeans[i] += evaluated.means().get(i) * evaluated.examples();
        }
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

    /** Whether nothing was added. */
    boolean isEmpty() {
        return examples == 0;
    }

    /** The loss and then the metrics. */
    ImmutableDoubleList values() {
        @Nullable Batch all = overBatches.size() == metrics.size() ? null : all();
        MutableDoubleList values = DoubleLists.mutable.with(loss());
        int means = 0;
        for (NamedMetric named : metrics) {
            values.add(all == null || named.isOverBatches() ? weightedMeans[means++] / examples : named.of(all));
        }
        return values.toImmutable();
    }

    /** All examples and what the model gave for them. */
    private Batch all() {
        if (shown.anySatisfy(Batch::hasLabels) && !shown.allSatisfy(Batch::hasLabels)) {
            throw new ArgumentException(
                    "Trainer.metric", "examples with labels in all batches, or targets in all", "both", "");
        }
        return Batch.ofTargets(NamedTensors.concat(shown.collect(Batch::namedTargets)))
                .withOutputs(NamedTensors.concat(shown.collect(Batch::outputs)));
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
    static void requireFit(ImmutableList<NamedMetric> metrics, Batch batch, @Nullable ValidationData validation) {
        if (metrics.isEmpty()) {
            return;
        }
        Batch shown = outcome(batch);
        metrics.forEach(named -> named.requireFits(shown));
        @Nullable Batch first = validation == null ? null : validation.first(1);
        if (first != null && first.hasLabels() != batch.hasLabels()) {
            Batch other = first.withoutInputs().withOutputs(shown.outputs());
            metrics.forEach(named -> named.requireFits(other));
        }
    }

    /** The names of {@link #values}. */
    static ImmutableList<String> names(ImmutableList<NamedMetric> metrics) {
        return Lists.immutable.with(Epoch.LOSS).newWithAll(metrics.collect(NamedMetric::name));
    }
}
