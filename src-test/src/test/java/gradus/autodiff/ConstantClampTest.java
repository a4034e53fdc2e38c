package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounds that are equal, in the element type, leave a constant. */
class ConstantClampTest {
    private static double slope(DType dtype, double low, double high, double at) {
        return Derivatives.grad(x -> x.clamp(low, high), Tensor.scalar(at).to(dtype))
                .item();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "0, 0", "-0.0, 0", "-2.5, -2.5", "Infinity, Infinity", "-Infinity, -Infinity", "0.1, 0.1"})
    void equalBounds(double low, double high) {
        for (DType dtype : DType.values()) {
            for (double at : new double[] {low, low - 1, low + 1, Double.NaN}) {
                assertThat(slope(dtype, low, high, at))
                        .as("%s at %s", dtype, at)
                        .isZero();
            }
            Tensor x = Tensor.scalar(low).to(dtype);
            assertThat(Derivatives.hessian(z -> z.clamp(low, high), x).item()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void boundsThatAreEqualAsFloats(DType dtype) {
        double high = 0.1f + 1e-12;
        assertThat(slope(dtype, 0.1f, high, 0.1f)).isEqualTo(dtype == DType.F32 ? 0 : 1);
        assertThat(slope(dtype, 1e39, 1e40, 1e39)).isEqualTo(dtype == DType.F32 ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource
    void infiniteBoundsBindNothing(DType dtype) {
        double inf = Double.POSITIVE_INFINITY;
        assertThat(slope(dtype, -inf, inf, 3)).isEqualTo(1);
        assertThat(slope(dtype, -inf, inf, inf)).isEqualTo(1);
        assertThat(slope(dtype, 0, inf, -1)).isZero();
        assertThat(slope(dtype, -inf, 0, 0)).isEqualTo(1);
    }
}
