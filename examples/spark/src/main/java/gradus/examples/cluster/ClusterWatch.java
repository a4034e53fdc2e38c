package gradus.examples.cluster;

import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What Spark tells its driver while a training runs: how far it is, and which processes are lost.
 */
final class ClusterWatch extends SparkListener {
    private final MutableList<Loss> losses = Lists.mutable.<Loss>empty().asSynchronized();
    private final Timeline timeline;
    private final long accumulator;

    /** Watches the number of a {@link StepReport}. */
    ClusterWatch(Timeline timeline, long accumulator) {
        this.timeline = timeline;
        this.accumulator = accumulator;
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        CollectionConverters.asJava(update.accumUpdates())
                .forEach(task -> CollectionConverters.asJava(task._4()).forEach(this::reached));
    }

    private void reached(AccumulableInfo info) {
        if (info.id() == accumulator && info.update().isDefined()) {
            timeline.reached(((Number) info.update().get()).longValue());
        }
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        losses.add(new Loss(removed.executorId(), removed.reason()));
    }

    /** The processes that were lost. */
    ImmutableList<Loss> losses() {
        return losses.toImmutableList();
    }
}
