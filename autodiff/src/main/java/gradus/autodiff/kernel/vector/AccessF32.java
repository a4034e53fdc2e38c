package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;
import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Reading and writing one vector. A loop runs over whole vectors while a {@link #whole} one is
 * left; a {@link #mask} keeps it from reading beyond the end.
 */
final class AccessF32 {
    private AccessF32() {}

    /** Whether a whole vector starts at {@code i}. */
    static boolean whole(int i, int to) {
        return i <= to - LANES;
    }

    /** The lanes from {@code i} to the end, as a mask. */
    static VectorMask<Float> mask(int i, int to) {
        return SPECIES.indexInRange(i, to);
    }

    static FloatVector load(float[] x, int i) {
        return FloatVector.fromArray(SPECIES, x, i);
    }

    static FloatVector load(float[] x, int i, VectorMask<Float> mask) {
        return FloatVector.fromArray(SPECIES, x, i, mask);
    }

    /**
     * The elements {@code x[x0 + i], x[x0 + i + 1], ...} where the step is 1; x[x0] everywhere
     * where it is 0.
     */
    static FloatVector load(float[] x, int x0, int step, int i) {
        return step == 1 ? FloatVector.fromArray(SPECIES, x, x0 + i) : FloatVector.broadcast(SPECIES, x[x0]);
    }
}
