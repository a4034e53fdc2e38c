package gradus.spark;

import gradus.nn.train.TrialResults;
import gradus.nn.train.Trials;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.primitive.IntObjectMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;

/**
 * How the trials of a search end. Spark's scheduler tells it on a thread that must not wait; what is
 * to be done then is done on the thread that searches.
 */
final class TrialEnds<C> {
    /** How Spark names the task that has failed too often, or that can run nowhere. */
    private static final Pattern TASK = Pattern.compile("[Tt]ask (\\d+) (?:in stage|\\(partition)");

    private final ImmutableList<Trials.Job<C>> jobs;
    private final TrialListener listener;
    private final BlockingQueue<Runnable> news = new LinkedBlockingQueue<>();
    private final MutableIntObjectMap<TrialEnd> ends = IntObjectMaps.mutable.empty();

    /** So many trials have ended without a gap, and none of them has failed. */
    private int first;

    TrialEnds(ImmutableList<Trials.Job<C>> jobs, TrialListener listener) {
        this.jobs = jobs;
        this.listener = listener;
    }

    /** Tells that the trial at this place of the jobs has ended, from any thread. */
    void ended(int place, byte[] packed) {
        news.add(() -> take(place, Packed.unpack(packed, TrialEnd.class)));
    }

    /** Tells that there will be no more ends, from any thread. */
    void givenUp(Throwable cause) {
        news.add(() -> {
            ends.keySet().toSortedList().forEach(place -> throwFailure(ends.get(place)));
            throw new ClusterException("SparkTrials: " + subject(cause) + " failed: " + cause.getMessage(), cause);
        });
    }

    private String subject(Throwable cause) {
        Matcher task = TASK.matcher(cause.getMessage() + "");
        if (!task.find()) {
            return "the search";
        }
        Trials.Job<C> job = jobs.get(Integer.parseInt(task.group(1)));
        return "trial " + job.number() + " (" + job.candidate() + ")";
    }

    /** All results, once all are there, or the first failure before which none can come any more. */
    TrialResults<C> await() {
        while (first < jobs.size()) {
            try {
                news.take().run();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                CancellationException canceled = new CancellationException("interrupted while trials run");
                canceled.initCause(interrupted);
                throw canceled;
            }
        }
        return new TrialResults<>(
                jobs.collectWithIndex((job, place) -> job.result(ends.get(place).score())));
    }

    private void take(int place, TrialEnd end) {
        ends.put(place, end);
        if (end.failure() == null) {
            listener.ended(jobs.get(place).result(end.score()));
        }
        while (ends.containsKey(first)) {
            throwFailure(ends.get(first));
            first++;
        }
    }

    private static void throwFailure(TrialEnd end) {
        if (end.failure() != null) {
            throw end.failure();
        }
    }
}
