package gradus.autodiff.kernel;

import static gradus.autodiff.kernel.VectorAccessF32.load;
import static gradus.autodiff.kernel.VectorAccessF32.part;
import static gradus.autodiff.kernel.VectorAccessF32.whole;
import static gradus.autodiff.kernel.VectorLanesF32.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Piecewise functions of whole arrays on the Vector API. */
interface VectorElementwiseF32 extends ScalarElementwiseF32 {
    ReadinessF32 RELU = ReadinessF32.ofOne(Kernels::relu);
    ReadinessF32 LEAKY_RELU = ReadinessF32.ofOne((k, x, y, from, to) -> k.leakyRelu(x, y, from, to, 0.1));
    ReadinessF32 ELU = ReadinessF32.ofOne((k, x, y, from, to) -> k.elu(x, y, from, to, 0.1));
    ReadinessF32 CLAMP = ReadinessF32.ofOne((k, x, y, from, to) -> k.clamp(x, y, from, to, -1, 1));

    @Override
    default void relu(float[] x, float[] y, int from, int to) {
        if (!RELU.isReady()) {
            ScalarElementwiseF32.super.relu(x, y, from, to);
            return;
        }
        int i = from;
        for (; whole(i, to); i += LANES) {
            load(x, i).max(0f).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            load(x, i, part).max(0f).intoArray(y, i, part);
        }
    }

    @Override
    default void leakyRelu(float[] x, float[] y, int from, int to, double slope) {
        if (!LEAKY_RELU.isReady()) {
            ScalarElementwiseF32.super.leakyRelu(x, y, from, to, slope);
            return;
        }
        float s = (float) slope;
        int i = from;
        for (; whole(i, to); i += LANES) {
            leaky(load(x, i), s).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            leaky(load(x, i, part), s).intoArray(y, i, part);
        }
    }

    @Override
    default void elu(float[] x, float[] y, int from, int to, double alpha) {
        if (!ELU.isReady()) {
            ScalarElementwiseF32.super.elu(x, y, from, to, alpha);
            return;
        }
        float s = (float) alpha;
        int i = from;
        for (; whole(i, to); i += LANES) {
            elu(load(x, i), s).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            elu(load(x, i, part), s).intoArray(y, i, part);
        }
    }

    @Override
    default void clamp(float[] x, float[] y, int from, int to, double low, double high) {
        if (!CLAMP.isReady()) {
            ScalarElementwiseF32.super.clamp(x, y, from, to, low, high);
            return;
        }
        float least = (float) low;
        float most = (float) high;
        int i = from;
        for (; whole(i, to); i += LANES) {
            load(x, i).max(least).min(most).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            load(x, i, part).max(least).min(most).intoArray(y, i, part);
        }
    }

    private static FloatVector leaky(FloatVector x, float slope) {
        return x.mul(slope).blend(x, x.compare(VectorOperators.GT, 0f));
    }

    private static FloatVector elu(FloatVector x, float alpha) {
        return VectorElementaryF32.expm1(x).mul(alpha).blend(x, x.compare(VectorOperators.GT, 0f));
    }
}
