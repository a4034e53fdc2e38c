package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/** Gathers what metrics need of one walk through the data. */
final class Measurements {
    /** What is measured in any case. */
    static final ImmutableList<String> ALWAYS =
            Lists.immutable.with(Epoch.LOSS, Epoch.VALIDATION_LOSS, Epoch.LEARNING_RATE, Epoch.SECONDS);

    private final ImmutableList<Measure> metrics;
    private final boolean needsLabels;
    private final boolean needsTargets;
    private final MutableList<Tensor> outputs = Lists.mutable.empty();
    private final MutableList<Tensor> targets = Lists.mutable.empty();
    private final IntArrayList labels = new IntArrayList();
    private double weighted;
    private long examples;

    Measurements(ImmutableList<Measure> metrics) {
        this.metrics = metrics;
        this.needsLabels = metrics.anySatisfy(metric -> metric instanceof Measure.OfLabels);
        this.needsTargets = metrics.anySatisfy(metric -> metric instanceof Measure.OfTargets);
    }

    void add(Tensor output, Batch batch, double loss) {
        weighted += loss * batch.size();
        examples += batch.size();
        if (metrics.notEmpty()) {
            outputs.add(output.detach());
        }
        if (needsLabels) {
            labels.addAll(batch.labels().toArray());
        }
        if (needsTargets) {
            targets.add(batch.targets());
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
        Tensor all = all(outputs);
        Indices truth = Indices.of(labels.toArray());
        return metrics.collect(measure -> switch (measure) {
            case Measure.OfLabels of -> of.metric().of(all, truth);
            case Measure.OfTargets of -> of.metric().of(all, all(targets));
        });
    }

    private static Tensor all(MutableList<Tensor> parts) {
        return Tensor.concat(0, parts.toArray(new Tensor[0]));
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
     * Refuses metrics that cannot be taken of such examples, before anything is trained.
     *
     * @param hasLabels whether they have class labels, and not targets
     */
    static void requireFit(ImmutableList<Measure> metrics, boolean hasLabels) {
        for (Measure measure : metrics) {
            String name = measure.name();
            if (measure instanceof Measure.OfLabels && !hasLabels) {
                throw new ArgumentException(
                        "Trainer.metric, '" + name + "'",
                        "examples with class labels",
                        "targets",
                        "targetMetric(\"" + name + "\", ...) measures with targets");
            }
            if (measure instanceof Measure.OfTargets && hasLabels) {
                throw new ArgumentException(
                        "Trainer.targetMetric, '" + name + "'",
                        "examples with targets",
                        "class labels",
                        "metric(\"" + name
                                + "\", ...) measures with labels; oneHot and withTargets make targets of them");
            }
        }
    }

    /** The names of {@link #values}. */
    static ImmutableList<String> names(ImmutableList<Measure> metrics) {
        return Lists.immutable.with(Epoch.LOSS).newWithAll(metrics.collect(Measure::name));
    }
}
