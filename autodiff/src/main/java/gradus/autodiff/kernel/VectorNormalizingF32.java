package gradus.autodiff.kernel;

import static gradus.autodiff.kernel.ScalarKernelsF32.PLAIN;

/** The exponentials of softmax and its relatives on the Vector API. */
interface VectorNormalizingF32 extends ScalarNormalizingF32 {
    ReadinessF32 EXP_OF_DIFFERENCES = ReadinessF32.of(
            (x, y, n, _) -> VectorKernelsF32.VECTOR.expOfDifferences(x, 0, x, 1, y, 0, n),
            (x, y, n, _) -> PLAIN.expOfDifferences(x, 0, x, 1, y, 0, n));

    @Override
    default void expOfDifferences(float[] x, int x0, float[] largest, int l0, float[] y, int y0, int n) {
        if (EXP_OF_DIFFERENCES.isReady(n)) {
            VectorElementaryLoopsF32.expOfDifference(x, x0, largest, l0, y, y0, n);
        } else {
            ScalarNormalizingF32.super.expOfDifferences(x, x0, largest, l0, y, y0, n);
        }
    }
}
