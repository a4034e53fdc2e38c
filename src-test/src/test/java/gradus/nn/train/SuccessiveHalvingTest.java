package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import gradus.autodiff.ArgumentException;
import gradus.nn.train.SuccessiveHalving.Rungs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that end poor trials early. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SuccessiveHalvingTest {
    private static final SuccessiveHalving HALVING = SuccessiveHalving.of(1, 9, 3);
    private static final Trials TRIALS = Trials.seeded(7);
    private static final ImmutableList<Integer> NINE = Interval.zeroTo(8).toImmutableList();

    private static <C> List<List<Integer>> numbers(Rungs<C> rungs) {
        return rungs.all()
                .collect(rung -> rung.results()
                        .results()
                        .collect(TrialResults.Result::number)
                        .castToList())
                .castToList();
    }

    /** Candidate 4 is the best, 3 and 5 come next. */
    private static double distance(int candidate) {
        return Math.abs(candidate - 4) + 0.1 * candidate;
    }

    @Test
    void theBestThirdGoesOnWithThreeTimesTheBudget() {
        Rungs<Integer> found = TRIALS.search(NINE, HALVING, (candidate, _, budget) -> distance(candidate) / budget);
        assertThat(numbers(found)).containsExactly(NINE.castToList(), List.of(3, 4, 5), List.of(4));
        assertThat(found.all().collect(SuccessiveHalving.Rung::budget)).containsExactly(1, 3, 9);
        assertThat(found.last().lowest().score()).isEqualTo(0.4 / 9);
    }

    @Test
    void theHighestScoresGoOnWhereThatIsAsked() {
        Rungs<Integer> found = TRIALS.search(NINE, HALVING.highest(), (candidate, _, _) -> -distance(candidate));
        assertThat(numbers(found)).containsExactly(NINE.castToList(), List.of(3, 4, 5), List.of(4));
        Rungs<Integer> last = TRIALS.search(NINE, HALVING.highest(), (candidate, _, _) -> candidate);
        assertThat(numbers(last)).containsExactly(NINE.castToList(), List.of(6, 7, 8), List.of(8));
    }

    @Test
    void whatCameOfABudgetIsALineOfATable() {
        Rungs<Integer> found = TRIALS.search(
                NINE, HALVING, (candidate, _, budget) -> candidate == 8 ? Double.NaN : distance(candidate) / budget);
        assertThat(found).hasToString("""
                budget  trials      lowest     highest
                     1       9    0.400000     4.00000
                     3       3    0.133333    0.500000
                     9       1   0.0444444   0.0444444
                """);
        assertThat(found.all().getLast()).hasToString("""
                budget 9
                number       score  candidate
                     4   0.0444444  4
                """);
        assertThat(TRIALS.search(NINE, HALVING, (_, _, _) -> Double.NaN)).hasToString("""
                budget  trials      lowest     highest
                     1       9         NaN         NaN
                """);
    }

    @Test
    void ofEqualsTheFirstGoOn() {
        for (SuccessiveHalving halving : List.of(HALVING, HALVING.highest())) {
            assertThat(numbers(TRIALS.search(NINE, halving, (_, _, _) -> 1)))
                    .containsExactly(NINE.castToList(), List.of(0, 1, 2), List.of(0));
        }
    }

    @Test
    void whoDivergesDoesNotGoOn() {
        Rungs<Integer> found =
                TRIALS.search(NINE, HALVING, (candidate, _, budget) -> candidate > budget - 1 ? Double.NaN : candidate);
        assertThat(numbers(found)).containsExactly(NINE.castToList(), List.of(0), List.of(0));
        Rungs<Integer> none = TRIALS.search(NINE, HALVING, (_, _, _) -> Double.NaN);
        assertThat(numbers(none)).containsExactly(NINE.castToList());
    }

    @Test
    void aCandidateDrawsTheSameWithEachBudget() {
        Rungs<Integer> found = TRIALS.search(NINE, HALVING, (_, random, _) -> random.nextDouble());
        TrialResults<Integer> once = TRIALS.search(NINE, (_, random) -> random.nextDouble());
        found.all()
                .forEach(rung ->
                        assertThat(once.results()).containsAll(rung.results().results()));
        assertThat(found.last().lowest()).isEqualTo(once.lowest());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void theResultsAreTheSameOnAnyNumberOfThreads(int threads) {
        SuccessiveHalving.Trial<Integer> trial = (_, random, budget) -> random.nextDouble() * budget;
        assertThat(TRIALS.threads(threads).search(NINE, HALVING, trial)).isEqualTo(TRIALS.search(NINE, HALVING, trial));
    }

    @ParameterizedTest
    @CsvSource({"1, 27, 3, '1, 3, 9, 27'", "1, 20, 3, '2, 6, 20'", "5, 5, 2, 5", "2, 9, 2, '2, 4, 9'"})
    void theBudgetsEndWithTheMost(int least, int most, int factor, String budgets) {
        assertThat(SuccessiveHalving.of(least, most, factor))
                .hasToString("SuccessiveHalving with budgets of " + budgets);
    }

    @ParameterizedTest
    @CsvSource({"0, 9, 3", "3, 2, 3", "1, 9, 1"})
    void budgetsThatCannotBeAreRefused(int least, int most, int factor) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> SuccessiveHalving.of(least, most, factor))
                .withMessage("SuccessiveHalving: needs 1 <= least <= most and a factor of 2 or more, got least " + least
                        + ", most " + most + ", factor " + factor);
    }

    @Test
    void withoutCandidatesThereIsNoSearch() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> TRIALS.search(NINE.take(0), HALVING, (_, _, _) -> 0))
                .withMessage("Trials.search: needs at least one candidate, got none");
    }

    /** Alone, a race has an order: candidate 2 goes on when three have ended and it is the best of them. */
    @Test
    void inARaceTheBestSoFarGoesOn() {
        List<String> order = new ArrayList<>();
        Rungs<Integer> found = TRIALS.search(NINE, HALVING.asynchronous(), (candidate, _, budget) -> {
            order.add(candidate + "x" + budget);
            return distance(candidate);
        });
        assertThat(order)
                .containsExactly(
                        "0x1", "1x1", "2x1", "2x3", "3x1", "3x3", "4x1", "4x3", "4x9", "5x1", "6x1", "7x1", "8x1",
                        "5x3");
        assertThat(found.last().lowest().candidate()).isEqualTo(4);
        assertThat(numbers(found)).containsExactly(NINE.castToList(), List.of(2, 3, 4, 5), List.of(4));
    }

    @Test
    void fewCandidatesReachTheLargestBudgetToo() {
        for (SuccessiveHalving halving : List.of(HALVING, HALVING.asynchronous())) {
            Rungs<Integer> found = TRIALS.search(NINE.take(2), halving, (candidate, _, _) -> candidate);
            assertThat(numbers(found)).containsExactly(List.of(0, 1), List.of(0), List.of(0));
        }
    }

    /** The second thread goes on while the first one's trial lasts. */
    @Test
    void aRaceWaitsForNobody() {
        var rest = new CountDownLatch(10);
        List<String> ended = Collections.synchronizedList(new ArrayList<>());
        TRIALS.threads(2).search(NINE, HALVING.asynchronous(), (candidate, _, budget) -> {
            if (candidate == 0 && budget == 1) {
                rest.await();
            }
            ended.add(candidate + "x" + budget);
            rest.countDown();
            return distance(candidate);
        });
        assertThat(ended.indexOf("0x1")).isEqualTo(10);
        assertThat(ended.getLast()).isEqualTo("4x9");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatATrialThrowsEndsARace(int threads) {
        List<Integer> begun = Collections.synchronizedList(new ArrayList<>());
        assertThatIllegalStateException()
                .isThrownBy(() -> TRIALS.threads(threads).search(NINE, HALVING.asynchronous(), (candidate, _, _) -> {
                    begun.add(candidate);
                    throw new IllegalStateException("one of them");
                }))
                .withMessage("one of them");
        assertThat(begun).hasSizeLessThanOrEqualTo(threads);
    }
}
