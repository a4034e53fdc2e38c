package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.ElementwiseKernels;
import gradus.autodiff.kernel.math.ElementaryF32;
import gradus.autodiff.kernel.math.NormalDistributionF32;
import gradus.autodiff.kernel.math.PowerF32;
import gradus.autodiff.kernel.math.TrigonometryF32;

/** Loops over the elements of one input in plain Java. */
public interface ElementwiseF32 extends ElementwiseKernels<float[]> {
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
            y[i] = ElementaryF32.exp(x[i]);
        }
    }

    @Override
    default void expm1(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ElementaryF32.expm1(x[i]);
        }
    }

    @Override
    default void log(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ElementaryF32.log(x[i]);
        }
    }

    @Override
    default void log1p(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ElementaryF32.log1p(x[i]);
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
            y[i] = ElementaryF32.rsqrt(x[i]);
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
            y[i] = TrigonometryF32.sin(x[i]);
        }
    }

    @Override
    default void cos(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = TrigonometryF32.cos(x[i]);
        }
    }

    @Override
    default void tan(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = TrigonometryF32.tan(x[i]);
        }
    }

    @Override
    default void tanh(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ElementaryF32.tanh(x[i]);
        }
    }

    @Override
    default void sigmoid(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ElementaryF32.sigmoid(x[i]);
        }
    }

    @Override
    default void logSigmoid(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ElementaryF32.logSigmoid(x[i]);
        }
    }

    @Override
    default void softplus(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ElementaryF32.softplus(x[i]);
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
            y[i] = NormalDistributionF32.gelu(x[i]);
        }
    }

    @Override
    default void silu(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ElementaryF32.silu(x[i]);
        }
    }

    @Override
    default void erf(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = NormalDistributionF32.erf(x[i]);
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
            y[i] = PowerF32.pow(x[i], exponent);
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
            y[i] = ElementaryF32.elu(x[i], s);
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
}
