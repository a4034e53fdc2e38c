package gradus.autodiff.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.junit.jupiter.api.Test;

/**
 * One order of a check: its gradients, the lines along which it takes differences, its steps, and
 * what it calls an error.
 */
class DerivativeOrderTest {
    private static final double ALLOWED = 1e-6;

    private final Tensor x = Tensor.of(3.0, 2.0);
    private final Tensor y = Tensor.scalar(5.0);
    private final Tensor direction = Tensor.of(1.0, -1.0);

    private static DerivativeOrder of(Function<ImmutableList<Tensor>, Tensor> terms, Tensor... variables) {
        return new DerivativeOrder(1, ALLOWED, terms, Lists.immutable.with(variables));
    }

    /** x² y, term by term. */
    private static Tensor squares(ImmutableList<Tensor> z) {
        return z.get(0).square().mul(z.get(1));
    }

    @Test
    void itsGradientsAreThoseOfTheSumOfTheTerms() {
        var order = new DerivativeOrder(2, 0.25, DerivativeOrderTest::squares, Lists.immutable.with(x, y));
        assertThat(order.number()).isEqualTo(2);
        assertThat(order.allowed()).isEqualTo(0.25);
        assertThat(order.variables()).containsExactly(x, y);
        assertThat(order.gradients().get(0).toDoubleArray()).containsExactly(30, 20);
        assertThat(order.gradients().get(1).item()).isEqualTo(13);
    }

    @Test
    void aLineMovesOneVariableAlone() {
        var order = of(DerivativeOrderTest::squares, x, y);
        var along = order.line(0, direction).apply(0.5);
        assertThat(along.value()).isEqualTo((3.5 * 3.5 + 1.5 * 1.5) * 5);
        assertThat(order.line(0, direction).apply(-1).value()).isEqualTo((2 * 2 + 3 * 3) * 5);
        assertThat(order.line(1, Tensor.scalar(2.0)).apply(1).value()).isEqualTo((9 + 4) * 7);
        var mixed = of(z -> z.get(0).mul(Tensor.of(1.0, -1.0)), x);
        assertThat(mixed.line(0, direction).apply(0))
                .as("the sum, and the sum of the absolute values")
                .isEqualTo(new NumericSlope.Sample(1, 5));
    }

    @Test
    void theNextOrdersTermsAreTheSlopesAlongDirections() {
        var order = of(DerivativeOrderTest::squares, x, y);
        var both = order.slopesAlong(Lists.immutable.with(direction, Tensor.scalar(2.0)));
        assertThat(both.apply(Lists.immutable.with(x, y)).toDoubleArray()).containsExactly(30, -20, 26);
        var first = order.slopesAlong(Lists.immutable.with(direction));
        assertThat(first.apply(Lists.immutable.with(x, Tensor.scalar(1.0))).toDoubleArray())
                .containsExactly(6, -4);
    }

    @Test
    void aRightRuleHasNoErrorToSpeakOf() {
        var order = of(DerivativeOrderTest::squares, x, y);
        var comparison = order.compare(0, direction);
        assertThat(comparison.variable()).isZero();
        assertThat(comparison.direction()).isSameAs(direction);
        assertThat(comparison.analytic()).isEqualTo(10);
        assertThat(comparison.numeric().value()).isCloseTo(10, within(1e-9));
        assertThat(comparison.relativeError()).isLessThan(1e-9);
        assertThat(order.compare(1, Tensor.scalar(1.0)).analytic()).isEqualTo(13);
    }

    /** Slopes 3 and 2 by the rules, 3 and 3 in truth. */
    private static Tensor halfForgotten(ImmutableList<Tensor> z) {
        Tensor p = z.getFirst();
        return p.mul(Tensor.of(3.0, 2.0)).add(p.detach().mul(Tensor.of(0.0, 1.0)));
    }

    @Test
    void theErrorIsRelativeToAllThatIsAddedUp() {
        var comparison = of(DerivativeOrderTest::halfForgotten, x).compare(0, direction);
        assertThat(comparison.analytic()).isEqualTo(1);
        assertThat(comparison.numeric().value()).isCloseTo(0, within(1e-9));
        assertThat(comparison.distance()).isCloseTo(1, within(1e-9));
        assertThat(comparison.relativeError()).isCloseTo(1.0 / 5, within(1e-9));
    }

    @Test
    void orToTheDifferencesWhereTheseAreLarger() {
        // 1 by the rules, 5 in truth
        var comparison = of(z -> z.getFirst().add(z.getFirst().detach().mul(4)), Tensor.of(2.0))
                .compare(0, Tensor.of(1.0));
        assertThat(comparison.distance()).isCloseTo(4, within(1e-9));
        assertThat(comparison.relativeError()).isCloseTo(4.0 / 5, within(1e-9));
    }

