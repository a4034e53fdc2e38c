package gradus.spark;

import java.time.Duration;
import org.eclipse.collections.api.factory.primitive.IntObjectMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.list.Interval;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * How the workers of an attempt end, as Spark tells it one by one. After the first that could not go
 * on, the others have twice the patience: one that neither ends nor dies would keep the driver
 * waiting.
 */
final class WorkerEnds extends AbstractFunction2<Object, byte[], BoxedUnit> implements AutoCloseable {
    private final int workers;
    private final Duration limit;
    private final Runnable cancel;
    private final MutableIntObjectMap<WorkerEnd> ends =
            IntObjectMaps.mutable.<WorkerEnd>empty().asSynchronized();
    private final Thread watch = Thread.ofVirtual().unstarted(this::await);

    /** @param cancel ends the attempt */
    WorkerEnds(RunOptions options, Runnable cancel) {
        this.workers = options.workers();
        this.limit = options.patience().multipliedBy(2);
        this.cancel = cancel;
    }

    @Override
    public BoxedUnit apply(Object worker, byte[] packed) {
        WorkerEnd end = Packed.unpack(packed, WorkerEnd.class);
        ends.put((int) worker, end);
        if (!end.isWhole() && watch.getState() == Thread.State.NEW) {
            watch.start();
        }
        return BoxedUnit.UNIT;
    }

    private void await() {
        try {
            Thread.sleep(limit);
            cancel.run();
        } catch (InterruptedException _) { // all have ended
            return;
        }
    }

    /** Those that are known, in the order of the workers. */
    ImmutableList<WorkerEnd> known() {
        return Interval.zeroTo(workers - 1)
                .select(ends::containsKey)
                .collect(ends::get)
                .toList()
                .toImmutable();
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
