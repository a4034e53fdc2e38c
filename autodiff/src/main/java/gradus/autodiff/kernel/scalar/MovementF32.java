package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.MovementKernels;

/** Moving elements in plain Java. */
public interface MovementF32 extends MovementKernels<float[]> {
    @Override
    default void copy(float[] x, int x0, int[] xStrides, float[] y, int y0, int[] yStrides, int[] dims) {
        for (int dim : dims) {
            if (dim == 0) {
                return;
            }
        }
        if (dims.length == 0) {
            y[y0] = x[x0];
            return;
        }
        if (dims.length == 2 && xStrides[0] == 0 && xStrides[1] == 1 && yStrides[0] == dims[1] && yStrides[1] == 1) {
            repeatRow(x, x0, dims[1], y, y0, dims[0] * dims[1]);
            return;
        }
        int inner = dims.length - 1;
        int[] index = new int[inner];
        int from = x0;
        int to = y0;
        while (true) {
            copyRow(x, from, xStrides[inner], y, to, yStrides[inner], dims[inner]);
            int axis = inner - 1;
            for (; axis >= 0; axis--) {
                from += xStrides[axis];
                to += yStrides[axis];
                if (++index[axis] < dims[axis]) {
                    break;
                }
                index[axis] = 0;
                from -= xStrides[axis] * dims[axis];
                to -= yStrides[axis] * dims[axis];
            }
            if (axis < 0) {
                return;
            }
        }
    }

    /**
     * Fills {@code size} elements with a row: what is there already is copied, twice as much each
     * time.
     */
    private static void repeatRow(float[] x, int x0, int length, float[] y, int y0, int size) {
        System.arraycopy(x, x0, y, y0, length);
        int done = length;
        while (done < size) {
            int more = Math.min(done, size - done);
            System.arraycopy(y, y0, y, y0 + done, more);
            done += more;
        }
    }

    private static void copyRow(float[] x, int from, int xStep, float[] y, int to, int yStep, int count) {
        if (xStep == 1 && yStep == 1) {
            System.arraycopy(x, from, y, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            y[to + i * yStep] = x[from + i * xStep];
        }
    }

    @Override
    default void where(boolean[] mask, float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (da == 1 && db == 1) {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = mask[y0 + i] ? a[a0 + i] : b[b0 + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = mask[y0 + i] ? a[a0 + i * da] : b[b0 + i * db];
            }
        }
    }
}
