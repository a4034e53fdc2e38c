package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.ProductKernels;

/** The matrix product in plain Java. */
public interface ScalarMatmulF32 extends ProductKernels<float[]> {
    /**
     * Depth is worked in slabs of this many rows, so that a slab of the right operand stays in the
     * cache.
     */
    int SLAB = 64;

    /** Columns are worked in strips of this width. */
    int STRIP = 512;

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
        int rowStep = aTransposed ? 1 : depth;
        int depthStep = aTransposed ? rows : 1;
        float[] packed = new float[Math.min(SLAB, depth) * Math.min(STRIP, columns)];
        for (int c = 0; c < columns; c += STRIP) {
            int width = Math.min(STRIP, columns - c);
            for (int d = 0; d < depth; d += SLAB) {
                int height = Math.min(SLAB, depth - d);
                pack(b, b0, bTransposed, depth, columns, d, height, c, width, packed);
                for (int row = 0; row < rows; row++) {
                    int aStart = a0 + row * rowStep + d * depthStep;
                    multiplyRow(a, aStart, depthStep, packed, height, width, y, y0 + row * columns + c);
                }
            }
        }
    }

    /**
     * Copies a slab of the right operand so that each of its rows is contiguous, whichever way it
     * was stored.
     */
    private static void pack(
            float[] b,
            int b0,
            boolean bTransposed,
            int depth,
            int columns,
            int firstRow,
            int height,
            int firstColumn,
            int width,
            float[] packed) {
        if (!bTransposed) {
            for (int row = 0; row < height; row++) {
                System.arraycopy(b, b0 + (firstRow + row) * columns + firstColumn, packed, row * width, width);
            }
            return;
        }
        for (int column = 0; column < width; column++) {
            int start = b0 + (firstColumn + column) * depth + firstRow;
            for (int row = 0; row < height; row++) {
                packed[row * width + column] = b[start + row];
            }
        }
    }

    /**
     * y += a row times the slab; four rows of the slab at a time, each element still in the order
     * of depth.
     */
    private static void multiplyRow(
            float[] a, int aStart, int depthStep, float[] packed, int height, int width, float[] y, int y0) {
        int row = 0;
        for (; row <= height - 4; row += 4) {
            int at = aStart + row * depthStep;
            float a1 = a[at];
            float a2 = a[at + depthStep];
            float a3 = a[at + 2 * depthStep];
            float a4 = a[at + 3 * depthStep];
            int p1 = row * width;
            int p2 = p1 + width;
            int p3 = p2 + width;
            int p4 = p3 + width;
            for (int i = 0; i < width; i++) {
                float sum = Math.fma(a1, packed[p1 + i], y[y0 + i]);
                sum = Math.fma(a2, packed[p2 + i], sum);
                sum = Math.fma(a3, packed[p3 + i], sum);
                y[y0 + i] = Math.fma(a4, packed[p4 + i], sum);
            }
        }
        for (; row < height; row++) {
            float a1 = a[aStart + row * depthStep];
            int p1 = row * width;
            for (int i = 0; i < width; i++) {
                y[y0 + i] = Math.fma(a1, packed[p1 + i], y[y0 + i]);
            }
        }
    }
}
