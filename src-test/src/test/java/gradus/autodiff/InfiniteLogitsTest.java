package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of logits with infinities, among ordinary ones: what docs/decisions/0015-infinite-logits.md says. */
class InfiniteLogitsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    /** Ordinary, all ruled out, one infinite beside a huge one, ordinary with one ruled out. */
    private static Tensor batch(DType dtype) {
        return Tensor.of(1, 2, -INF, -INF, INF, 1000, 0, -INF).to(dtype).reshape(4, 2);
    }

    private static double[] row(Tensor x, int row) {
        double[] elements = x.select(0, row).toDoubleArray();
        for (int i = 0; i < elements.length; i++) {
            elements[i] += 0.0;
        }
        return elements;
    }

    private static Tensor alone(DType dtype) {
        return Tensor.of(1.0, 2).to(dtype).reshape(1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void logSumExp(DType dtype) {
        Tensor x = batch(dtype);
        assertThat(x.logSumExp(1).slice(0, 1, 4).toDoubleArray()).containsExactly(-INF, INF, 0);
        Tensor slopes = Derivatives.grad(z -> z.logSumExp(1).sum(), x);
        assertThat(row(slopes, 0)).isEqualTo(row(Derivatives.grad(z -> z.logSumExp(), alone(dtype)), 0));
        assertThat(row(slopes, 1)).containsExactly(0, 0);
        assertThat(row(slopes, 2)).containsExactly(NAN, 0);
        assertThat(row(slopes, 3)).containsExactly(1, 0);
        Tensor whole = Tensor.of(-INF, -INF).to(dtype);
        assertThat(Derivatives.hessian(z -> z.logSumExp(), whole).toDoubleArray())
                .containsOnly(0);
        assertThat(Derivatives.jacobian(at -> Derivatives.hessian(z -> z.logSumExp(), at), whole)
                        .toDoubleArray())
                .containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource
    void softmaxAlongEitherAxis(DType dtype) {
        Tensor y = batch(dtype).softmax(1);
        assertThat(row(y, 0)).isEqualTo(row(alone(dtype).softmax(1), 0));
        assertThat(row(y, 1)).containsExactly(0, 0);
        assertThat(row(y, 2)).containsExactly(NAN, 0);
        assertThat(row(y, 3)).containsExactly(1, 0);
        Tensor across = batch(dtype).permute(1, 0).softmax(0).permute(1, 0);
        assertThat(across.toDoubleArray()).isEqualTo(y.toDoubleArray());
        Tensor weights = Tensor.of(2.0, 3).to(dtype);
        Tensor slopes =
                Derivatives.grad(z -> z.softmax(1).mul(weights).slice(0, 0, 2).sum(), batch(dtype));
        assertThat(row(slopes, 1)).containsExactly(0, 0);
        assertThat(slopes.get(0, 0)).isFinite().isNegative();
    }

    @ParameterizedTest
    @EnumSource
    void logSoftmax(DType dtype) {
        Tensor y = batch(dtype).logSoftmax(1);
        assertThat(row(y, 1)).containsExactly(-INF, -INF);
        assertThat(row(y, 2)).containsExactly(NAN, -INF);
        assertThat(row(y, 3)).containsExactly(0, -INF);
        Tensor slopes = Derivatives.grad(z -> z.logSoftmax(1).slice(1, 0, 1).sum(), batch(dtype));
        assertThat(row(slopes, 1)).containsExactly(1, 0);
        assertThat(row(slopes, 3)).containsExactly(0, 0);
    }

    @ParameterizedTest
    @EnumSource
    void crossEntropyByLabelAndByDistribution(DType dtype) {
        Indices labels = Indices.of(0, 0, 1, 1);
        Tensor targets = labels.oneHot(2, dtype);
        Tensor byLabel = batch(dtype).crossEntropy(labels);
        assertThat(byLabel.slice(0, 1, 4).toDoubleArray()).containsExactly(INF, INF, INF);
        assertThat(batch(dtype).crossEntropy(targets).slice(0, 1, 4).toDoubleArray())
                .containsExactly(INF, INF, INF);
        Tensor slopes = Derivatives.grad(z -> z.crossEntropy(labels).sum(), batch(dtype));
        Tensor slopesByTarget = Derivatives.grad(z -> z.crossEntropy(targets).sum(), batch(dtype));
        assertThat(row(slopes, 0))
                .isEqualTo(row(
                        Derivatives.grad(z -> z.crossEntropy(Indices.of(0)).sum(), alone(dtype)), 0));
        assertThat(row(slopes, 1)).containsExactly(-1, 0);
        assertThat(row(slopesByTarget, 1)).containsExactly(-1, 0);
        assertThat(row(slopes, 2)).containsExactly(NAN, -1);
        assertThat(row(slopesByTarget, 2)).containsExactly(NAN, -1);
        assertThat(row(slopes, 3)).containsExactly(1, -1);
        assertThat(batch(dtype).crossEntropy(Indices.of(0, 0, 0, 0)).get(2)).isNaN();
    }

    @ParameterizedTest
    @EnumSource
    void manyRowsAndLongOnes(DType dtype) {
        Tensor masked = Tensor.full(dtype, Shape.of(100, 7), -INF);
        assertThat(masked.softmax(1).toDoubleArray()).containsOnly(0);
        assertThat(masked.logSumExp(1).toDoubleArray()).containsOnly(-INF);
        Tensor lengthy = Tensor.full(dtype, Shape.of(2, 9000), -INF);
        assertThat(lengthy.softmax(1).toDoubleArray()).containsOnly(0);
        assertThat(Derivatives.grad(z -> z.logSumExp(1).sum(), lengthy).toDoubleArray())
                .containsOnly(0);
    }
}
