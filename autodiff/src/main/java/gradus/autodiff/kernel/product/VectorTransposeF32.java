package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.vector.LanesF32;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Turns strips of a matrix whose columns are contiguous, so that its rows are: eight columns at a
 * time, by exchanging ever smaller squares (Eklundh, IEEE Trans. Comput. C-21, 1972): the largest by
 * loading them where they go, the others in registers. Nothing is read before the first column or
 * after the last.
 */
final class VectorTransposeF32 {
    private static final VectorSpecies<Float> EIGHT =
            VectorSpecies.of(float.class, VectorShape.forBitSize(8 * Float.SIZE));

    /** Whether vectors can hold eight elements. */
    static final boolean POSSIBLE = LanesF32.LANES >= 8;

    private static final VectorShuffle<Float> DOWN2 = VectorShuffle.iota(EIGHT, -2, 1, true);
    private static final VectorShuffle<Float> DOWN1 = VectorShuffle.iota(EIGHT, -1, 1, true);
    private static final VectorShuffle<Float> UP2 = VectorShuffle.iota(EIGHT, 2, 1, true);
    private static final VectorShuffle<Float> UP1 = VectorShuffle.iota(EIGHT, 1, 1, true);
    private static final VectorMask<Float> SECOND4 = VectorMask.fromLong(EIGHT, 0xF0);
    private static final VectorMask<Float> SECOND2 = VectorMask.fromLong(EIGHT, 0xCC);
    private static final VectorMask<Float> SECOND1 = VectorMask.fromLong(EIGHT, 0xAA);

    private VectorTransposeF32() {}

    /**
     * Eight columns side by side; only {@code steps} rounded down to a multiple of eight, which it
     * returns.
     */
    static int eight(float[] x, int x0, int columnStep, int steps, float[] packed, int p0, int packedStep) {
        int start1 = x0 + columnStep;
        int start2 = x0 + 2 * columnStep;
        int start3 = x0 + 3 * columnStep;
        int start4 = x0 + 4 * columnStep;
        int start5 = x0 + 5 * columnStep;
        int start6 = x0 + 6 * columnStep;
        int start7 = x0 + 7 * columnStep;
        int step = 0;
        for (; step <= steps - 8; step += 8) {
            FloatVector column0 = FloatVector.fromArray(EIGHT, x, x0 + step);
            FloatVector column1 = FloatVector.fromArray(EIGHT, x, start1 + step);
            FloatVector column2 = FloatVector.fromArray(EIGHT, x, start2 + step);
            FloatVector column3 = FloatVector.fromArray(EIGHT, x, start3 + step);
            FloatVector column4 = FloatVector.fromArray(EIGHT, x, start4 + step);
            FloatVector column5 = FloatVector.fromArray(EIGHT, x, start5 + step);
            FloatVector column6 = FloatVector.fromArray(EIGHT, x, start6 + step);
            FloatVector column7 = FloatVector.fromArray(EIGHT, x, start7 + step);
            // halves that change places are loaded where they go
            FloatVector four0 = column0.blend(FloatVector.fromArray(EIGHT, x, start4 + step - 4), SECOND4);
            FloatVector four4 = FloatVector.fromArray(EIGHT, x, x0 + step + 4).blend(column4, SECOND4);
            FloatVector four1 = column1.blend(FloatVector.fromArray(EIGHT, x, start5 + step - 4), SECOND4);
            FloatVector four5 =
                    FloatVector.fromArray(EIGHT, x, start1 + step + 4).blend(column5, SECOND4);
            FloatVector four2 = column2.blend(FloatVector.fromArray(EIGHT, x, start6 + step - 4), SECOND4);
            FloatVector four6 =
                    FloatVector.fromArray(EIGHT, x, start2 + step + 4).blend(column6, SECOND4);
            FloatVector four3 = column3.blend(FloatVector.fromArray(EIGHT, x, start7 + step - 4), SECOND4);
            FloatVector four7 =
                    FloatVector.fromArray(EIGHT, x, start3 + step + 4).blend(column7, SECOND4);
            FloatVector two0 = four0.blend(four2.rearrange(DOWN2), SECOND2);
            FloatVector two2 = four0.rearrange(UP2).blend(four2, SECOND2);
            FloatVector two1 = four1.blend(four3.rearrange(DOWN2), SECOND2);
            FloatVector two3 = four1.rearrange(UP2).blend(four3, SECOND2);
            FloatVector two4 = four4.blend(four6.rearrange(DOWN2), SECOND2);
            FloatVector two6 = four4.rearrange(UP2).blend(four6, SECOND2);
            FloatVector two5 = four5.blend(four7.rearrange(DOWN2), SECOND2);
            FloatVector two7 = four5.rearrange(UP2).blend(four7, SECOND2);
            FloatVector one0 = two0.blend(two1.rearrange(DOWN1), SECOND1);
            FloatVector one1 = two0.rearrange(UP1).blend(two1, SECOND1);
            FloatVector one2 = two2.blend(two3.rearrange(DOWN1), SECOND1);
            FloatVector one3 = two2.rearrange(UP1).blend(two3, SECOND1);
            FloatVector one4 = two4.blend(two5.rearrange(DOWN1), SECOND1);
            FloatVector one5 = two4.rearrange(UP1).blend(two5, SECOND1);
            FloatVector one6 = two6.blend(two7.rearrange(DOWN1), SECOND1);
            FloatVector one7 = two6.rearrange(UP1).blend(two7, SECOND1);
            int to = p0 + step * packedStep;
            one0.intoArray(packed, to);
            one1.intoArray(packed, to + packedStep);
            one2.intoArray(packed, to + 2 * packedStep);
            one3.intoArray(packed, to + 3 * packedStep);
            one4.intoArray(packed, to + 4 * packedStep);
            one5.intoArray(packed, to + 5 * packedStep);
            one6.intoArray(packed, to + 6 * packedStep);
            one7.intoArray(packed, to + 7 * packedStep);
        }
        return step;
    }

    /** Four columns side by side, one number at a time, for the rows that are left. */
    static void four(
            float[] x, int x0, int columnStep, int last, int from, int steps, float[] packed, int p0, int packedStep) {
        int start1 = x0 + Math.min(1, last) * columnStep;
        int start2 = x0 + Math.min(2, last) * columnStep;
        int start3 = x0 + Math.min(3, last) * columnStep;
        for (int step = from; step < steps; step++) {
            int to = p0 + step * packedStep;
            packed[to] = x[x0 + step];
            packed[to + 1] = x[start1 + step];
            packed[to + 2] = x[start2 + step];
            packed[to + 3] = x[start3 + step];
        }
    }
}
