package gradus.autodiff.kernel;

/** The exponentials of softmax and its relatives on the Vector API. */
interface VectorNormalizingF32 extends ScalarNormalizingF32 {
    ReadinessF32 EXP_OF_DIFFERENCES = ReadinessF32.of((k, x, y, n, _) -> k.softmax(x, y, 1, n, 1));

    @Override
    default void expOfDifferences(float[] x, int from, int to, float largest, float[] y, int y0) {
        if (EXP_OF_DIFFERENCES.isReady()) {
            VectorElementaryLoopsF32.expOfDifference(x, from, to, largest, y, y0);
        } else {
            ScalarNormalizingF32.super.expOfDifferences(x, from, to, largest, y, y0);
        }
    }
}
