package gradus.examples.cluster;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/** What Spark tells its driver while a training runs: which processes are lost. */
final class ClusterWatch extends SparkListener {
    private final MutableList<Loss> losses = Lists.mutable.<Loss>empty().asSynchronized();

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        losses.add(new Loss(removed.executorId(), removed.reason()));
    }

    /** The processes that were lost. */
    ImmutableList<Loss> losses() {
        return losses.toImmutableList();
    }
}
