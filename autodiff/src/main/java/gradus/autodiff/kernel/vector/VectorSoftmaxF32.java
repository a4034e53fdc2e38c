package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.scalar.ScalarLoopsF32.PLAIN;

import gradus.autodiff.kernel.scalar.SoftmaxF32;

/** The exponentials of softmax and its relatives on the Vector API. */
public interface VectorSoftmaxF32 extends SoftmaxF32 {
    WarmUpF32 EXP_OF_DIFFERENCES = WarmUpF32.of(
            (x, y, n, _) -> VectorLoopsF32.VECTOR.expOfDifferences(x, 0, x, 1, y, 0, n),
            (x, y, n, _) -> PLAIN.expOfDifferences(x, 0, x, 1, y, 0, n));

    @Override
    default void expOfDifferences(float[] x, int x0, float[] largest, int l0, float[] y, int y0, int n) {
        if (EXP_OF_DIFFERENCES.isReady(n)) {
            ElementaryLoopsF32.expOfDifference(x, x0, largest, l0, y, y0, n);
        } else {
            SoftmaxF32.super.expOfDifferences(x, x0, largest, l0, y, y0, n);
        }
    }
}
