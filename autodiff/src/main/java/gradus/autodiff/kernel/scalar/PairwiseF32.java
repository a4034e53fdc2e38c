package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.ElementwiseKernels;
import gradus.autodiff.kernel.math.ElementaryF32;
import gradus.autodiff.kernel.math.PowerF32;

/** Loops over the elements of two inputs in plain Java. */
public interface PairwiseF32 extends ElementwiseKernels<float[]> {
    @Override
    default void add(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (da == 1 && db == 1) {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i] + b[b0 + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i * da] + b[b0 + i * db];
            }
        }
    }

    @Override
    default void sub(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (da == 1 && db == 1) {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i] - b[b0 + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i * da] - b[b0 + i * db];
            }
        }
    }

    @Override
    default void mul(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (da == 1 && db == 1) {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i] * b[b0 + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i * da] * b[b0 + i * db];
            }
        }
    }

    @Override
    default void div(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (da == 1 && db == 1) {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i] / b[b0 + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i * da] / b[b0 + i * db];
            }
        }
    }

    @Override
    default void maximum(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (da == 1 && db == 1) {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = Math.max(a[a0 + i], b[b0 + i]);
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = Math.max(a[a0 + i * da], b[b0 + i * db]);
            }
        }
    }

    @Override
    default void minimum(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (da == 1 && db == 1) {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = Math.min(a[a0 + i], b[b0 + i]);
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = Math.min(a[a0 + i * da], b[b0 + i * db]);
            }
        }
    }

    @Override
    default void pow(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        for (int i = 0; i < n; i++) {
            y[y0 + i] = PowerF32.pow(a[a0 + i * da], b[b0 + i * db]);
        }
    }

    @Override
    default void chain(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (da == 1 && db == 1) {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i] == 0 || b[b0 + i] == 0 ? 0 : a[a0 + i] * b[b0 + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                float left = a[a0 + i * da];
                float right = b[b0 + i * db];
                y[y0 + i] = left == 0 || right == 0 ? 0 : left * right;
            }
        }
    }

    @Override
    default void binaryCrossEntropy(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        for (int i = 0; i < n; i++) {
            y[y0 + i] = ElementaryF32.binaryCrossEntropy(a[a0 + i * da], b[b0 + i * db]);
        }
    }

    @Override
    default void equal(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        if (da == 1 && db == 1) {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i] == b[b0 + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i * da] == b[b0 + i * db];
            }
        }
    }

    @Override
    default void less(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        if (da == 1 && db == 1) {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i] < b[b0 + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i * da] < b[b0 + i * db];
            }
        }
    }

    @Override
    default void lessOrEqual(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        if (da == 1 && db == 1) {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i] <= b[b0 + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i * da] <= b[b0 + i * db];
            }
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
