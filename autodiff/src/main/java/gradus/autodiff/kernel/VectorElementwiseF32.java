package gradus.autodiff.kernel;

import static gradus.autodiff.kernel.ScalarKernelsF32.PLAIN;

/** Piecewise functions of whole arrays on the Vector API. */
interface VectorElementwiseF32 extends ScalarElementwiseF32, ScalarPairwiseF32 {
    /** These loops alone. */
    VectorElementwiseF32 VECTOR = new VectorElementwiseF32() {};

    ReadinessF32 RELU = ReadinessF32.ofOne(VECTOR::relu, PLAIN::relu);
    ReadinessF32 LEAKY_RELU = ReadinessF32.ofOne(
            (x, y, from, to) -> VECTOR.leakyRelu(x, y, from, to, 0.1),
            (x, y, from, to) -> PLAIN.leakyRelu(x, y, from, to, 0.1));
    ReadinessF32 ELU = ReadinessF32.ofOne(
            (x, y, from, to) -> VECTOR.elu(x, y, from, to, 0.1), (x, y, from, to) -> PLAIN.elu(x, y, from, to, 0.1));
    ReadinessF32 CLAMP = ReadinessF32.ofOne(
            (x, y, from, to) -> VECTOR.clamp(x, y, from, to, -1, 1),
            (x, y, from, to) -> PLAIN.clamp(x, y, from, to, -1, 1));

    @Override
    default void relu(float[] x, float[] y, int from, int to) {
        if (RELU.isReady(to - from)) {
            VectorElementwiseLoopsF32.relu(x, y, from, to);
        } else {
            ScalarElementwiseF32.super.relu(x, y, from, to);
        }
    }

    @Override
    default void leakyRelu(float[] x, float[] y, int from, int to, double slope) {
        if (LEAKY_RELU.isReady(to - from)) {
            VectorElementwiseLoopsF32.leakyRelu(x, y, from, to, slope);
        } else {
            ScalarElementwiseF32.super.leakyRelu(x, y, from, to, slope);
        }
    }

    @Override
    default void elu(float[] x, float[] y, int from, int to, double alpha) {
        if (ELU.isReady(to - from)) {
            VectorElementaryLoopsF32.elu(x, y, from, to, alpha);
        } else {
            ScalarElementwiseF32.super.elu(x, y, from, to, alpha);
        }
    }

    @Override
    default void clamp(float[] x, float[] y, int from, int to, double low, double high) {
        if (CLAMP.isReady(to - from)) {
            VectorElementwiseLoopsF32.clamp(x, y, from, to, low, high);
        } else {
            ScalarElementwiseF32.super.clamp(x, y, from, to, low, high);
        }
    }
}
