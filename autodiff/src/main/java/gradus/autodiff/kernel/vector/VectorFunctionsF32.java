package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.scalar.ScalarLoopsF32.PLAIN;

import gradus.autodiff.kernel.scalar.ElementwiseF32;
import gradus.autodiff.kernel.scalar.PairwiseF32;

/** The elementary functions of whole arrays on the Vector API. */
public interface VectorFunctionsF32 extends ElementwiseF32, PairwiseF32 {
    /** These loops alone. */
    VectorFunctionsF32 VECTOR = new VectorFunctionsF32() {};

    WarmUpF32 EXP = WarmUpF32.ofOne(VECTOR::exp, PLAIN::exp);
    WarmUpF32 EXPM1 = WarmUpF32.ofOne(VECTOR::expm1, PLAIN::expm1);
    WarmUpF32 LOG = WarmUpF32.ofOne(VECTOR::log, PLAIN::log);
    WarmUpF32 LOG1P = WarmUpF32.ofOne(VECTOR::log1p, PLAIN::log1p);
    WarmUpF32 SIGMOID = WarmUpF32.ofOne(VECTOR::sigmoid, PLAIN::sigmoid);
    WarmUpF32 LOG_SIGMOID = WarmUpF32.ofOne(VECTOR::logSigmoid, PLAIN::logSigmoid);
    WarmUpF32 SOFTPLUS = WarmUpF32.ofOne(VECTOR::softplus, PLAIN::softplus);
    WarmUpF32 TANH = WarmUpF32.ofOne(VECTOR::tanh, PLAIN::tanh);
    WarmUpF32 SILU = WarmUpF32.ofOne(VECTOR::silu, PLAIN::silu);
    WarmUpF32 RSQRT = WarmUpF32.ofOne(VECTOR::rsqrt, PLAIN::rsqrt);
    WarmUpF32 SIN = WarmUpF32.ofOne(VECTOR::sin, PLAIN::sin);
    WarmUpF32 COS = WarmUpF32.ofOne(VECTOR::cos, PLAIN::cos);
    WarmUpF32 TAN = WarmUpF32.ofOne(VECTOR::tan, PLAIN::tan);
    WarmUpF32 ERF = WarmUpF32.ofOne(VECTOR::erf, PLAIN::erf);
    WarmUpF32 GELU = WarmUpF32.ofOne(VECTOR::gelu, PLAIN::gelu);
    WarmUpF32 POW_CONSTANT = WarmUpF32.ofOne(
            (x, y, from, to) -> VECTOR.powConstant(x, y, from, to, 1.5),
            (x, y, from, to) -> PLAIN.powConstant(x, y, from, to, 1.5));
    WarmUpF32 POW = WarmUpF32.ofTwo(VECTOR::pow, PLAIN::pow);
    WarmUpF32 BINARY_CROSS_ENTROPY = WarmUpF32.ofTwo(VECTOR::binaryCrossEntropy, PLAIN::binaryCrossEntropy);

    @Override
    default void exp(float[] x, float[] y, int from, int to) {
        if (EXP.isReady(to - from)) {
            ElementaryLoopsF32.exp(x, y, from, to);
        } else {
            ElementwiseF32.super.exp(x, y, from, to);
        }
    }

    @Override
    default void expm1(float[] x, float[] y, int from, int to) {
        if (EXPM1.isReady(to - from)) {
            ElementaryLoopsF32.expm1(x, y, from, to);
        } else {
            ElementwiseF32.super.expm1(x, y, from, to);
        }
    }

    @Override
    default void log(float[] x, float[] y, int from, int to) {
        if (LOG.isReady(to - from)) {
            ElementaryLoopsF32.log(x, y, from, to);
        } else {
            ElementwiseF32.super.log(x, y, from, to);
        }
    }

    @Override
    default void log1p(float[] x, float[] y, int from, int to) {
        if (LOG1P.isReady(to - from)) {
            ElementaryLoopsF32.log1p(x, y, from, to);
        } else {
            ElementwiseF32.super.log1p(x, y, from, to);
        }
    }

