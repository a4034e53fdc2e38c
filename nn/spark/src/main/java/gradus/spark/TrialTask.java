package gradus.spark;

import gradus.nn.train.Trials;
import java.io.Serializable;
import org.apache.spark.util.LongAccumulator;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * What each task of a search does: one trial. What would come again is returned as its end; what may
 * go away fails the task, so that Spark tries it again.
 */
final class TrialTask extends AbstractFunction1<Iterator<byte[]>, byte[]> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] trial;

    /** For Spark's pages. */
    private final LongAccumulator done;

    /** With a packed {@link SparkTrials.Trial}. */
    TrialTask(byte[] trial, LongAccumulator done) {
        this.trial = trial;
        this.done = done;
    }

    /** Takes a packed {@link Trials.Job} and gives a packed {@link TrialEnd}. */
    @Override
    public byte[] apply(Iterator<byte[]> packed) {
        TrialEnd end = end(Packed.unpack(packed.next(), Trials.Job.class));
        done.add(1);
        return Packed.pack(end);
    }

    @SuppressWarnings("unchecked") // they were packed together
    private TrialEnd end(Trials.Job<?> job) {
        try {
            return new TrialEnd(((Trials.Job<Object>) job).score(Packed.unpack(trial, SparkTrials.Trial.class)), null);
        } catch (RuntimeException | LinkageError | AssertionError failure) {
            return new TrialEnd(Double.NaN, Failures.lasting(failure));
        }
    }
}
