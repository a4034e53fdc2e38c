package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.vector.AccessF32.load;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The largest and the smallest of at least a vector of elements, and where one is. The last vector
 * may look at some of them again. What goes round a loop is an argument, as in {@link LaneSumsF32}.
 */
final class LaneExtremesF32 {
    private LaneExtremesF32() {}

    static float max(float[] x, int from, int to) {
        if (from == to) {
            return Float.NaN;
        }
        FloatVector largest = load(x, from);
        for (int i = from + LANES; i < to; i += LANES) {
            largest = load(x, Math.min(i, to - LANES)).max(largest);
        }
        return load(x, from).max(largest).reduceLanes(VectorOperators.MAX);
    }

    static float min(float[] x, int from, int to) {
        if (from == to) {
            return Float.NaN;
        }
        FloatVector smallest = load(x, from);
        for (int i = from + LANES; i < to; i += LANES) {
            smallest = load(x, Math.min(i, to - LANES)).min(smallest);
        }
        return load(x, from).min(smallest).reduceLanes(VectorOperators.MIN);
    }

    /** Where {@code wanted} stands first; {@code to} if it is missing. */
    static int place(float[] x, int from, int to, float wanted) {
        for (int i = from; i < to; i += LANES) {
            int start = Math.min(i, to - LANES);
            VectorMask<Float> found = load(x, start).eq(wanted);
            if (found.anyTrue()) {
                return start + found.firstTrue();
            }
        }
        return to;
    }
}
