package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.LongSums;
import gradus.autodiff.kernel.ProductKernels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
            float @Nullable [] bias,
            float[] y,
            int y0,
            int rows,
            int depth,
            int columns) {
        MatrixViewF32 left = MatrixViewF32.of(a, a0, aTransposed, rows, depth);
        MatrixViewF32 right = MatrixViewF32.of(b, b0, bTransposed, depth, columns);
        for (int row = 0; row < rows; row++) {
            int from = y0 + row * columns;
            if (bias == null) {
                Arrays.fill(y, from, from + columns, 0);
            } else {
                System.arraycopy(bias, 0, y, from, columns);
            }
        }
        float[][] packed = new float[Math.min(SLAB, depth)][Math.min(STRIP, columns)];
        for (int c = 0; c < columns; c += STRIP) {
            int width = Math.min(STRIP, columns - c);
            addStrip(left, right.from(0, c), packed, y, y0 + c, columns, rows, depth, width);
        }
    }

    /** Adds the product to a strip of y, in the order of {@link LongSums}. */
    private static void addStrip(
            MatrixViewF32 a,
            MatrixViewF32 b,
            float[][] packed,
            float[] y,
            int y0,
            int yStep,
            int rows,
            int depth,
            int width) {
        int half = LongSums.left(depth);
        if (half == 0) {
            float[] sums = new float[width];
            for (int d = 0; d < depth; d += SLAB) {
                int height = Math.min(SLAB, depth - d);
                pack(b.from(d, 0), height, width, packed);
                for (int row = 0; row < rows; row++) {
                    System.arraycopy(y, y0 + row * yStep, sums, 0, width);
                    multiplyRow(a.data(), a.at(row, d), a.columnStep(), packed, height, sums);
                    System.arraycopy(sums, 0, y, y0 + row * yStep, width);
                }
            }
            return;
        }
        addStrip(a, b, packed, y, y0, yStep, rows, half, width);
        float[] others = new float[rows * width];
        addStrip(a.from(0, half), b.from(half, 0), packed, others, 0, width, rows, depth - half, width);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < width; i++) {
                y[y0 + row * yStep + i] += others[row * width + i];
            }
        }
    }

    /**
     * Copies a slab of the right operand, each row into an array of its own, whichever way it was
     * stored.
     */
    private static void pack(MatrixViewF32 b, int height, int width, float[][] packed) {
        if (b.columnStep() == 1) {
            for (int row = 0; row < height; row++) {
                System.arraycopy(b.data(), b.at(row, 0), packed[row], 0, width);
            }
            return;
        }
        for (int column = 0; column < width; column++) {
            int start = b.at(0, column);
            for (int row = 0; row < height; row++) {
                packed[row][column] = b.data()[start + row * b.rowStep()];
            }
        }
    }

    /**
     * Adds a row times the slab to some sums, four rows of the slab at a time, each sum still in
     * the order of depth. All arrays have the same index, so that the compiler sees that they may
     * even be one array, and makes a loop on vectors of it.
     */
    private static void multiplyRow(float[] a, int aStart, int depthStep, float[][] packed, int height, float[] sums) {
        int row = 0;
        for (; row <= height - 4; row += 4) {
            int at = aStart + row * depthStep;
            add(
                    a[at],
                    packed[row],
                    a[at + depthStep],
                    packed[row + 1],
                    a[at + 2 * depthStep],
                    packed[row + 2],
                    a[at + 3 * depthStep],
                    packed[row + 3],
                    sums);
        }
        for (; row < height; row++) {
            float factor = a[aStart + row * depthStep];
            float[] numbers = packed[row];
            for (int i = 0; i < sums.length; i++) {
                sums[i] = Math.fma(factor, numbers[i], sums[i]);
            }
        }
    }

    private static void add(
            float a1, float[] b1, float a2, float[] b2, float a3, float[] b3, float a4, float[] b4, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            float sum = Math.fma(a1, b1[i], sums[i]);
            sum = Math.fma(a2, b2[i], sum);
            sum = Math.fma(a3, b3[i], sum);
            sums[i] = Math.fma(a4, b4[i], sum);
        }
    }
}
