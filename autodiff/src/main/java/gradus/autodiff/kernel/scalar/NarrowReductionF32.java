package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.ElementwiseKernels;
import gradus.autodiff.kernel.threads.Recycler;

/**
 * Sums and extremes of many short rows: turned, so that their first elements stand side by side,
 * then their second ones, ..., they are folded by the long loops over two inputs. The bits are
 * those of folding row by row.
 */
final class NarrowReductionF32 {
    /** Rows from this length on are folded by themselves. */
    private static final int LONG = 32;

    /** Fewer rows, too. */
    private static final int MANY = 32;

    /** As many elements are turned at a time as the first cache holds with ease. */
    private static final int TOGETHER = 4096;

    private static final float[] ZERO = {0};

    private NarrowReductionF32() {}

    static boolean suits(int rows, int length) {
        return rows >= MANY && 0 < length && length < LONG;
    }

    /** The sums of rows in the lanes of {@link ReductionF32#blockSum}. */
    static void sum(ElementwiseKernels<float[]> k, float[] x, int x0, int rows, int length, float[] y, int y0) {
        int most = Math.min(rows, TOGETHER / length);
        float[] turned = Recycler.floats(most * length, false);
        for (int row = 0; row < rows; row += most) {
            int n = Math.min(most, rows - row);
            turn(x, x0 + row * length, n, length, turned);
            for (int half = LONG / 2; half > 0; half /= 2) {
                int above = Math.min(half, length - half);
                if (above > 0) {
                    k.add(turned, 0, 1, turned, half * n, 1, turned, 0, above * n);
                }
            }
            k.add(turned, 0, 1, ZERO, 0, 0, y, y0 + row, n);
        }
        Recycler.giveBack(turned);
    }

    static void max(ElementwiseKernels<float[]> k, float[] x, int x0, int rows, int length, float[] y, int y0) {
        int most = Math.min(rows, TOGETHER / length);
        float[] turned = Recycler.floats(most * length, false);
        for (int row = 0; row < rows; row += most) {
            int n = Math.min(most, rows - row);
            turn(x, x0 + row * length, n, length, turned);
            for (int i = 1; i < length; i++) {
                k.maximum(turned, 0, 1, turned, i * n, 1, turned, 0, n);
            }
            System.arraycopy(turned, 0, y, y0 + row, n);
        }
        Recycler.giveBack(turned);
    }

    private static void turn(float[] x, int x0, int rows, int length, float[] turned) {
        for (int i = 0; i < length; i++) {
            int to = i * rows;
            int from = x0 + i;
            for (int row = 0; row < rows; row++) {
                turned[to + row] = x[from + row * length];
            }
        }
    }
}
