package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
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

    private SparkContext spark;

    @BeforeEach
    void start() {
        spark = Cluster.persistent(2);
    }

    @AfterEach
    void stop() {
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

    private static final SuccessiveHalving HALVING = SuccessiveHalving.of(1, 4, 2);

    private static double budgeted(int number, Randomness random, int budget) {
        return random.nextDouble() * budget - number;
    }

    @Test
    void halvingGivesTheResultsOfOneMachine() {
        assertThat(trials().search(NUMBERS, HALVING, SparkTrialsTest::budgeted))
                .isEqualTo(Trials.seeded(SEED).search(NUMBERS, HALVING, SparkTrialsTest::budgeted));
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
