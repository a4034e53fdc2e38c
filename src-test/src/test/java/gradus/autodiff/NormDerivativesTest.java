package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.graph.Graph;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The norm's derivatives where the norm, or its inverse, is at the edges of the type's range. */
class NormDerivativesTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    static Stream<Arguments> sizes() {
        return Stream.of(
                Arguments.of(DType.F32, 1e-20),
                Arguments.of(DType.F32, 1e-40),
                Arguments.of(DType.F32, (double) Float.MIN_VALUE),
                Arguments.of(DType.F32, 1e38),
                Arguments.of(DType.F32, 3e38),
                Arguments.of(DType.F64, 1e-160),
                Arguments.of(DType.F64, 1e-310),
                Arguments.of(DType.F64, Double.MIN_VALUE),
                Arguments.of(DType.F64, 1e300),
                Arguments.of(DType.F64, 1.7e308),
                Arguments.of(DType.F32, 1.0),
                Arguments.of(DType.F64, 1e-3));
    }

    private static double rounded(DType dtype, double x) {
        return dtype == DType.F32 ? (float) x : x;
    }

    private static void require(DType dtype, double got, double wanted) {
        double expected = rounded(dtype, wanted);
        if (Double.isInfinite(expected) || expected == 0) {
            assertThat(got).isEqualTo(expected + 0.0);
        } else {
            assertThat(got).isCloseTo(expected, within(1e-6 * Math.abs(expected)));
        }
    }

    private static double zero(double x) {
        return x == 0 ? 0.0 : x;
    }

    /**
     * At (r, 0) the derivatives are 1, 0; 0, 0, 0, 1/r; and -1/r² where one index is the first, two
     * the second, else 0.
     */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("sizes")
    void alongAnAxis(DType dtype, double size) {
        Tensor x = Tensor.of(size, 0).to(dtype);
        double r = x.get(0);
        assertThat(Derivatives.grad(z -> z.norm(), x).toDoubleArray()).containsExactly(1, 0);
        Tensor second = Derivatives.hessian(z -> z.norm(), x);
        assertThat(zero(second.get(0, 0))).isZero();
        assertThat(zero(second.get(0, 1))).isZero();
        assertThat(zero(second.get(1, 0))).isZero();
        require(dtype, second.get(1, 1), 1 / r);
        Tensor third = Derivatives.jacobian(at -> Derivatives.hessian(z -> z.norm(), at), x);
        for (int i = 0; i < 8; i++) {
            int[] at = {i >> 2, i >> 1 & 1, i & 1};
            double wanted = Integer.bitCount(i) == 2 ? -1 / r / r : 0;
            require(dtype, zero(third.get(at)), wanted);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("sizes")
    void fourthDerivativesAlongTheRayAreZero(DType dtype, double size) {
        Tensor x = Tensor.of(size, 0).to(dtype).asVariable();
        Tensor derivative = x.norm();
        for (int order = 1; order <= 4; order++) {
            derivative = derivative.differentiableGradients().of(x).select(0, 0);
            assertThat(zero(derivative.item())).as("order %s", order).isEqualTo(order == 1 ? 1 : 0);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("sizes")
    void atAnAngle(DType dtype, double size) {
        Tensor x = Tensor.of(size, size).to(dtype);
        double r = x.get(0);
        double root = Math.sqrt(0.5);
        assertThat(Derivatives.grad(z -> z.norm(), x).toDoubleArray())
                .containsExactly(new double[] {root, root}, within(1e-7));
        Tensor second = Derivatives.hessian(z -> z.norm(), x);
        require(dtype, second.get(0, 0), root / 2 / r);
        require(dtype, second.get(0, 1), -root / 2 / r);
        Tensor third = Derivatives.jacobian(at -> Derivatives.hessian(z -> z.norm(), at), x);
        require(dtype, third.get(0, 0, 0), -0.75 * root / r / r);
        require(dtype, third.get(0, 0, 1), root / 4 / r / r);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("sizes")
    void rowsDoNotKnowOfEachOther(DType dtype, double size) {
        Tensor alone = Tensor.of(3, -4).to(dtype).reshape(1, 2);
        Tensor together = Tensor.of(3, -4, size, -size, 0, 0, Double.NaN, 1, INF, 2)
                .to(dtype)
                .reshape(5, 2);
        Tensor v = Tensor.of(0.5, 2).to(dtype);
        assertThat(firstRow(Derivatives.grad(z -> z.norm(1).sum(), together)))
                .isEqualTo(firstRow(Derivatives.grad(z -> z.norm(1).sum(), alone)));
        assertThat(firstRow(Derivatives.hvp(z -> z.norm(1).sum(), together, v.broadcastTo(together.shape()))))
                .isEqualTo(firstRow(Derivatives.hvp(z -> z.norm(1).sum(), alone, v.reshape(1, 2))));
        Tensor slopes = Derivatives.grad(z -> z.norm(1).sum(), together);
        assertThat(slopes.select(0, 2).toDoubleArray()).containsExactly(0, 0);
        assertThat(slopes.select(0, 3).toDoubleArray()).containsExactly(Double.NaN, Double.NaN);
        assertThat(slopes.select(0, 4).toDoubleArray()).containsExactly(Double.NaN, 0);
    }

    private static double[] firstRow(Tensor x) {
        return x.select(0, 0).toDoubleArray();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("sizes")
    void directionsOfUnequalVectors(DType dtype, double size) {
        Tensor x = Tensor.of(size, 0, 0).to(dtype);
        Tensor normalized =
                Derivatives.jacobian(z -> z.div(z.norm()), Tensor.of(3, 4).to(dtype));
        assertThat(normalized.get(0, 0)).isCloseTo(16 / 125.0, within(1e-7));
        assertThat(Derivatives.grad(z -> z.norm(Axes.of(0).kept()).sum(), x).toDoubleArray())
                .containsExactly(1, 0, 0);
    }

    /**
     * Where the chain rule hands over to the closed form, on both sides of it, and where it does so
     * to order 4 only.
     */
    static Stream<Arguments> limits() {
        return Stream.of(
                        Arguments.of(DType.F32, new double[] {0x1p-31, 1e-8, 1e-9, 0x1p-30, 1e-20, 0x1p-12, 0x1p12}),
                        Arguments.of(DType.F64, new double[] {0x1p-255, 0x1p-240, 0x1p-96, 0x1p96, 1e-160}))
                .flatMap(each ->
                        Arrays.stream((double[]) each.get()[1]).mapToObj(size -> Arguments.of(each.get()[0], size)));
    }

    /** The norm is linear along a ray, whatever the powers of its inverse are. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("limits")
    void derivativesAlongTheRayToOrderTen(DType dtype, double size) {
        for (double near : new double[] {0.99 * size, size, 1.01 * size}) {
            Tensor x = Tensor.of(near, 0).to(dtype).asVariable();
            Tensor derivative = x.norm();
            double others = 1;
            for (int order = 1; order <= 10; order++) {
                derivative = derivative.differentiableGradients().of(x).select(0, 0);
                // the others, which may be beyond the range, are of this size
                others *= order == 1 ? 1 : order / near;
                double error = Math.abs(derivative.item() - (order == 1 ? 1 : 0));
                assertThat(error / others).as("%s, order %s", near, order).isLessThan(1e-5);
                assertThat(error).as("%s, order %s", near, order).isFinite();
            }
        }
    }

    /**
     * d^k/dt^k of the norm of (n, t) at t = 0 is 1, -3, 45, -1575, 99225 times n^(1 - k) for k = 2,
     * 4, ..., 10.
     */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("limits")
    void derivativesAcrossTheRayToOrderTen(DType dtype, double size) {
        double[] factors = {0, 1, 0, -3, 0, 45, 0, -1575, 0, 99225};
        Tensor x = Tensor.of(size, 0).to(dtype).asVariable();
        Tensor derivative = x.norm();
        for (int order = 1; order <= 10; order++) {
            derivative = derivative.differentiableGradients().of(x).select(0, 1);
            double wanted = factors[order - 1];
            for (int power = 1; wanted != 0 && power < order; power++) {
                wanted /= x.detach().get(0);
            }
            double rounded = rounded(dtype, wanted);
            double least = dtype == DType.F32 ? 0x1p-120 : 0x1p-1000;
            if (Double.isInfinite(rounded) || rounded == 0) {
                assertThat(zero(derivative.item())).as("order %s", order).isEqualTo(rounded + 0.0);
            } else {
                assertThat(derivative.item())
                        .as("order %s", order)
                        .isCloseTo(rounded, within(1e-4 * Math.abs(rounded) + least));
            }
        }
    }

    /**
     * Half the difference of two numbers: linear, and not along an axis of the centered numbers.
     */
    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {1e-9, 1e-8, 1e-20, 1e-37, 1e30})
    void theDeviationOfTwoIsLinear(double size) {
        Tensor x = Tensor.of(size, -size).to(DType.F32).asVariable();
        Tensor derivative = x.standardDeviation();
        for (int order = 1; order <= 7; order++) {
            derivative = derivative.differentiableGradients().of(x).select(0, 0);
            assertThat(zero(derivative.item()))
                    .as("order %s", order)
                    .isCloseTo(order == 1 ? 0.5 : 0, within(order == 1 ? 1e-7 : 0));
        }
    }

    private static String gradient(DType dtype, double... x) {
        Tensor variable = Tensor.of(x).to(dtype).asVariable();
        return Graph.of(variable.norm().differentiableGradients().of(variable)).text();
    }

    /** Up to these bounds and from their inverses on, the gradient is x / y and nothing more. */
    @ParameterizedTest
    @CsvSource({"F32, 0x1p12", "F64, 0x1p96"})
    void onlyExtremeNormsPayForTheirOwnOperator(DType dtype, double most) {
        double[] ordinary = {0, 1, -5, most, 1 / most};
        for (double norm : ordinary) {
            assertThat(gradient(dtype, norm)).as("%s", norm).doesNotContain("normDerivative");
        }
        double[] extreme = {2 * most, 0.5 / most};
        for (double norm : extreme) {
            assertThat(gradient(dtype, norm)).as("%s", norm).contains("normDerivative");
        }
    }
}
