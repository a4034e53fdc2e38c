package gradus.nn.train;

import gradus.autodiff.GradusException;
import gradus.nn.Model;
import gradus.nn.data.Dataset;
import gradus.nn.metrics.Evaluation;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * How a classifier does on a data set in the course of its training: before the first step, after
 * steps 1, 2, 3, ... and then more and more rarely, at the end of each epoch and in the end. The
 * distance of two measurements grows to a quarter of the steps taken, but not beyond a tenth of an
 * epoch. Epochs of fewer than 10 steps count as one long one.
 *
 * {@snippet lang = java :
 * var curve = new LearningCurve(model, test);
 * Trainer.of(model, objective, optimizer).listener(curve).train(train);
 * curve.points().each(System.out::println);
 * }
 */
public final class LearningCurve implements TrainingListener {
    private static final int GROWTH = 4;
    private static final int MOST_IN_EPOCH = 10;

    private final MutableList<Point> points = Lists.mutable.empty();
    private final Model model;
    private final Dataset data;
    private long taken;
    private long next = 1;
    private long nanoseconds;
    private long since;

    /**
     * A measurement.
     *
     * @param step after how many steps
     * @param seconds that these took, without the measurements
     * @param evaluation of the model then
     */
    public record Point(long step, double seconds, Evaluation evaluation) {
        /** The part of the examples that is right, from 0 to 1. */
        public double accuracy() {
            return evaluation.accuracy();
        }
    }

    /**
     * Measures a model as it is now, and is then a listener of one training.
     *
     * @throws gradus.autodiff.ArgumentException as {@link Evaluation#of}
     */
    public LearningCurve(Model model, Dataset data) {
        this.model = model;
        this.data = data;
        measure();
    }

    /** What was measured so far, in order. */
    public ImmutableList<Point> points() {
        return points.toImmutable();
    }

    @Override
    public void step(TrainingStep step) {
        taken = step.number();
        if (taken >= next) {
            nanoseconds += System.nanoTime() - since;
            measure();
            next = after(step);
        }
    }

    @Override
    public void finished(History history) {
        if (points.getLast().step < taken) {
            nanoseconds += System.nanoTime() - since;
            measure();
        }
    }

    private void measure() {
        points.add(new Point(taken, 1e-9 * nanoseconds, Evaluation.of(model, data)));
        since = System.nanoTime();
    }

    /** The next step to measure after. */
    private static long after(TrainingStep step) {
        long apart = Math.max(1, step.number() / GROWTH);
        if (step.perEpoch() == 0) {
            return step.number() + apart;
        }
        long inEpoch = step.perEpoch() < MOST_IN_EPOCH ? (long) step.epochs() * step.perEpoch() : step.perEpoch();
        long endOfEpoch = (step.number() / inEpoch + 1) * inEpoch;
        return Math.min(endOfEpoch, step.number() + Math.min(apart, Math.ceilDiv(inEpoch, MOST_IN_EPOCH)));
    }

    /** Such as {@code LearningCurve of 12 points, the last: step 500, accuracy 91.06 %}. */
    @Override
    public String toString() {
        Point last = points.getLast();
        return String.format(
                Locale.ROOT,
                "LearningCurve of %s, the last: step %d, accuracy %.2f %%",
                GradusException.counted(points.size(), "point"),
                last.step,
                100 * last.accuracy());
    }
}
