package gradus.autodiff.kernel;

import static gradus.autodiff.kernel.VectorAccessF32.load;
import static gradus.autodiff.kernel.VectorAccessF32.part;
import static gradus.autodiff.kernel.VectorAccessF32.whole;
import static gradus.autodiff.kernel.VectorLanesF32.LANES;

import jdk.incubator.vector.VectorMask;

/** The elementary functions of whole arrays on the Vector API. */
interface VectorFunctionsF32 extends ScalarElementwiseF32 {
    ReadinessF32 EXP = ReadinessF32.ofOne(Kernels::exp);
    ReadinessF32 EXPM1 = ReadinessF32.ofOne(Kernels::expm1);
    ReadinessF32 LOG = ReadinessF32.ofOne(Kernels::log);
    ReadinessF32 LOG1P = ReadinessF32.ofOne(Kernels::log1p);
    ReadinessF32 SIGMOID = ReadinessF32.ofOne(Kernels::sigmoid);
    ReadinessF32 LOG_SIGMOID = ReadinessF32.ofOne(Kernels::logSigmoid);
    ReadinessF32 SOFTPLUS = ReadinessF32.ofOne(Kernels::softplus);
    ReadinessF32 TANH = ReadinessF32.ofOne(Kernels::tanh);
    ReadinessF32 SILU = ReadinessF32.ofOne(Kernels::silu);
    ReadinessF32 RSQRT = ReadinessF32.ofOne(Kernels::rsqrt);

    @Override
    default void exp(float[] x, float[] y, int from, int to) {
        if (!EXP.isReady()) {
            ScalarElementwiseF32.super.exp(x, y, from, to);
            return;
        }
        int i = from;
        for (; whole(i, to); i += LANES) {
            VectorElementaryF32.exp(load(x, i)).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            VectorElementaryF32.exp(load(x, i, part)).intoArray(y, i, part);
        }
    }

    @Override
    default void expm1(float[] x, float[] y, int from, int to) {
        if (!EXPM1.isReady()) {
            ScalarElementwiseF32.super.expm1(x, y, from, to);
            return;
        }
        int i = from;
        for (; whole(i, to); i += LANES) {
            VectorElementaryF32.expm1(load(x, i)).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            VectorElementaryF32.expm1(load(x, i, part)).intoArray(y, i, part);
        }
    }

    @Override
    default void log(float[] x, float[] y, int from, int to) {
        if (!LOG.isReady()) {
            ScalarElementwiseF32.super.log(x, y, from, to);
            return;
        }
        int i = from;
        for (; whole(i, to); i += LANES) {
            VectorElementaryF32.log(load(x, i)).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            VectorElementaryF32.log(load(x, i, part)).intoArray(y, i, part);
        }
    }

    @Override
    default void log1p(float[] x, float[] y, int from, int to) {
        if (!LOG1P.isReady()) {
            ScalarElementwiseF32.super.log1p(x, y, from, to);
            return;
        }
        int i = from;
        for (; whole(i, to); i += LANES) {
            VectorElementaryF32.log1p(load(x, i)).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            VectorElementaryF32.log1p(load(x, i, part)).intoArray(y, i, part);
        }
    }

    @Override
    default void sigmoid(float[] x, float[] y, int from, int to) {
        if (!SIGMOID.isReady()) {
            ScalarElementwiseF32.super.sigmoid(x, y, from, to);
            return;
        }
        int i = from;
        for (; whole(i, to); i += LANES) {
            VectorElementaryF32.sigmoid(load(x, i)).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            VectorElementaryF32.sigmoid(load(x, i, part)).intoArray(y, i, part);
        }
    }

    @Override
    default void logSigmoid(float[] x, float[] y, int from, int to) {
        if (!LOG_SIGMOID.isReady()) {
            ScalarElementwiseF32.super.logSigmoid(x, y, from, to);
            return;
        }
        int i = from;
        for (; whole(i, to); i += LANES) {
            VectorElementaryF32.logSigmoid(load(x, i)).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            VectorElementaryF32.logSigmoid(load(x, i, part)).intoArray(y, i, part);
        }
    }

    @Override
    default void softplus(float[] x, float[] y, int from, int to) {
        if (!SOFTPLUS.isReady()) {
            ScalarElementwiseF32.super.softplus(x, y, from, to);
            return;
        }
        int i = from;
        for (; whole(i, to); i += LANES) {
            VectorElementaryF32.softplus(load(x, i)).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            VectorElementaryF32.softplus(load(x, i, part)).intoArray(y, i, part);
        }
    }

    @Override
    default void tanh(float[] x, float[] y, int from, int to) {
        if (!TANH.isReady()) {
            ScalarElementwiseF32.super.tanh(x, y, from, to);
            return;
        }
        int i = from;
        for (; whole(i, to); i += LANES) {
            VectorElementaryF32.tanh(load(x, i)).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            VectorElementaryF32.tanh(load(x, i, part)).intoArray(y, i, part);
        }
    }

    @Override
    default void silu(float[] x, float[] y, int from, int to) {
        if (!SILU.isReady()) {
            ScalarElementwiseF32.super.silu(x, y, from, to);
            return;
        }
        int i = from;
        for (; whole(i, to); i += LANES) {
            VectorElementaryF32.silu(load(x, i)).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            VectorElementaryF32.silu(load(x, i, part)).intoArray(y, i, part);
        }
    }

    @Override
    default void rsqrt(float[] x, float[] y, int from, int to) {
        if (!RSQRT.isReady()) {
            ScalarElementwiseF32.super.rsqrt(x, y, from, to);
            return;
        }
        int i = from;
        for (; whole(i, to); i += LANES) {
            VectorElementaryF32.rsqrt(load(x, i)).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            VectorElementaryF32.rsqrt(load(x, i, part)).intoArray(y, i, part);
        }
    }
}