    @Override
    default void sigmoid(float[] x, float[] y, int from, int to) {
        if (SIGMOID.isReady(to - from)) {
            ElementaryLoopsF32.sigmoid(x, y, from, to);
        } else {
            ElementwiseF32.super.sigmoid(x, y, from, to);
        }
    }

    @Override
    default void logSigmoid(float[] x, float[] y, int from, int to) {
        if (LOG_SIGMOID.isReady(to - from)) {
            ElementaryLoopsF32.logSigmoid(x, y, from, to);
        } else {
            ElementwiseF32.super.logSigmoid(x, y, from, to);
        }
    }

    @Override
    default void softplus(float[] x, float[] y, int from, int to) {
        if (SOFTPLUS.isReady(to - from)) {
            ElementaryLoopsF32.softplus(x, y, from, to);
        } else {
            ElementwiseF32.super.softplus(x, y, from, to);
        }
    }

    @Override
    default void tanh(float[] x, float[] y, int from, int to) {
        if (TANH.isReady(to - from)) {
            ElementaryLoopsF32.tanh(x, y, from, to);
        } else {
            ElementwiseF32.super.tanh(x, y, from, to);
        }
    }

    @Override
    default void silu(float[] x, float[] y, int from, int to) {
        if (SILU.isReady(to - from)) {
            ElementaryLoopsF32.silu(x, y, from, to);
        } else {
            ElementwiseF32.super.silu(x, y, from, to);
        }
    }

    @Override
    default void rsqrt(float[] x, float[] y, int from, int to) {
        if (RSQRT.isReady(to - from)) {
            ElementaryLoopsF32.rsqrt(x, y, from, to);
        } else {
            ElementwiseF32.super.rsqrt(x, y, from, to);
        }
    }

    @Override
    default void sin(float[] x, float[] y, int from, int to) {
        if (SIN.isReady(to - from)) {
            ElementaryLoopsF32.sin(x, y, from, to);
        } else {
            ElementwiseF32.super.sin(x, y, from, to);
        }
    }

    @Override
    default void cos(float[] x, float[] y, int from, int to) {
        if (COS.isReady(to - from)) {
            ElementaryLoopsF32.cos(x, y, from, to);
        } else {
            ElementwiseF32.super.cos(x, y, from, to);
        }
    }

    @Override
    default void tan(float[] x, float[] y, int from, int to) {
        if (TAN.isReady(to - from)) {
            ElementaryLoopsF32.tan(x, y, from, to);
        } else {
            ElementwiseF32.super.tan(x, y, from, to);
        }
    }

    @Override
    default void erf(float[] x, float[] y, int from, int to) {
        if (ERF.isReady(to - from)) {
            ElementaryLoopsF32.erf(x, y, from, to);
        } else {
            ElementwiseF32.super.erf(x, y, from, to);
        }
    }

    @Override
    default void gelu(float[] x, float[] y, int from, int to) {
        if (GELU.isReady(to - from)) {
            ElementaryLoopsF32.gelu(x, y, from, to);
        } else {
            ElementwiseF32.super.gelu(x, y, from, to);
        }
    }

    @Override
    default void powConstant(float[] x, float[] y, int from, int to, double exponent) {
        if (POW_CONSTANT.isReady(to - from)) {
            ElementaryLoopsF32.pow(x, y, from, to, exponent);
        } else {
            ElementwiseF32.super.powConstant(x, y, from, to, exponent);
        }
    }

    @Override
    default void pow(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (da == 1 && db == 1 && POW.isReady(n)) {
            ElementaryLoopsF32.pow(a, a0, b, b0, y, y0, n);
        } else {
            PairwiseF32.super.pow(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void binaryCrossEntropy(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (da == 1 && db == 1 && BINARY_CROSS_ENTROPY.isReady(n)) {
            ElementaryLoopsF32.binaryCrossEntropy(a, a0, b, b0, y, y0, n);
        } else {
            PairwiseF32.super.binaryCrossEntropy(a, a0, da, b, b0, db, y, y0, n);
        }
    }
}
