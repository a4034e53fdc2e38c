package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.graph.Graph;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The norm's derivatives to third order where the norm, or its inverse, is at the edges of the type's range. */
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

    /** At (r, 0) the derivatives are 1, 0; 0, 0, 0, 1/r; and -1/r² where one index is the first, two the second, else 0. */
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

    private static String gradient(DType dtype, double... x) {
        Tensor variable = Tensor.of(x).to(dtype).asVariable();
        return Graph.of(variable.norm().differentiableGradients().of(variable)).text();
    }

    /** Up to a quarter of the type's exponents, both bounds included, the gradient is x / y and nothing more. */
    @ParameterizedTest
    @CsvSource({"F32, 0x1p32", "F64, 0x1p256"})
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
