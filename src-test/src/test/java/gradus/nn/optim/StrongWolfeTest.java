package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line search along one number from 0 upward: which steps it tries, and where it ends. */
class StrongWolfeTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    private final Parameter step = Parameter.of("step", Tensor.scalar(0.0));
    private final MutableDoubleList tried = DoubleLists.mutable.empty();

    /** A loss and its slope at every step, which need not belong together. */
    private record Curve(DoubleUnaryOperator loss, DoubleUnaryOperator slope) {}

    private Tensor at(Curve curve) {
        double here = step.value().item();
        tried.add(here);
        double slope = curve.slope.applyAsDouble(here);
        return step.value().sub(here).mul(slope).add(curve.loss.applyAsDouble(here));
    }

    /** The step that was found, or NaN. */
    private double search(Curve curve, double firstStep) {
        step.set(Tensor.scalar(0.0));
        var parameters = new FlatParameters(Lists.immutable.with(step));
        var start = parameters.evaluate(() -> at(curve));
        tried.clear();
        var found = StrongWolfe.search(parameters, () -> at(curve), start, new double[] {1}, firstStep);
        assertThat(parameters.evaluations).isEqualTo(1 + tried.size());
        return found == null ? Double.NaN : found.x[0];
    }

    private void assertTried(double... steps) {
        assertThat(tried.toArray()).usingComparatorWithPrecision(1e-12).containsExactly(steps);
    }

    /** x³ - 12 x, lowest at 2. */
    private final Curve cubic = new Curve(x -> x * x * x - 12 * x, x -> 3 * x * x - 12);

    @Test
    void theMinimumOfACubicIsFoundAtOnceFromAStepThatIsTooHigh() {
        assertThat(search(cubic, 10)).isCloseTo(2, ROUNDING);
        assertTried(10, 2);
    }

    /** At 3.4 the loss is low, but the slope is steep upward: the two ends change their roles. */
    @Test
    void theMinimumOfACubicIsFoundAtOnceFromAStepThatIsTooFar() {
        assertThat(search(cubic, 3.4)).isCloseTo(2, ROUNDING);
        assertTried(3.4, 2);
    }

    @Test
    void aMinimumCloseToAnEndIsNotTrusted() {
        // lowest at 0.6: a twentieth of 0 to 12, a tenth of 0 to 6, a fifth of 0 to 3
        var curve = new Curve(x -> (x - 0.6) * (x - 0.6) * 10, x -> (x - 0.6) * 20);
        assertThat(search(curve, 12.1)).isCloseTo(0.6, ROUNDING);
        assertTried(12.1, 6.05, 3.025, 0.6);
    }

    @Test
    void stepsDoubleWhileTheLossFallsSteeply() {
        // -x up to 20, then flat
        var curve = new Curve(x -> -Math.min(x, 20), x -> x < 20 ? -1 : 0);
        assertThat(search(curve, 0.75)).isEqualTo(24);
        assertTried(0.75, 1.5, 3, 6, 12, 24);
    }

    @Test
    void aLossThatFallsWithoutEndEndsTheSearchAfter25Steps() {
        assertThat(search(new Curve(x -> -x, _ -> -1), 1)).isEqualTo(1 << 24);
        assertThat(tried.size()).isEqualTo(25);
        assertThat(tried.get(1)).isEqualTo(2);
    }

    @Test
    void aSlopeOfNineTenthsOfTheFirstIsFlatEnough() {
        var exact = new Curve(x -> -x, x -> x == 1 ? -0.9 : -1);
        assertThat(search(exact, 1)).isEqualTo(1);
        assertTried(1);
        var steeper = new Curve(x -> -x, x -> x == 1 ? -Math.nextUp(0.9) : x == 2 ? 0 : -1);
        assertThat(search(steeper, 1)).isEqualTo(2);
        assertTried(1, 2);
        var upward = new Curve(x -> -x, x -> x == 1 ? 0.9 : -1);
        assertThat(search(upward, 1)).isEqualTo(1);
        assertTried(1);
    }

    /** 10⁻⁴ of what the slope promises must be won, and no more. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 4})
    void aLossThatIsJustLowEnoughIsTaken(double first) {
        double enough = 0.5 - 1e-4 * first * 2;
        var exact = new Curve(x -> x == 0 ? 0.5 : enough, x -> x == 0 ? -2 : 0);
        assertThat(search(exact, first)).isEqualTo(first);
        assertTried(first);
        var tooHigh = new Curve(x -> x == 0 ? 0.5 : x == first ? Math.nextUp(enough) : 0, x -> x == 0 ? -2 : 0);
        assertThat(search(tooHigh, first)).isLessThan(first);
        assertThat(tried.size()).isEqualTo(2);
    }

    /** Each is low enough by the start, but the second is no lower than the first. */
    @ParameterizedTest
    @ValueSource(doubles = {-5, -4})
    void aStepThatWinsNothingOverTheOneBeforeEndsTheDoubling(double second) {
        var curve = new Curve(
                x -> x == 0 ? 0 : x == 1 ? -5 : x == 2 ? second : -6, x -> x == 0 || x == 1 || x == 2 ? -2 : 0);
        double found = search(curve, 1);
        assertThat(found).isBetween(1.0, 2.0);
        assertThat(tried.get(1)).isEqualTo(2);
        assertThat(tried.size()).isEqualTo(3);
    }

    /**
     * At the end of the digits the first step's loss may equal the start's, and still be low
     * enough.
     */
    @Test
    void theFirstStepIsNotComparedWithTheStart() {
        assertThat(search(new Curve(_ -> 1e20, x -> x == 0 ? -1 : -0.5), 1)).isEqualTo(1);
        assertTried(1);
    }

    /**
     * In the bracket 0 to 4, what is tried is low enough, but not lower than the lower end: so it
     * is the new upper end.
     */
    @ParameterizedTest
    @ValueSource(doubles = {-3, -2.5})
    void insideTheBracketTheLowerEndMustBeBeaten(double loss) {
        // 1 is low and steep, 2 is too high: the bracket is 1 to 2; the middle wins nothing over
        // 1, the quarter does
        var curve = new Curve(
                x -> x == 0 ? 0 : x == 1 ? -3 : x == 2 ? 3 : x == 1.5 ? loss : -3.5,
                x -> x == 0 || x == 1 ? -1 : x == 2 ? -50 : x == 1.5 ? -50 : 0);
        assertThat(search(curve, 1)).isEqualTo(1.25);
        assertTried(1, 2, 1.5, 1.25);
    }

    /**
     * A step that is low and points away from the upper end takes the lower end's place, and the
     * lower end becomes the upper.
     */
    @Test
    void inTheBracketASlopeUpwardTurnsItRound() {
        // 0 to 8 with the middle tried, since the slopes have no cubic with a minimum there
        var curve = new Curve(
                x -> x == 0 ? 0 : x == 8 ? 9 : x == 4 ? -3 : x == 2 ? -4 : -1,
                x -> x == 0 ? -1 : x == 8 ? -50 : x == 4 ? 3 : x == 2 ? 0 : -0.95);
        double found = search(curve, 8);
        assertThat(tried.get(0)).isEqualTo(8);
        assertThat(tried.get(1)).isEqualTo(4);
        assertThat(tried.get(2)).as("between 0 and 4, not 4 and 8").isBetween(0.0, 4.0);
        assertThat(found).isBetween(0.0, 4.0);
    }

    @Test
    void inTheBracketASlopeDownwardKeepsTheUpperEnd() {
        var curve = new Curve(
                x -> x == 0 ? 0 : x == 8 ? 9 : x == 4 ? -3 : -4, x -> x == 0 ? -1 : x == 8 ? -50 : x == 4 ? -2 : 0);
        double found = search(curve, 8);
        assertThat(tried.get(1)).isEqualTo(4);
        assertThat(tried.get(2)).as("between 4 and 8").isBetween(4.0, 8.0);
        assertThat(found).isBetween(4.0, 8.0);
    }

    /** Where the lower end is the far one: at 8, with a slope upward. */
    @Test
    void aBracketThatIsTurnedRoundIsNarrowedFromTheRightSide() {
        var upward = new Curve(
                x -> x == 0 ? 0 : x == 8 ? -3 : x > 3 ? -4 : -5, x -> x == 0 ? -1 : x == 8 ? 2 : x > 3 ? 1.5 : 0);
        search(upward, 8);
        assertThat(tried.get(1)).isBetween(3.0, 8.0);
        assertThat(tried.get(2)).as("between the start and that").isBetween(0.0, tried.get(1));
        var downward = new Curve(
                x -> x == 0 ? 0 : x == 8 ? -3 : x > 6 ? -5 : -4, x -> x == 0 ? -1 : x == 8 ? 2 : x > 6 ? 0 : -1.5);
        tried.clear();
        search(downward, 8);
        assertThat(tried.get(1)).isBetween(0.0, 6.0);
        assertThat(tried.get(2)).as("between that and 8").isBetween(tried.get(1), 8.0);
    }

    @Test
    void withoutAnyLowerLossNothingIsFound() {
        assertThat(search(new Curve(x -> x == 0 ? 0 : Double.NaN, _ -> -1), 1)).isNaN();
        assertThat(tried.size()).as("one and 25 in the bracket").isEqualTo(26);
        assertThat(tried.getLast()).isEqualTo(Math.scalb(1, -25));
    }

    /**
     * The bracket's lower end is what the search falls back on when 25 steps inside it are not
     * flat enough.
     */
    @Test
    void theLowestLossIsTakenWhereNothingIsFlat() {
        var jagged = new Curve(x -> x == 0 ? 0 : x > 1 ? Double.NaN : -x, _ -> -1);
        double found = search(jagged, 1.5);
        assertThat(found).isBetween(0.9, 1.0);
        assertThat(tried.size()).isEqualTo(26);
    }
}
