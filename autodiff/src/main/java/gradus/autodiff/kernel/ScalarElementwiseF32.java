package gradus.autodiff.kernel;

/** Elementwise loops in plain Java. */
interface ScalarElementwiseF32 extends ElementwiseKernels<float[]> {
    @Override
    default void neg(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = -x[i];
        }
    }

    @Override
    default void abs(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.abs(x[i]);
        }
    }

    @Override
    default void exp(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.exp(x[i]);
        }
    }

    @Override
    default void expm1(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.expm1(x[i]);
        }
    }

    @Override
    default void log(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.log(x[i]);
        }
    }

    @Override
    default void log1p(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.log1p(x[i]);
        }
    }

    @Override
    default void sqrt(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = (float) Math.sqrt(x[i]);
        }
    }

    @Override
    default void rsqrt(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.rsqrt(x[i]);
        }
    }

    @Override
    default void square(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = x[i] * x[i];
        }
    }

    @Override
    default void reciprocal(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = 1f / x[i];
        }
    }

    @Override
    default void sin(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.sin(x[i]);
        }
    }

    @Override
    default void cos(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.cos(x[i]);
        }
    }

    @Override
    default void tan(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.tan(x[i]);
        }
    }

    @Override
    default void tanh(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.tanh(x[i]);
        }
    }

    @Override
    default void sigmoid(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.sigmoid(x[i]);
        }
    }

    @Override
    default void logSigmoid(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.logSigmoid(x[i]);
        }
    }

    @Override
    default void softplus(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.softplus(x[i]);
        }
    }

    @Override
    default void relu(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.max(x[i], 0f);
        }
    }

    @Override
    default void gelu(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.gelu(x[i]);
        }
    }

    @Override
    default void silu(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.silu(x[i]);
        }
    }

    @Override
    default void erf(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.erf(x[i]);
        }
    }

    @Override
    default void sign(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.signum(x[i]);
        }
    }

    @Override
    default void floor(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = (float) Math.floor(x[i]);
        }
    }

    @Override
    default void round(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = (float) Math.rint(x[i]);
        }
    }

    @Override
    default void powConstant(float[] x, float[] y, int from, int to, double exponent) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarF32.pow(x[i], exponent);
        }
    }

    @Override
    default void leakyRelu(float[] x, float[] y, int from, int to, double slope) {
        float s = (float) slope;
        for (int i = from; i < to; i++) {
            y[i] = x[i] > 0 ? x[i] : x[i] * s;
        }
    }

    @Override
    default void elu(float[] x, float[] y, int from, int to, double alpha) {
        float s = (float) alpha;
        for (int i = from; i < to; i++) {
            y[i] = x[i] > 0 ? x[i] : s * ScalarF32.expm1(x[i]);
        }
    }

    @Override
    default void clamp(float[] x, float[] y, int from, int to, double low, double high) {
        float least = (float) low;
        float most = (float) high;
        for (int i = from; i < to; i++) {
            y[i] = Math.min(Math.max(x[i], least), most);
        }
    }

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
            y[y0 + i] = ScalarF32.pow(a[a0 + i * da], b[b0 + i * db]);
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
            y[y0 + i] = ScalarF32.binaryCrossEntropy(a[a0 + i * da], b[b0 + i * db]);
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
