package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.vector.AccessF32.load;
import static gradus.autodiff.kernel.vector.AccessF32.part;
import static gradus.autodiff.kernel.vector.AccessF32.whole;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The loops of {@link VectorElementwiseF32}. */
final class PiecewiseLoopsF32 {
    private PiecewiseLoopsF32() {}

    static void relu(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; whole(i, to); i += LANES) {
            load(x, i).max(0f).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            load(x, i, part).max(0f).intoArray(y, i, part);
        }
    }

    static void leakyRelu(float[] x, float[] y, int from, int to, double slope) {
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

    static void clamp(float[] x, float[] y, int from, int to, double low, double high) {
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
}
