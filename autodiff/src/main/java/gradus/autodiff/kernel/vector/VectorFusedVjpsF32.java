package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.scalar.ScalarLoopsF32.PLAIN;

import gradus.autodiff.kernel.scalar.FusedVjpLoopsF32;

/** The loops of the chain rule on the Vector API. */
public interface VectorFusedVjpsF32 extends FusedVjpLoopsF32 {
    /** These loops alone. */
    VectorFusedVjpsF32 VECTOR = new VectorFusedVjpsF32() {};

    WarmUpF32 TANH_SLOPE = WarmUpF32.ofTwo(VECTOR::tanhSlope, PLAIN::tanhSlope);
    WarmUpF32 SIGMOID_SLOPE = WarmUpF32.ofTwo(VECTOR::sigmoidSlope, PLAIN::sigmoidSlope);
    WarmUpF32 SOFTPLUS_SLOPE = WarmUpF32.ofTwo(VECTOR::softplusSlope, PLAIN::softplusSlope);
    WarmUpF32 RELU_SLOPE = WarmUpF32.ofTwo(VECTOR::reluSlope, PLAIN::reluSlope);
    WarmUpF32 BINARY_CROSS_ENTROPY_SLOPE = WarmUpF32.ofTwo(VECTOR::binaryCrossEntropySlope, PLAIN::binaryCrossEntropySlope);

    @Override
    default void tanhSlope(float[] g, int g0, int dg, float[] t, int t0, int dt, float[] y, int y0, int n) {
        if (dg == 1 && dt == 1 && TANH_SLOPE.isReady(n)) {
            ElementaryLoopsF32.tanhSlope(g, g0, t, t0, y, y0, n);
        } else {
            FusedVjpLoopsF32.super.tanhSlope(g, g0, dg, t, t0, dt, y, y0, n);
        }
    }

    @Override
    default void sigmoidSlope(float[] g, int g0, int dg, float[] x, int x0, int dx, float[] y, int y0, int n) {
        if (dg == 1 && dx == 1 && SIGMOID_SLOPE.isReady(n)) {
            ElementaryLoopsF32.sigmoidSlope(g, g0, x, x0, y, y0, n);
        } else {
            FusedVjpLoopsF32.super.sigmoidSlope(g, g0, dg, x, x0, dx, y, y0, n);
        }
    }

    @Override
    default void softplusSlope(float[] g, int g0, int dg, float[] x, int x0, int dx, float[] y, int y0, int n) {
        if (dg == 1 && dx == 1 && SOFTPLUS_SLOPE.isReady(n)) {
            ElementaryLoopsF32.softplusSlope(g, g0, x, x0, y, y0, n);
        } else {
            FusedVjpLoopsF32.super.softplusSlope(g, g0, dg, x, x0, dx, y, y0, n);
        }
    }

    @Override
    default void reluSlope(float[] g, int g0, int dg, float[] x, int x0, int dx, float[] y, int y0, int n) {
        if (dg == 1 && dx == 1 && RELU_SLOPE.isReady(n)) {
            ElementaryLoopsF32.reluSlope(g, g0, x, x0, y, y0, n);
        } else {
            FusedVjpLoopsF32.super.reluSlope(g, g0, dg, x, x0, dx, y, y0, n);
        }
    }

    @Override
    default void binaryCrossEntropySlope(
            float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (da == 1 && db == 1 && BINARY_CROSS_ENTROPY_SLOPE.isReady(n)) {
            ElementaryLoopsF32.binaryCrossEntropySlope(a, a0, b, b0, y, y0, n);
        } else {
            FusedVjpLoopsF32.super.binaryCrossEntropySlope(a, a0, da, b, b0, db, y, y0, n);
        }
    }
}
