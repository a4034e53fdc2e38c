package gradus.autodiff.kernel;

/** The matrix product on the Vector API; until its loops are compiled, the plain one does the work. */
interface VectorProductF32 extends ScalarProductF32 {
    @Override
    default void matmul(
            float[] a,
            int a0,
            boolean aTransposed,
            float[] b,
            int b0,
            boolean bTransposed,
            float[] y,
            int y0,
            int rows,
            int depth,
            int columns) {
        VectorMatrixF32 left = VectorMatrixF32.of(a, a0, aTransposed, rows, depth);
        boolean inPlace = VectorBlocksF32.readsInPlace(left, rows, columns);
        if (VectorProductReadinessF32.isReady(inPlace, (long) rows * depth * columns)) {
            VectorMatrixF32 right = VectorMatrixF32.of(b, b0, bTransposed, depth, columns);
            VectorBlocksF32.multiply(left, right, y, y0, rows, depth, columns);
        } else {
            ScalarProductF32.super.matmul(a, a0, aTransposed, b, b0, bTransposed, y, y0, rows, depth, columns);
        }
    }
}
