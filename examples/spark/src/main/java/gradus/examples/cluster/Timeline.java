package gradus.examples.cluster;

import gradus.nn.train.Progress;
import gradus.nn.train.TrainingListener;
import gradus.nn.train.TrainingStep;
import gradus.plots.Curve;
import java.util.Arrays;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * When which step was taken, in seconds from the start: on this machine, or as a cluster tells it.
 */
final class Timeline implements TrainingListener {
    private final long start = System.nanoTime();
    private final MutableDoubleList seconds = DoubleLists.mutable.with(0);
    private final MutableDoubleList steps = DoubleLists.mutable.with(0);
    private final Progress bar;
    private final int perEpoch;
    private long shown;

    Timeline(Progress bar, int perEpoch) {
        this.bar = bar;
        this.perEpoch = perEpoch;
    }

    /** Of a cluster no step is told twice: while it is taken again the curve is level. */
    synchronized void reached(long step) {
        if (step > steps.getLast()) {
            seconds.add(now());
            steps.add((double) step);
        }
        for (; shown < step; shown++) {
            bar.step();
        }
    }

    @Override
    public void step(TrainingStep step) {
        reached(step.number());
    }

    double now() {
        return (System.nanoTime() - start) * 1e-9;
    }

    /** The epochs over the seconds. */
    synchronized Curve curve(String name) {
        ImmutableDoubleList epochs = DoubleLists.immutable.with(
                Arrays.stream(steps.toArray()).map(step -> step / perEpoch).toArray());
        return new Curve(name, seconds.toImmutable(), epochs);
    }
}
