package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.graph.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Derivatives of the deviation of tiny floats: those in the range of doubles, rounded once more, so
 * infinite beyond.
 */
class TinyDeviationsTest {
    private static final double[] NUMBERS = {1, 2, -1.5};

    /** The derivative of an order along one direction, but for one place. */
    private static double[] derivative(Tensor at, int order, int correction) {
        Tensor x = at.asVariable();
        Tensor direction = Tensor.of(0.3, -1, 0.6).to(x.dtype());
        Tensor y = x.standardDeviation(Axes.ALL, correction);
        for (int k = 1; k < order; k++) {
            y = y.differentiableGradients().of(x).mul(direction).sum();
        }
        return y.gradients().of(x).toDoubleArray();
    }

    @ParameterizedTest
    @CsvSource({
        "1e-3, 1",
        "1e-8, 1",
        "1e-8, 2",
        "1e-8, 5",
        "1e-8, 6",
        "1e-8, 7",
        "1e-8, 8",
        "1e-10, 5",
        "1e-10, 6",
        "1e-15, 1",
        "1e-15, 2",
        "1e-15, 3",
        "1e-15, 4",
        "1e-20, 1",
        "1e-20, 2",
        "1e-38, 1",
        "1e-38, 2",
    })
    void derivatives(double size, int order) {
        Tensor x = Tensor.of(NUMBERS).mul(size).to(DType.F32);
        for (int correction = 0; correction < 2; correction++) {
            double[] got = derivative(x, order, correction);
            double[] wanted = derivative(x.to(DType.F64), order, correction);
            for (int i = 0; i < got.length; i++) {
                if (Double.isInfinite((float) wanted[i])) {
                    assertThat(got[i]).as("element %s", i).isEqualTo((float) wanted[i]);
                } else {
                    assertThat(got[i]).as("element %s", i).isCloseTo(wanted[i], within(1e-5 * Math.abs(wanted[i])));
                }
            }
        }
    }

    /** The cotangent of a mean over many is divided by the power of two, and keeps its digits. */
    @ParameterizedTest
    @CsvSource({"1e-4, 1e-15", "1e-8, 1e-15", "1e-15, 1e-15", "1e-30, 1e-7"})
    void smallCotangents(double size, double cotangent) {
        Tensor x = Tensor.of(NUMBERS).mul(size).to(DType.F32);
        Tensor scaled = Derivatives.grad(z -> z.standardDeviation().mul(cotangent), x);
        Tensor plain = Derivatives.grad(z -> z.standardDeviation(), x);
        assertThat(scaled.allClose(plain.mul(cotangent), 1e-6, 0)).isTrue();
    }

    /** They are those of a norm in closed form: of two numbers, exactly 0 from the second order on. */
    @ParameterizedTest
    @CsvSource({"F32, -12, -110", "F64, -96, -600"})
    void magnifiedNumbersLoseNothing(DType dtype, int from, int to) {
        for (int exponent = from; exponent >= to; exponent -= 3) {
            Tensor x = Tensor.of(Math.scalb(0.3, exponent), Math.scalb(-0.3, exponent))
                    .to(dtype);
            Tensor hessian = Derivatives.hessian(z -> z.standardDeviation(), x);
            assertThat(hessian.abs().max().item()).as("2^%s", exponent).isZero();
        }
    }

    /** A row does not know of the others: ordinary ones keep their bits, equal ones their zeros. */
    @Test
    void rows() {
        Tensor x = Tensor.of(new float[][] {{1, 2, 4}, {1e-10f, 2e-10f, -1e-10f}, {0.1f, 0.1f, 0.1f}});
        Tensor deviations = x.standardDeviation(1);
        Tensor kept = x.standardDeviation(Axes.of(1).kept());
        Tensor slopes = Derivatives.grad(z -> z.standardDeviation(1).sum(), x);
        for (int row = 0; row < 3; row++) {
            Tensor alone = x.select(0, row);
            assertThat(deviations.get(row)).isEqualTo(alone.standardDeviation().item());
            assertThat(kept.get(row, 0)).isEqualTo(deviations.get(row));
            assertThat(slopes.select(0, row).toDoubleArray())
                    .containsExactly(
                            Derivatives.grad(z -> z.standardDeviation(), alone).toDoubleArray());
        }
        assertThat(deviations.get(2)).isZero();
        Tensor columns = x.transpose().standardDeviation(0);
        assertThat(columns.arrayEqual(deviations)).isTrue();
    }

    @Test
    void ordinaryNumbersAreCenteredOnce() {
        Tensor x = Tensor.of(1.0, 2.0, 4.5).asVariable();
        assertThat(Graph.of(x.standardDeviation()).cost().operations())
                .as("the sum, the mean, the difference, the norm, the quotient")
                .isEqualTo(5);
    }

    /** As in NumPy and PyTorch: the sum overflows, though the mean would not. */
    @Test
    void aMeanOverflowsAsItsSum() {
        assertThat(Tensor.of(3e38f, 3e38f).mean().item()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Tensor.of(1.7e308, 1.7e308).mean().item()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Tensor.of(3e38f, 3e38f).div(2).sum().item()).isCloseTo(3e38, within(1e31));
    }
}
