package gradus.autodiff.kernel.product;

import org.jspecify.annotations.Nullable;

/**
 * The matrix product on the Vector API; until its loops are compiled, the plain one does the work.
 */
public interface VectorMatmulF32 extends ScalarMatmulF32 {
    @Override
    default void matmul(
            float[] a,
            int a0,
            boolean aTransposed,
            float[] b,
            int b0,
            boolean bTransposed,
            float @Nullable [] bias,
            float[] y,
            int y0,
            int rows,
            int depth,
            int columns) {
        MatmulBlockingF32 product = MatmulBlockingF32.of(
                MatrixViewF32.of(a, a0, aTransposed, rows, depth),
                MatrixViewF32.of(b, b0, bTransposed, depth, columns),
                MatrixViewF32.repeating(bias),
                rows,
                depth,
                columns);
        if (depth > 0 && MatmulWarmUpF32.isReady(product.inPlace(), (long) rows * depth * columns)) {
            product.multiply(y, y0);
        } else {
            ScalarMatmulF32.super.matmul(a, a0, aTransposed, b, b0, bTransposed, bias, y, y0, rows, depth, columns);
        }
    }
}
