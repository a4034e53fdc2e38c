package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Randomness;
import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * Trains many times, several at once: for each of some candidates, such as settings, for each fold
 * of a data set, or for each of some seeds. Every trial has a stream of random numbers of its own,
 * which depends on the seed and the trial's number alone. So the results are the same, to the bit,
 * on any number of threads and in whatever order the trials end.
 *
 * {@snippet lang = java :
 * var space = SearchSpace.of().logUniform("rate", 1e-4, 1).values("hidden", 50, 125, 250);
 * var found = Trials.seeded(7).threads(2).search(space.sample(20, Randomness.seeded(1)), (settings, random) -> {
 *     int hidden = settings.count("hidden");
 *     var model = Sequential.of(Linear.of(784, hidden, random), new ReLU(), Linear.of(hidden, 10, random));
 *     var sgd = new SGD().of(model.parameters()).learningRate(settings.get("rate"));
 *     return Trainer.of(model, loss, sgd).seed(random.nextLong()).validation(held).train(data).last().validationLoss();
 * });
 * found.lowest().candidate();
 *
 * // cross-validation: mean and deviation over five folds
 * Trials.seeded(7)
 *         .threads(2)
 *         .search(data.shuffled(random).folds(5), (fold, own) -> accuracy(fold.train(), fold.validation(), own))
 *         .spread();
 * }
 */
public final class Trials {
    private final long seed;
    private final int threads;

    private Trials(long seed, int threads) {
        this.seed = seed;
        this.threads = threads;
    }

    /** Trials whose random numbers come from this seed, one at a time unless told otherwise. */
    public static Trials seeded(long seed) {
        return new Trials(seed, 1);
    }

    /** The same trials on so many threads, 1 or more. */
    public Trials threads(int count) {
        if (count < 1) {
            throw new ArgumentException("Trials", "1 thread or more", count + "", "");
        }
        return new Trials(seed, count);
    }

    /**
     * What is done in a trial of a candidate. It runs on any thread and must change nothing that
     * others use.
     */
    @FunctionalInterface
    public interface Trial<C> {
        /** The score: a number to compare with those of the others. */
        double score(C candidate, Randomness random) throws Exception;
    }

    /**
     * Tries every candidate. One whose training {@linkplain DivergenceException diverges} scores
     * NaN.
     *
     * @throws ArgumentException without candidates
     * @throws RuntimeException what a trial throws: of several the one with the lowest number
     */
    public <C> TrialResults<C> search(ImmutableList<C> candidates, Trial<C> trial) {
        return search(threads, jobs(candidates), trial);
    }

    private static <C> TrialResults<C> search(int threads, ImmutableList<Job<C>> jobs, Trial<C> trial) {
        return new TrialResults<>(run(threads, jobs.collect(job -> () -> job.result(job.score(trial)))));
    }

    /**
     * Tries every candidate with a small budget, and the best ones with larger ones. One whose training
     * {@linkplain DivergenceException diverges} scores NaN and is not tried again.
     *
     * @throws ArgumentException without candidates
     * @throws RuntimeException what a trial throws: of several the one with the lowest number
     */
    public <C> SuccessiveHalving.Rungs<C> search(
            ImmutableList<C> candidates, SuccessiveHalving halving, SuccessiveHalving.Trial<C> trial) {
        return halving.search(
                jobs(candidates),
                threads,
                (jobs, budget) -> search(threads, jobs, (candidate, random) -> trial.score(candidate, random, budget)));
    }

    /**
     * What {@link #search} would do for these candidates, for those who do it elsewhere: on other
     * machines, say. How many threads there are plays no part in it.
     *
     * @throws ArgumentException without candidates
     */
    public <C> ImmutableList<Job<C>> jobs(ImmutableList<C> candidates) {
        if (candidates.isEmpty()) {
            throw new ArgumentException("Trials.search", "at least one candidate", "none", "");
        }
        Randomness seeds = Randomness.seeded(seed);
        return candidates.collectWithIndex((candidate, number) -> new Job<>(number, candidate, seeds.nextLong()));
    }

    /**
     * One trial that is to be done. It can be sent to other processes if the candidate can.
     *
     * @param number the place of the candidate in the list, from 0
     * @param seed of the trial's own random numbers
     */
    public record Job<C>(int number, C candidate, long seed) implements Serializable {
        /**
         * Does it.
         *
         * @return the score: NaN if the training {@linkplain DivergenceException diverges}
         * @throws RuntimeException what the trial throws, or with that as its cause where it is checked
         */
        public double score(Trial<C> trial) {
            try {
                return trial.score(candidate, Randomness.seeded(seed));
            } catch (DivergenceException _) {
                return Double.NaN;
            } catch (RuntimeException mistake) {
                throw mistake;
            } catch (Exception failure) {
                throw new IllegalStateException("a trial failed: " + failure, failure);
            }
        }

        /** Its result, with this score. */
        public TrialResults.Result<C> result(double score) {
            return new TrialResults.Result<>(number, candidate, score);
        }
    }

    /**
     * Does the same so many times, 2 or more, each with random numbers of its own: what the choice
     * of the seed makes.
     */
    public Spread repeat(int times, Trial<Integer> trial) {
        requireSeveral("Trials.repeat", times);
        return search(numbers(times), trial).spread();
    }

    private static void requireSeveral(String method, int times) {
        if (times < 2) {
            throw new ArgumentException(method, "2 times or more", times + "", "");
        }
    }

    private static ImmutableList<Integer> numbers(int count) {
        return Interval.zeroTo(count - 1).toImmutableList();
    }

    static <T> ImmutableList<T> run(int threads, ImmutableList<Callable<T>> jobs) {
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, jobs.size()))) {
            MutableList<Future<T>> futures = Lists.mutable.empty();
            jobs.forEach(job -> futures.add(pool.submit(job)));
            try {
                return futures.collect(Trials::get).toImmutable();
            } finally {
                futures.forEach(future -> future.cancel(true));
            }
        }
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            CancellationException canceled = new CancellationException("interrupted while trials run");
            canceled.initCause(interrupted);
            throw canceled;
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case Error error -> throw error;
                case RuntimeException thrown -> throw thrown;
                case null, default -> throw new IllegalStateException("a trial failed: " + failed.getCause(), failed);
            }
        }
    }

    /** Such as {@code Trials of seed 7 on 2 threads}. */
    @Override
    public String toString() {
        return "Trials of seed " + seed + " on " + GradusException.counted(threads, "thread");
    }
}
