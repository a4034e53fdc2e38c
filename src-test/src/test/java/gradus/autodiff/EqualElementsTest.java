package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.graph.Graph;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Spreads of equal elements, whose mean often rounds away from them: 0, and so are all derivatives
 * of the deviation.
 */
class EqualElementsTest {
    private static final double[] VALUES = {0.1, 14.62, 1 / 3.0, -7.3e7, 1e-12, 3.3e37, 1e-40, 0, 16777213};

    private static Tensor equal(DType dtype, double value, int count) {
        return Tensor.full(dtype, Shape.of(count), value);
    }

    @ParameterizedTest
    @EnumSource
    void everySpreadIsZero(DType dtype) {
        for (double value : VALUES) {
            for (int count : new int[] {1, 2, 3, 7, 49, 1000, 5001, 100_003}) {
                Tensor x = equal(dtype, value, count);
                String what = count + " times " + value;
                assertThat(x.centered(Axes.ALL).toDoubleArray()).as(what).containsOnly(0);
                assertThat(x.variance().item()).as(what).isZero();
                assertThat(x.standardDeviation().item()).as(what).isZero();
                assertThat(Derivatives.grad(z -> z.standardDeviation(), x).toDoubleArray())
                        .as(what)
                        .containsOnly(0);
                assertThat(Derivatives.grad(z -> z.variance(), x).toDoubleArray())
                        .as(what)
                        .containsOnly(0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void derivativesOfTheDeviationOfAnyOrder(DType dtype) {
        Tensor x = equal(dtype, 0.1, 3);
        Tensor v = Tensor.of(0.0, 1, 2).to(dtype);
        Function<Tensor, Tensor> deviation = z -> z.standardDeviation();
        assertThat(Derivatives.hvp(deviation, x, v).toDoubleArray()).containsOnly(0);
        assertThat(Derivatives.hessian(deviation, x).toDoubleArray()).containsOnly(0);
        assertThat(Derivatives.jacobian(at -> Derivatives.hessian(deviation, at), x)
                        .toDoubleArray())
                .containsOnly(0);
    }

    /** The variance is a quadratic form: its Hessian is that of any point. */
    @ParameterizedTest
    @EnumSource
    void theHessianOfTheVariance(DType dtype) {
        double[] hessian =
                Derivatives.hessian(z -> z.variance(), equal(dtype, 0.1, 3)).toDoubleArray();
        double[] wanted = new double[9];
        Arrays.setAll(wanted, i -> 2 / 3.0 * ((i % 4 == 0 ? 1 : 0) - 1 / 3.0));
        assertThat(hessian).containsExactly(wanted, within(1e-7));
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfAnyAxesByThemselves(DType dtype) {
        Tensor x = Tensor.of(0.1, 5, 0.1, 7, 0.1, 9, 0.1, -3, 0.1, 1e4, 0.1, 2)
                .to(dtype)
                .reshape(2, 3, 2);
        Tensor deviations = x.standardDeviation(Axes.of(0, 1));
        assertThat(deviations.get(0)).isZero();
        Tensor varying = x.select(2, 1);
        assertThat(deviations.get(1)).isCloseTo(varying.standardDeviation().item(), within(1e-3));
        Tensor slopes = Derivatives.grad(z -> z.standardDeviation(0, 1).sum(), x);
        assertThat(slopes.select(2, 0).toDoubleArray()).containsOnly(0);
        assertThat(slopes.select(2, 1).toDoubleArray())
                .containsExactly(
                        Derivatives.grad(z -> z.standardDeviation(), varying).toDoubleArray(), within(1e-6));
        Tensor kept = x.centered(Axes.of(1));
        assertThat(kept.shape()).isEqualTo(x.shape());
        assertThat(kept.select(2, 0).toDoubleArray()).containsOnly(0);
    }

    /** Almost equal is not equal. */
    @Test
    void oneUnitApart() {
        Tensor x = Tensor.of(0.1, 0.1, Math.nextUp(0.1));
        assertThat(x.standardDeviation().item()).isBetween(1e-18, 2e-17);
    }

    @Test
    void infinitiesAndNaNStay() {
        double inf = Double.POSITIVE_INFINITY;
        assertThat(Tensor.of(inf, inf).variance().item()).isNaN();
        assertThat(Tensor.of(1, Double.NaN).centered(Axes.ALL).toDoubleArray()).containsOnly(Double.NaN);
        assertThat(Tensor.of(1.7e308, 1.7e308).standardDeviation().item()).isZero();
    }

    @Test
    void nothingHasNoMean() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Tensor.zeros(2, 0).centered(Axes.of(1)))
                .withMessageStartingWith("mean: needs more than 0 elements to reduce");
    }

    /** The second look is for numbers that may be equal. */
    @Test
    void numbersThatDifferAreCenteredInOneGo() {
        Tensor different = Tensor.of(1.0, 2.0, 4.5).asVariable();
        assertThat(Graph.of(different.centered(Axes.ALL)).cost().operations())
                .as("the sum, the mean, the difference")
                .isEqualTo(3);
        Tensor equal = Tensor.of(0.1, 0.1, 0.1).asVariable();
        assertThat(equal.detach().mean().item()).isNotEqualTo(0.1);
        assertThat(equal.centered(Axes.ALL).toDoubleArray()).containsOnly(0);
    }
}