    @Test
    void nothingOffIsNoErrorEvenOfNothing() {
        assertThat(of(z -> z.getFirst().mul(0), x).compare(0, direction).relativeError())
                .isZero();
    }

    /** Terms of 10¹⁷ that cancel: their rounding is larger than what a wrong rule gets wrong. */
    @Test
    void whatRoundingCanExplainIsForgivenEightTimes() {
        var comparison = of(
                        z -> Tensor.concat(0, z.getFirst(), z.getFirst().detach(), Tensor.of(1e17, -1e17)),
                        Tensor.of(2.0))
                .compare(0, Tensor.of(1.0));
        assertThat(comparison.distance()).isPositive();
        assertThat(comparison.numeric().noise()).isGreaterThan(1);
        assertThat(comparison.relativeError())
                .isEqualTo(comparison.distance() / (8 * comparison.numeric().noise() / ALLOWED))
                .isLessThan(ALLOWED);
    }

    @Test
    void withoutADifferenceTheErrorIsInfinite() {
        var seen = DoubleLists.mutable.empty();
        var comparison = of(onlyAt(2, seen), Tensor.of(2.0)).compare(0, Tensor.of(1.0));
        assertThat(comparison.numeric().value()).isNaN();
        assertThat(comparison.relativeError()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    /**
     * A function that is a number at one point alone, with a note of how far from there it was
     * asked.
     */
    private static Function<ImmutableList<Tensor>, Tensor> onlyAt(double place, MutableDoubleList seen) {
        return z -> {
            Tensor p = z.getFirst();
            double here = p.toDoubleArray()[0];
            if (here != place) {
                seen.add(Math.abs(here - place));
            }
            return here == place ? p : p.mul(Double.NaN);
        };
    }

    private static MutableDoubleList steps(double... point) {
        var seen = DoubleLists.mutable.empty();
        of(onlyAt(point[0], seen), Tensor.of(point)).compare(0, DerivativeOrder.unit(Shape.of(point.length), 0));
        return seen;
    }

    @Test
    void theFirstStepIsAnEighthOfTheLargestElementOrOfOne() {
        assertThat(steps(2.0).getFirst()).isEqualTo(0.25);
        assertThat(steps(-2, 40, -80).getFirst()).isEqualTo(10);
        assertThat(steps(0.25, -0.5).getFirst()).isEqualTo(0.125);
        assertThat(steps(0, 0).getFirst()).isEqualTo(0.125);
    }

    @Test
    void stepsAreHalvedDownToWhatTheSmallestElementNeeds() {
        assertThat(lastOfFirstSeries(2)).isEqualTo(0x1p-17);
        assertThat(lastOfFirstSeries(4)).isEqualTo(0x1p-17);
        assertThat(lastOfFirstSeries(2, -0.125, 0)).isEqualTo(0x1p-20);
        assertThat(lastOfFirstSeries(0, 0)).isEqualTo(0x1p-17);
        assertThat(lastOfFirstSeries(0, 1e-30)).as("however small").isEqualTo(0x1p-45);
    }

    /** Of the steps that are halved again and again from the first on. */
    private static double lastOfFirstSeries(double... point) {
        MutableDoubleList seen = steps(point);
        int i = 1;
        while (i < seen.size() && (seen.get(i) == seen.get(i - 1) || seen.get(i) == seen.get(i - 1) / 2)) {
            i++;
        }
        return seen.get(i - 1);
    }

    @Test
    void whatDisagreesIsAskedAgainWithOtherSteps() {
        var seen = steps(2.0).distinct();
        assertThat(seen.contains(0.25)).isTrue();
        assertThat(seen.anySatisfy(step -> Math.abs(step - 0.73 * 0.25) < 1e-15))
                .isTrue();
        assertThat(seen.anySatisfy(step -> Math.abs(step - 0.41 * 0.25) < 1e-15))
                .isTrue();
        var agreeing = DoubleLists.mutable.empty();
        of(
                        z -> {
                            agreeing.add(z.getFirst().toDoubleArray()[0]);
                            return z.getFirst().square();
                        },
                        Tensor.of(2.0))
                .compare(0, Tensor.of(1.0));
        assertThat(agreeing.noneSatisfy(at -> Math.abs(at - 2 - 0.73 * 0.25) < 1e-15))
                .isTrue();
    }

    @Test
    void aUnitIsOneAtItsPlace() {
        assertThat(DerivativeOrder.unit(Shape.of(2, 3), 4).toDoubleArray()).containsExactly(0, 0, 0, 0, 1, 0);
        assertThat(DerivativeOrder.unit(Shape.of(2, 3), 4).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(DerivativeOrder.unit(Shape.SCALAR, 0).item()).isEqualTo(1);
    }
}
