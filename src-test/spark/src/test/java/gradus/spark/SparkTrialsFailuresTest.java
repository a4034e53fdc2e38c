package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import gradus.autodiff.ArgumentException;
import gradus.nn.train.SuccessiveHalving;
import gradus.nn.train.TrialResults;
import gradus.nn.train.Trials;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
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

/** How a search on a cluster ends where a trial, the cluster, a listener or the caller gives up. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SparkTrialsFailuresTest {
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
        return SparkTrials.on(spark).seeded(SparkTrialsTest.SEED);
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
                .isEqualTo(Trials.seeded(SparkTrialsTest.SEED)
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
                .withMessageEndingWith("a function may make what it needs inside of it");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> trials().search(Lists.immutable.with(new Holder("x"), new Holder(part)), (_, _) -> 0))
                .withMessageStartingWith("SparkTrials.search: needs a candidate that can be sent to workers, got")
                .withMessageContaining("java.lang.Object");
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

    /** Of the second budget the first trial that fails is that of candidate 3. */
    @Test
    void aTrialOfALaterBudgetIsNamedByItsCandidate() {
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> trials().search(NUMBERS, SuccessiveHalving.of(1, 4, 2), (number, _, budget) -> {
                    if (budget > 1) {
                        throw new FileNotFoundException("no such file");
                    }
                    return -number;
                }))
                .withMessageMatching("(?s)SparkTrials: trial ([345]) \\(\\1\\) failed: Job aborted.*");
    }
}
