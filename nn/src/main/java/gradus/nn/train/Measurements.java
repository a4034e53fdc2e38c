package gradus.nn.train;

import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/** Gathers what metrics need of one walk through the data. */
final class Measurements {
    /** What is measured in any case. */
    static final ImmutableList<String> ALWAYS =
            Lists.immutable.with(Epoch.LOSS, Epoch.VALIDATION_LOSS, Epoch.LEARNING_RATE, Epoch.SECONDS);

    private final ImmutableList<Metric> metrics;
    private final MutableList<Tensor> outputs = Lists.mutable.empty();
    private final IntArrayList labels = new IntArrayList();
    private double weighted;
    private long examples;

    Measurements(ImmutableList<Metric> metrics) {
        this.metrics = metrics;
    }

    void add(Tensor output, Batch batch, double loss) {
        weighted += loss * batch.size();
        examples += batch.size();
        if (metrics.notEmpty()) {
            outputs.add(output.detach());
            labels.addAll(batch.labels().toArray());
        }
    }

    /** The loss and then the metrics. */
    ImmutableDoubleList values() {
        if (metrics.isEmpty()) {
            return Lists.immutable.with(weighted / examples).collectDouble(Double::doubleValue);
        }
        Tensor all = Tensor.concat(0, outputs.toArray(new Tensor[0]));
        Indices truth = Indices.of(labels.toArray());
        return Lists.immutable
                .with(weighted / examples)
                .newWithAll(metrics.collect(metric -> metric.measure().of(all, truth)))
                .collectDouble(Double::doubleValue);
    }

    /** The names of {@link #values}. */
    static ImmutableList<String> names(ImmutableList<Metric> metrics) {
        return Lists.immutable.with(Epoch.LOSS).newWithAll(metrics.collect(Metric::name));
    }
}
