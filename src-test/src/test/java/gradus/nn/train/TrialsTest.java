package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Randomness;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.metrics.Evaluation;
import gradus.nn.optim.SGD;
import java.util.concurrent.CountDownLatch;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class TrialsTest {
    private static final SearchSpace SPACE =
            SearchSpace.of().values("rate", 0.001, 0.1).values("hidden", 2, 4, 8);

    private final Dataset data = Blobs.data(60, 1);

    @Test
    void theSameResultsOnAnyNumberOfThreads() {
        var one = search(1);
        assertThat(search(2)).isEqualTo(one);
        assertThat(search(7)).isEqualTo(one);
        assertThat(one.results()).hasSize(6);
        assertThat(one.results().collect(TrialResults.Result::score).distinct().size())
                .isGreaterThan(3);
    }

    private TrialResults<Settings> search(int threads) {
        return Trials.seeded(3).threads(threads).search(SPACE.grid(), (settings, random) -> {
            int hidden = settings.count("hidden");
            var model = Sequential.of(Linear.of(2, hidden, random), new ReLU(), Linear.of(hidden, 2, random));
            var sgd = new SGD().of(model.parameters()).learningRate(settings.get("rate"));
            return Trainer.of(model, Blobs.CROSS_ENTROPY, sgd)
                    .seed(random.nextLong())
                    .train(data)
                    .last()
                    .loss();
        });
    }

    @Test
    void theOrderInWhichTrialsEndMakesNoDifference() {
        var secondIsDone = new CountDownLatch(1);
        var results = Trials.seeded(1).threads(2).search(Lists.immutable.with("slow", "quick"), (name, random) -> {
            double drawn = random.nextDouble();
            if (name.equals("slow")) {
                secondIsDone.await();
            } else {
                secondIsDone.countDown();
            }
            return drawn;
        });
        var alone = Trials.seeded(1).search(Lists.immutable.with("a", "b"), (_, random) -> random.nextDouble());
        assertThat(results.results().collect(TrialResults.Result::score))
                .isEqualTo(alone.results().collect(TrialResults.Result::score));
        assertThat(results.results().collect(TrialResults.Result::candidate)).containsExactly("slow", "quick");
    }

    @Test
    void theBestIsFoundAndWhatDivergedIsLast() {
        var scores = Lists.immutable.with(0.5, Double.NaN, 0.9, 0.1, 0.9);
        var results = Trials.seeded(1).search(scores, (score, _) -> {
            if (score.isNaN()) {
                throw new DivergenceException("a loss of NaN", 1, 1, "loss", Origin.UNKNOWN, "");
            }
            return score;
        });
        assertThat(results.highest().number()).isEqualTo(2);
        assertThat(results.lowest().candidate()).isEqualTo(0.1);
        assertThat(results).hasToString("""
                number       score  candidate
                     2    0.900000  0.9
                     4    0.900000  0.9
                     0    0.500000  0.5
                     3    0.100000  0.1
                     1         NaN  NaN
                """);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(
                        () -> new TrialResults<>(Lists.immutable.with(new TrialResults.Result<>(0, "x", Double.NaN)))
                                .lowest())
                .withMessage("TrialResults: needs a candidate that did not diverge, got none of 1;"
                        + " try lower learning rates");
    }

    private record Setup(double rate, int hidden, float decay) {}

    @Test
    void numbersOfCandidatesAreReadable() {
        var settings = Settings.NONE.with("rate", 4.541103362551304E-4).with("decay", 0.08767059109798829);
        assertThat(settings).hasToString("rate 4.541e-4, decay 0.08767");
        assertThat(settings.with("hidden", 250)
                        .with("far", 1.23456789e9)
                        .with("none", 0.0)
                        .with("x", -0.5))
                .hasToString("rate 4.541e-4, decay 0.08767, hidden 250, far 1234567890, none 0, x -0.5");
        assertThat(Settings.NONE.with("a", 1.5e-300).with("b", Double.NaN).with("c", 123456789.25))
                .hasToString("a 1.5e-300, b NaN, c 1.235e8");
        assertThat(settings.get("rate")).as("in full").isEqualTo(4.541103362551304E-4);
        var candidates = Lists.immutable.<Object>with(
                settings, 1.2345678E-5, new Setup(0.123456789, 12345678, 1e-5f), "v1.23456 and 10.25");
        assertThat(Trials.seeded(1).search(candidates, (_, _) -> 0.5)).hasToString("""
                number       score  candidate
                     0    0.500000  rate 4.541e-4, decay 0.08767
                     1    0.500000  1.235e-5
                     2    0.500000  Setup[rate=0.1235, hidden=12345678, decay=1e-5]
                     3    0.500000  v1.23456 and 10.25
                """);
    }

    @Test
    void whatATrialThrowsComesThrough() {
        var thrown = new ArgumentException("trial", "x", "y", "");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Trials.seeded(1).threads(2).search(Lists.immutable.with(1, 2), (number, _) -> {
                    if (number == 1) {
                        throw thrown;
                    }
                    return 0;
                }))
                .isSameAs(thrown);
    }

    @Test
    void seedsSpread() {
        var spread = Trials.seeded(5).threads(2).repeat(3, (_, random) -> random.nextDouble());
        assertThat(spread.values().distinct().size()).isEqualTo(3);
        var known = Spread.of(1, 2, 6);
        assertThat(known.mean()).isEqualTo(3);
        assertThat(known.deviation()).isCloseTo(Math.sqrt(7), within(1e-15));
        assertThat(known).hasToString("3.0000 +- 2.6458 (n = 3)");
    }

    @Test
    void crossValidation() {
        var folds = data.shuffled(Randomness.seeded(1)).folds(4);
        var found = Trials.seeded(2).threads(2).search(folds, (fold, random) -> {
            var model = Blobs.model();
            Blobs.trainer(model).epochs(5).seed(random.nextLong()).train(fold.train());
            return Evaluation.of(model, fold.validation()).accuracy();
        });
        assertThat(found.spread().mean()).isGreaterThan(0.9);
    }

    @Test
    void aGridHasAllCombinations() {
        assertThat(SPACE.grid().collect(Settings::toString))
                .containsExactly(
                        "rate 0.001, hidden 2",
                        "rate 0.001, hidden 4",
                        "rate 0.001, hidden 8",
                        "rate 0.1, hidden 2",
                        "rate 0.1, hidden 4",
                        "rate 0.1, hidden 8");
    }

    @Test
    void samplesStayInTheirRanges() {
        var space = SearchSpace.of()
                .logUniform("rate", 1e-4, 1)
                .uniform("decay", 0, 0.5)
                .values("hidden", 2, 4);
        var sample = space.sample(200, Randomness.seeded(4));
        assertThat(sample).isEqualTo(space.sample(200, Randomness.seeded(4)));
        assertThat(sample.collect(settings -> settings.get("rate"))).allMatch(rate -> rate >= 1e-4 && rate <= 1);
        // half of the draws on each side of the middle of the logarithms
        assertThat(sample.count(settings -> settings.get("rate") < 1e-2)).isBetween(75, 125);
        assertThat(sample.collect(settings -> settings.get("decay"))).allMatch(decay -> decay >= 0 && decay <= 0.5);
        assertThat(sample.collect(settings -> settings.count("hidden")))
                .contains(2, 4)
                .doesNotContain(3);
    }

    @Test
    void resultsAreRankedWithThoseThatDivergedLast() {
        var scores = Lists.immutable.with(0.5, Double.NaN, 0.7, 0.5, -1.0);
        var results = new TrialResults<>(
                scores.collectWithIndex((score, number) -> new TrialResults.Result<>(number, "c" + number, score)));
        assertThat(results.highestFirst().collect(TrialResults.Result::number)).containsExactly(2, 0, 3, 4, 1);
    }

    @Test
    void wrongSpacesAreRefused() {
        refuses(
                () -> SearchSpace.of().uniform("decay", 0, 1).grid(),
                "SearchSpace.grid: needs values of decay, got a range; sample(count, random) draws from it");
        refuses(() -> SPACE.values("rate", 1), "SearchSpace: needs each setting once, got rate twice");
        refuses(() -> SPACE.values("x"), "SearchSpace: needs at least one value of x, got none");
        refuses(
                () -> SPACE.uniform("x", 2, 1),
                "SearchSpace: needs from <= to, both finite, for x, got from 2.0 to 1.0");
        refuses(
                () -> SPACE.logUniform("x", 0, 1),
                "SearchSpace: needs 0 < from <= to, both finite, for x, got from 0.0 to 1.0");
        refuses(() -> SPACE.sample(0, Randomness.seeded(1)), "SearchSpace.sample: needs 1 combination or more, got 0");
        var first = SPACE.grid().getFirst();
        refuses(() -> first.get("momentum"), "settings: needs one of rate, hidden, got momentum");
        refuses(() -> first.count("rate"), "settings: needs a whole number rate, got 0.001");
        refuses(() -> Trials.seeded(1).threads(0), "Trials: needs 1 thread or more, got 0");
        refuses(() -> Trials.seeded(1).repeat(1, (_, _) -> 0), "Trials.repeat: needs 2 times or more, got 1");
        refuses(
                () -> Trials.seeded(1).search(Lists.immutable.empty(), (_, _) -> 0),
                "Trials.search: needs at least one candidate, got none");
        refuses(() -> Spread.of(1), "Spread: needs 2 values or more, got 1");
    }

    private static void refuses(Runnable call, String message) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(call::run).withMessage(message);
    }
}
