package gradus.spark;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.nn.train.SuccessiveHalving;
import gradus.nn.train.TrialResults;
import gradus.nn.train.Trials;
import java.io.Serializable;
import org.apache.spark.FutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Range;
import scala.concurrent.ExecutionContext;
import scala.runtime.BoxedUnit;

/**
 * Trains many times, on the processes of a Spark cluster: {@link Trials} of which each is a task. The
 * results are those of {@code Trials.seeded(seed).search(candidates, trial)} on one machine, in the
 * same order and to the bit, whatever the number of slots, wherever a trial runs, and after
 * processes were lost.
 *
 * {@snippet lang = java :
 * var space = SearchSpace.of().logUniform("rate", 1e-4, 1).values("hidden", 50, 125, 250);
 * var found = SparkTrials.on(spark.sparkContext())
 *         .seeded(7)
 *         .listener(result -> IO.println(result.number() + ": " + result.score()))
 *         .search(space.sample(200, Randomness.seeded(1)), (settings, random) -> {
 *             var data = Mnist.load(Path.of("/data/mnist")).train();
 *             var model = Sequential.of(Linear.of(784, settings.count("hidden"), random), new ReLU(),
 *                     Linear.of(settings.count("hidden"), 10, random));
 *             var sgd = new SGD().of(model.parameters()).learningRate(settings.get("rate"));
 *             return Trainer.of(model, (y, batch) -> new CrossEntropy().mean(y, batch.labels()), sgd)
 *                     .seed(random.nextLong()).train(data).last().loss();
 *         });
 * found.lowest().candidate();
 * }
 *
 * <p>A trial that was lost with its process, or failed by an {@link java.io.IOException}, is tried
 * again by Spark, up to {@code spark.task.maxFailures} times; on the threads of one process that is
 * once, unless the master says more, such as {@code local[2,4]}. So a trial may run twice, but counts
 * once.
 */
public final class SparkTrials {
    private final JavaSparkContext spark;
    private final long seed;
    private final TrialListener listener;

    private SparkTrials(JavaSparkContext spark, long seed, TrialListener listener) {
        this.spark = spark;
        this.seed = seed;
        this.listener = listener;
    }

    /** On this cluster, of seed 0 unless told otherwise. */
    public static SparkTrials on(SparkContext spark) {
        return on(JavaSparkContext.fromSparkContext(spark));
    }

    /** On this cluster, of seed 0 unless told otherwise. */
    public static SparkTrials on(JavaSparkContext spark) {
        return new SparkTrials(spark, 0, _ -> {});
    }

    /** The same trials with random numbers that come from this seed. */
    public SparkTrials seeded(long of) {
        return new SparkTrials(spark, of, listener);
    }

    /**
     * The same trials; this listener alone is told of each that has a score, as it ends, on the thread
     * that searches. What it throws ends the search.
     */
    public SparkTrials listener(TrialListener told) {
        return new SparkTrials(spark, seed, told);
    }

    /**
     * What is done in a trial of a candidate. It runs in any process of the cluster, beside others, and
     * changes nothing that they use. What it needs is made inside of it, or sent with it.
     */
    @FunctionalInterface
    public interface Trial<C> extends Trials.Trial<C>, Serializable {}

    /**
     * Tries every candidate. One whose training diverges scores NaN. Where a trial fails, those that
     * have not begun are left out.
     *
     * @throws ArgumentException without candidates, or if they or the trial cannot be sent to the
     *     workers
     * @throws ClusterException if Spark gave up a trial, or the search
     * @throws RuntimeException what a trial throws: of several the one with the lowest number
     */
    public <C> TrialResults<C> search(ImmutableList<C> candidates, Trial<C> trial) {
        return run(Trials.seeded(seed).jobs(candidates), trial);
    }

    /** What is done in a trial of a candidate with a budget; else as {@link Trial}. */
    @FunctionalInterface
    public interface BudgetTrial<C> extends SuccessiveHalving.Trial<C>, Serializable {}

    /**
     * Tries every candidate with a small budget, and the best ones with larger ones: a job of Spark for
     * each budget. An asynchronous search has as many trials at once as Spark's default parallelism,
     * each a job of its own. The listener is told of the trials of all budgets, by one thread at a time.
     * Throws as {@link #search(ImmutableList, Trial)}.
     */
    public <C> SuccessiveHalving.Rungs<C> search(
            ImmutableList<C> candidates, SuccessiveHalving halving, BudgetTrial<C> trial) {
        SparkTrials told = listener(result -> {
            synchronized (listener) {
                listener.ended(result);
            }
        });
        return halving.search(
                Trials.seeded(seed).jobs(candidates),
                spark.defaultParallelism(),
                (jobs, budget) -> told.run(jobs, withBudget(trial, budget)));
    }

    private static <C> Trial<C> withBudget(BudgetTrial<C> trial, int budget) {
        return (candidate, random) -> trial.score(candidate, random, budget);
    }

    private <C> TrialResults<C> run(ImmutableList<Trials.Job<C>> jobs, Trial<C> trial) {
        TrialEnds<C> ends = new TrialEnds<>(jobs, listener);
        FutureAction<?> running = submit(jobs.collect(job -> pack("a candidate", job)), pack("a trial", trial), ends);
        try {
            return ends.await();
        } finally {
            running.cancel(); // nothing, where all have ended
        }
    }

    private static byte[] pack(String what, Object value) {
        return Packed.pack("SparkTrials.search", what, value);
    }

    private FutureAction<?> submit(ImmutableList<byte[]> jobs, byte[] trial, TrialEnds<?> ends) {
        SparkContext context = spark.sc();
        @Nullable String description = context.getLocalProperty(ClusterRun.DESCRIPTION);
        context.setJobDescription("Gradus: " + GradusException.counted(jobs.size(), "trial") + " of seed " + seed);
        try {
            FutureAction<?> running = context.submitJob(
                    spark.parallelize(jobs.castToList(), jobs.size()).rdd(),
                    new TrialTask(trial, context.longAccumulator("Gradus trials")),
                    new Range.Exclusive(0, jobs.size(), 1),
                    (number, end) -> {
                        ends.ended((int) number, end);
                        return BoxedUnit.UNIT;
                    },
                    () -> BoxedUnit.UNIT);
            running.failed()
                    .foreach(
                            cause -> {
                                ends.givenUp(cause);
                                return BoxedUnit.UNIT;
                            },
                            ExecutionContext.parasitic$.MODULE$);
            return running;
        } finally {
            context.setJobDescription(description);
        }
    }
}
