package gradus.autodiff.kernel;

import static gradus.autodiff.kernel.ScalarKernelsF32.PLAIN;

/** The elementary functions of whole arrays on the Vector API. */
interface VectorFunctionsF32 extends ScalarElementwiseF32, ScalarPairwiseF32 {
    /** These loops alone. */
    VectorFunctionsF32 VECTOR = new VectorFunctionsF32() {};

    ReadinessF32 EXP = ReadinessF32.ofOne(VECTOR::exp, PLAIN::exp);
    ReadinessF32 EXPM1 = ReadinessF32.ofOne(VECTOR::expm1, PLAIN::expm1);
    ReadinessF32 LOG = ReadinessF32.ofOne(VECTOR::log, PLAIN::log);
    ReadinessF32 LOG1P = ReadinessF32.ofOne(VECTOR::log1p, PLAIN::log1p);
    ReadinessF32 SIGMOID = ReadinessF32.ofOne(VECTOR::sigmoid, PLAIN::sigmoid);
    ReadinessF32 LOG_SIGMOID = ReadinessF32.ofOne(VECTOR::logSigmoid, PLAIN::logSigmoid);
    ReadinessF32 SOFTPLUS = ReadinessF32.ofOne(VECTOR::softplus, PLAIN::softplus);
    ReadinessF32 TANH = ReadinessF32.ofOne(VECTOR::tanh, PLAIN::tanh);
    ReadinessF32 SILU = ReadinessF32.ofOne(VECTOR::silu, PLAIN::silu);
    ReadinessF32 RSQRT = ReadinessF32.ofOne(VECTOR::rsqrt, PLAIN::rsqrt);
    ReadinessF32 SIN = ReadinessF32.ofOne(VECTOR::sin, PLAIN::sin);
    ReadinessF32 COS = ReadinessF32.ofOne(VECTOR::cos, PLAIN::cos);
    ReadinessF32 TAN = ReadinessF32.ofOne(VECTOR::tan, PLAIN::tan);
    ReadinessF32 ERF = ReadinessF32.ofOne(VECTOR::erf, PLAIN::erf);
    ReadinessF32 GELU = ReadinessF32.ofOne(VECTOR::gelu, PLAIN::gelu);
    ReadinessF32 POW_CONSTANT = ReadinessF32.ofOne(
            (x, y, from, to) -> VECTOR.powConstant(x, y, from, to, 1.5),
            (x, y, from, to) -> PLAIN.powConstant(x, y, from, to, 1.5));
    ReadinessF32 POW = ReadinessF32.ofTwo(VECTOR::pow, PLAIN::pow);
    ReadinessF32 BINARY_CROSS_ENTROPY = ReadinessF32.ofTwo(VECTOR::binaryCrossEntropy, PLAIN::binaryCrossEntropy);

    @Override
    default void exp(float[] x, float[] y, int from, int to) {
        if (EXP.isReady(to - from)) {
            VectorElementaryLoopsF32.exp(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.exp(x, y, from, to);
        }
    }

    @Override
    default void expm1(float[] x, float[] y, int from, int to) {
        if (EXPM1.isReady(to - from)) {
            VectorElementaryLoopsF32.expm1(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.expm1(x, y, from, to);
        }
    }

    @Override
    default void log(float[] x, float[] y, int from, int to) {
        if (LOG.isReady(to - from)) {
            VectorElementaryLoopsF32.log(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.log(x, y, from, to);
        }
    }

    @Override
    default void log1p(float[] x, float[] y, int from, int to) {
        if (LOG1P.isReady(to - from)) {
            VectorElementaryLoopsF32.log1p(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.log1p(x, y, from, to);
        }
    }

    @Override
    default void sigmoid(float[] x, float[] y, int from, int to) {
        if (SIGMOID.isReady(to - from)) {
            VectorElementaryLoopsF32.sigmoid(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.sigmoid(x, y, from, to);
        }
    }

    @Override
    default void logSigmoid(float[] x, float[] y, int from, int to) {
        if (LOG_SIGMOID.isReady(to - from)) {
            VectorElementaryLoopsF32.logSigmoid(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.logSigmoid(x, y, from, to);
        }
    }

    @Override
    default void softplus(float[] x, float[] y, int from, int to) {
        if (SOFTPLUS.isReady(to - from)) {
            VectorElementaryLoopsF32.softplus(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.softplus(x, y, from, to);
        }
    }

    @Override
    default void tanh(float[] x, float[] y, int from, int to) {
        if (TANH.isReady(to - from)) {
            VectorElementaryLoopsF32.tanh(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.tanh(x, y, from, to);
        }
    }

    @Override
    default void silu(float[] x, float[] y, int from, int to) {
        if (SILU.isReady(to - from)) {
            VectorElementaryLoopsF32.silu(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.silu(x, y, from, to);
        }
    }

    @Override
    default void rsqrt(float[] x, float[] y, int from, int to) {
        if (RSQRT.isReady(to - from)) {
            VectorElementaryLoopsF32.rsqrt(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.rsqrt(x, y, from, to);
        }
    }

    @Override
    default void sin(float[] x, float[] y, int from, int to) {
        if (SIN.isReady(to - from)) {
            VectorElementaryLoopsF32.sin(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.sin(x, y, from, to);
        }
    }

    @Override
    default void cos(float[] x, float[] y, int from, int to) {
        if (COS.isReady(to - from)) {
            VectorElementaryLoopsF32.cos(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.cos(x, y, from, to);
        }
    }

    @Override
    default void tan(float[] x, float[] y, int from, int to) {
        if (TAN.isReady(to - from)) {
            VectorElementaryLoopsF32.tan(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.tan(x, y, from, to);
        }
    }

    @Override
    default void erf(float[] x, float[] y, int from, int to) {
        if (ERF.isReady(to - from)) {
            VectorElementaryLoopsF32.erf(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.erf(x, y, from, to);
        }
    }

    @Override
    default void gelu(float[] x, float[] y, int from, int to) {
        if (GELU.isReady(to - from)) {
            VectorElementaryLoopsF32.gelu(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.gelu(x, y, from, to);
        }
    }

    @Override
    default void powConstant(float[] x, float[] y, int from, int to, double exponent) {
        if (POW_CONSTANT.isReady(to - from)) {
            VectorElementaryLoopsF32.pow(x, y, from, to, exponent);
        } else {
            ScalarElementwiseF32.super.powConstant(x, y, from, to, exponent);
        }
    }

    @Override
    default void pow(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (da == 1 && db == 1 && POW.isReady(n)) {
            VectorElementaryLoopsF32.pow(a, a0, b, b0, y, y0, n);
        } else {
            ScalarPairwiseF32.super.pow(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void binaryCrossEntropy(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (da == 1 && db == 1 && BINARY_CROSS_ENTROPY.isReady(n)) {
            VectorElementaryLoopsF32.binaryCrossEntropy(a, a0, b, b0, y, y0, n);
        } else {
            ScalarPairwiseF32.super.binaryCrossEntropy(a, a0, da, b, b0, db, y, y0, n);
        }
    }
}
