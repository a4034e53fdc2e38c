package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Randomness;
import gradus.nn.Sequential;
import gradus.nn.layer.Linear;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.SGD;
import gradus.nn.train.SearchSpace;
import gradus.nn.train.Settings;
import gradus.nn.train.SuccessiveHalving;
import gradus.nn.train.Trainer;
import gradus.nn.train.TrialResults;
import gradus.nn.train.Trials;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search on a cluster, beside the same one on one machine. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SparkTrialsTest {
    static final int SEED = 7;
    private static final ImmutableList<Integer> NUMBERS = Interval.zeroTo(5).toImmutableList();

    /** Of all tasks, which are threads here. */
    private static final AtomicInteger CALLS = new AtomicInteger();

    private static final Semaphore GATE = new Semaphore(0);

    private SparkContext spark;

    @BeforeEach
    void start() {
        spark = Cluster.persistent(2);
        CALLS.set(0);
        GATE.drainPermits();
    }

    @AfterEach
    void stop() {
        GATE.release(100); // for those that still wait
        spark.stop();
    }

    private SparkTrials trials() {
        return SparkTrials.on(spark).seeded(SEED);
    }

    /** The last ones, of a rate that is far too high, diverge. */
    static ImmutableList<Settings> candidates() {
        return SearchSpace.of()
                .values("hidden", 3, 8)
                .values("rate", 0.05, 0.2, 1e300)
                .grid();
    }

    static double score(Settings settings, Randomness random) {
        int hidden = settings.count("hidden");
        var model = Sequential.of(Linear.of(5, hidden, random), Linear.of(hidden, 3, random));
        return Trainer.of(
                        model,
                        (y, batch) -> new CrossEntropy().mean(y, batch.labels()),
                        new SGD().of(model.parameters()).learningRate(settings.get("rate")))
                .batchSize(40)
                .seed(random.nextLong())
                .train(Digits.data())
                .last()
                .loss();
    }

    static TrialResults<Settings> alone() {
        return Trials.seeded(SEED).search(candidates(), SparkTrialsTest::score);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theResultsAreThoseOfOneMachine(int slots) {
        spark.stop();
        spark = Cluster.persistent(slots);
        TrialResults<Settings> found = trials().search(candidates(), SparkTrialsTest::score);
        assertThat(found).isEqualTo(alone());
        assertThat(found.results().collect(result -> Double.isNaN(result.score())))
                .containsExactly(false, false, true, false, false, true);
        assertThat(found.results().collect(TrialResults.Result::score).distinct())
                .hasSize(5);
    }

    /** An exception with a part that cannot be sent. */
    private static final class Unsendable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"serial", "unused"}) // the point of it
        private final Object part = new Object();

        Unsendable(String message) {
            super(message);
        }
    }

    @Test
    void theFirstFailureIsThrownAsItIs() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> trials().search(NUMBERS, (number, _) -> {
                    if (number == 1) {
                        GATE.acquire(); // the second failure comes first
                        throw new ArgumentException("trial", "luck", "one", "");
                    }
                    if (number == 2) {
                        GATE.release();
                        throw new IllegalStateException("two");
                    }
                    return 0;
                }))
                .withMessage("trial: needs luck, got one");
        assertThatIllegalStateException()
                .isThrownBy(() -> trials().search(NUMBERS, (_, _) -> {
                    throw new Exception("checked");
                }))
                .withMessage("a trial failed: java.lang.Exception: checked")
                .withCauseExactlyInstanceOf(Exception.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> trials().search(NUMBERS, (_, _) -> {
                    throw new Unsendable("in words");
                }))
                .withMessage(Unsendable.class.getName() + ": in words");
    }

    @Test
    void afterAFailureNoOtherTrialBegins() throws InterruptedException {
        assertThatIllegalStateException()
                .isThrownBy(() -> trials().search(Interval.zeroTo(19).toImmutableList(), (number, _) -> {
                    CALLS.incrementAndGet();
                    if (number == 0) {
                        throw new IllegalStateException("first");
                    }
                    GATE.acquire();
                    return 0;
                }))
                .withMessage("first");
        while (spark.statusTracker().getActiveJobIds().length > 0) { // Spark cancels on a thread of its own
            Thread.sleep(10);
        }
        GATE.release(20);
        assertThat(trials().search(NUMBERS, (_, _) -> 0).results()).hasSize(NUMBERS.size());
        assertThat(CALLS.get()).isLessThanOrEqualTo(3); // one may have begun before Spark heard of it
    }

    @Test
    void whatMayGoAwayIsTriedAgain() {
        ImmutableList<Double> scores = trials().search(NUMBERS, (number, random) -> {
                    double drawn = random.nextDouble();
                    if (number == 3 && CALLS.incrementAndGet() < 3) {
                        throw new IOException("disk full");
                    }
                    return drawn;
                })
                .results()
                .collect(TrialResults.Result::score);
        assertThat(CALLS.get()).isEqualTo(3);
        assertThat(scores)
                .isEqualTo(Trials.seeded(SEED)
                        .search(NUMBERS, (_, random) -> random.nextDouble())
                        .results()
                        .collect(TrialResults.Result::score));
    }

    @Test
    void whatSparkGivesUpIsNamed() {
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> trials().search(Lists.immutable.with("a", "b", "c"), (name, _) -> {
                    if (name.equals("b")) {
                        CALLS.incrementAndGet();
                        throw new FileNotFoundException("no such file");
                    }
                    return 0;
                }))
                .withMessageStartingWith("SparkTrials: trial 1 (b) failed: Job aborted")
                .withMessageContaining("no such file");
        assertThat(CALLS.get()).isEqualTo(4);
    }

    @Test
    void aStoppedClusterEndsTheSearch() {
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> trials().listener(_ -> spark.stop()).search(NUMBERS, (number, _) -> {
                    if (number > 0) {
                        GATE.acquire();
                    }
                    return 0;
                }))
                .withMessageStartingWith("SparkTrials: the search failed: ")
                .withMessageContaining("shut down");
    }

    /** A candidate with a part that cannot be sent. */
    private record Holder(Object part) implements Serializable {}

    @Test
    void whatCannotBeSentIsNamed() {
        var part = new Object();
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> trials().search(NUMBERS, (_, _) -> part.hashCode()))
                .withMessageStartingWith("SparkTrials.search: needs a trial that can be sent to workers, got")
                .withMessageContaining("java.lang.Object")
                .withMessageEndingWith("make what it needs inside of it, or make that Serializable");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> trials().search(Lists.immutable.with(new Holder("x"), new Holder(part)), (_, _) -> 0))
                .withMessageStartingWith("SparkTrials.search: needs a candidate that can be sent to workers, got")
                .withMessageContaining("java.lang.Object");
    }

    @Test
    void anEmptyListIsRefused() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> trials().search(Lists.immutable.empty(), (_, _) -> 0))
                .withMessage("Trials.search: needs at least one candidate, got none");
    }

    @Test
    void theListenerHearsOfEveryTrial() {
        var heard = new ArrayList<TrialResults.Result<?>>();
        var threads = new ArrayList<Thread>();
        TrialResults<Settings> found = trials().listener(result -> {
                    heard.add(result);
                    threads.add(Thread.currentThread());
                })
                .search(candidates(), SparkTrialsTest::score);
        assertThat(heard).containsExactlyInAnyOrderElementsOf(found.results());
        assertThat(threads).containsOnly(Thread.currentThread());
    }

    @Test
    void whatTheListenerThrowsEndsTheSearch() {
        assertThatIllegalStateException()
                .isThrownBy(() -> trials().listener(_ -> {
                            throw new IllegalStateException("enough");
                        })
                        .search(NUMBERS, (_, _) -> 0))
                .withMessage("enough");
    }

    @Test
    void anInterruptEndsTheSearch() {
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> trials().listener(_ -> Thread.currentThread().interrupt())
                        .search(NUMBERS, (number, _) -> {
                            if (number > 0) {
                                GATE.acquire();
                            }
                            return 0;
                        }))
                .withMessage("interrupted while trials run");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static final SuccessiveHalving HALVING = SuccessiveHalving.of(1, 4, 2);

    private static double budgeted(int number, Randomness random, int budget) {
        return random.nextDouble() * budget - number;
    }

    @Test
    void halvingGivesTheResultsOfOneMachine() {
        assertThat(trials().search(NUMBERS, HALVING, SparkTrialsTest::budgeted))
                .isEqualTo(Trials.seeded(SEED).search(NUMBERS, HALVING, SparkTrialsTest::budgeted));
    }

    /** Of the second budget the first trial that fails is that of candidate 3. */
    @Test
    void aTrialOfALaterBudgetIsNamedByItsCandidate() {
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> trials().search(NUMBERS, HALVING, (number, _, budget) -> {
                    if (budget > 1) {
                        throw new FileNotFoundException("no such file");
                    }
                    return -number;
                }))
                .withMessageMatching("(?s)SparkTrials: trial ([345]) \\(\\1\\) failed: Job aborted.*");
    }

    @Test
    void anAsynchronousSearchTriesAllAndEndsWithTheLargestBudget() {
        var heard = new ArrayList<TrialResults.Result<?>>();
        SuccessiveHalving.Rungs<Integer> found =
                trials().listener(heard::add).search(NUMBERS, HALVING.asynchronous(), (number, _, _) -> -number);
        assertThat(found.all().getFirst().results().results()).hasSize(NUMBERS.size());
        assertThat(found.last().lowest().candidate()).isEqualTo(5);
        assertThat(heard).hasSize((int)
                found.all().sumOfInt(rung -> rung.results().results().size()));
    }
}
