package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.scalar.ScalarLoopsF32.PLAIN;

import gradus.autodiff.kernel.scalar.ElementwiseF32;
import gradus.autodiff.kernel.scalar.PairwiseF32;

/** Piecewise functions of whole arrays on the Vector API. */
public interface VectorElementwiseF32 extends ElementwiseF32, PairwiseF32 {
    /** These loops alone. */
    VectorElementwiseF32 VECTOR = new VectorElementwiseF32() {};

    WarmUpF32 RELU = WarmUpF32.ofOne(VECTOR::relu, PLAIN::relu);
    WarmUpF32 LEAKY_RELU = WarmUpF32.ofOne(
            (x, y, from, to) -> VECTOR.leakyRelu(x, y, from, to, 0.1),
            (x, y, from, to) -> PLAIN.leakyRelu(x, y, from, to, 0.1));
    WarmUpF32 ELU = WarmUpF32.ofOne(
            (x, y, from, to) -> VECTOR.elu(x, y, from, to, 0.1), (x, y, from, to) -> PLAIN.elu(x, y, from, to, 0.1));
    WarmUpF32 CLAMP = WarmUpF32.ofOne(
            (x, y, from, to) -> VECTOR.clamp(x, y, from, to, -1, 1),
            (x, y, from, to) -> PLAIN.clamp(x, y, from, to, -1, 1));

    @Override
    default void relu(float[] x, float[] y, int from, int to) {
        if (RELU.isReady(to - from)) {
            PiecewiseLoopsF32.relu(x, y, from, to);
        } else {
            ElementwiseF32.super.relu(x, y, from, to);
        }
    }

    @Override
    default void leakyRelu(float[] x, float[] y, int from, int to, double slope) {
        if (LEAKY_RELU.isReady(to - from)) {
            PiecewiseLoopsF32.leakyRelu(x, y, from, to, slope);
        } else {
            ElementwiseF32.super.leakyRelu(x, y, from, to, slope);
        }
    }

    @Override
    default void elu(float[] x, float[] y, int from, int to, double alpha) {
        if (ELU.isReady(to - from)) {
            ElementaryLoopsF32.elu(x, y, from, to, alpha);
        } else {
            ElementwiseF32.super.elu(x, y, from, to, alpha);
        }
    }

    @Override
    default void clamp(float[] x, float[] y, int from, int to, double low, double high) {
        if (CLAMP.isReady(to - from)) {
            PiecewiseLoopsF32.clamp(x, y, from, to, low, high);
        } else {
            ElementwiseF32.super.clamp(x, y, from, to, low, high);
        }
    }
}
