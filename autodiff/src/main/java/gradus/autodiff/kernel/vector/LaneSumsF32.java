package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.vector.AccessF32.load;
import static gradus.autodiff.kernel.vector.AccessF32.mask;
import static gradus.autodiff.kernel.vector.AccessF32.whole;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;
import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

import gradus.autodiff.kernel.scalar.ReductionF32;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Sums of a block in the 64 lanes of {@link gradus.autodiff.kernel.scalar.ReductionF32#blockSum}.
 * Four vectors at a time hold lanes that are 16 apart, so that the first halvings add whole
 * vectors, on machines of any width up to 16 lanes.
 */
final class LaneSumsF32 {
    private static final int APART = ReductionF32.SUM_LANES / 4;

    private static final VectorShuffle<Float> BY_8 = shift(8);
    private static final VectorShuffle<Float> BY_4 = shift(4);
    private static final VectorShuffle<Float> BY_2 = shift(2);
    private static final VectorShuffle<Float> BY_1 = shift(1);

    private LaneSumsF32() {}

    private static VectorShuffle<Float> shift(int lanes) {
        return VectorShuffle.iota(SPECIES, lanes % LANES, 1, true);
    }

    static float of(float[] x, int from, int to) {
        if (!whole(from + 1, to)) {
            return fold(FloatVector.zero(SPECIES).add(load(x, from, mask(from, to))));
        }
        return fold(
                switch (LANES) {
                    case 16 -> lanes(x, from, to);
                    case 8 -> lanes(x, from, to).add(lanes(x, from + 8, to));
                    case 4 -> fourLanes(x, from, to);
                    default -> fourLanes(x, from, to).add(fourLanes(x, from + 2, to));
                });
    }

    private static FloatVector fourLanes(float[] x, int from, int to) {
        FloatVector even = lanes(x, from, to).add(lanes(x, from + 8, to));
        return even.add(lanes(x, from + 4, to).add(lanes(x, from + 12, to)));
    }

    /** The sum of the four vectors of lanes that start at {@code from}, 16, 32 and 48 after it. */
    private static FloatVector lanes(float[] x, int from, int to) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = from;
        for (; whole(i + 3 * APART, to); i += 4 * APART) {
            a = a.add(load(x, i));
            b = b.add(load(x, i + APART));
            c = c.add(load(x, i + 2 * APART));
            d = d.add(load(x, i + 3 * APART));
        }
        if (i < to) {
            a = a.add(load(x, i, mask(i, to)));
        }
        if (i + APART < to) {
            b = b.add(load(x, i + APART, mask(i + APART, to)));
        }
        if (i + 2 * APART < to) {
            c = c.add(load(x, i + 2 * APART, mask(i + 2 * APART, to)));
        }
        if (i + 3 * APART < to) {
            d = d.add(load(x, i + 3 * APART, mask(i + 3 * APART, to)));
        }
        return a.add(c).add(b.add(d));
    }

    /** The lanes of one vector, halved until one is left. */
    private static float fold(FloatVector lanes) {
        FloatVector sums = lanes;
        if (LANES >= 16) {
            sums = sums.add(sums.rearrange(BY_8));
        }
        if (LANES >= 8) {
            sums = sums.add(sums.rearrange(BY_4));
        }
        if (LANES >= 4) {
            sums = sums.add(sums.rearrange(BY_2));
        }
        return sums.add(sums.rearrange(BY_1)).lane(0);
    }

    static float ofSquares(float[] x, int from, int to, float scale) {
        return fold(
                switch (LANES) {
                    case 16 -> squares(x, from, to, scale);
                    case 8 -> squares(x, from, to, scale).add(squares(x, from + 8, to, scale));
                    case 4 -> fourSquares(x, from, to, scale);
                    default -> fourSquares(x, from, to, scale).add(fourSquares(x, from + 2, to, scale));
                });
    }

    private static FloatVector fourSquares(float[] x, int from, int to, float scale) {
        FloatVector even = squares(x, from, to, scale).add(squares(x, from + 8, to, scale));
        return even.add(squares(x, from + 4, to, scale).add(squares(x, from + 12, to, scale)));
    }

    private static FloatVector squares(float[] x, int from, int to, float scale) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = from; i < to; i += 4 * APART) {
            a = addSquare(x, i, to, scale, a);
            b = addSquare(x, i + APART, to, scale, b);
            c = addSquare(x, i + 2 * APART, to, scale, c);
            d = addSquare(x, i + 3 * APART, to, scale, d);
        }
        return a.add(c).add(b.add(d));
    }

    private static FloatVector addSquare(float[] x, int i, int to, float scale, FloatVector sum) {
        FloatVector scaled = (whole(i, to) ? load(x, i) : load(x, Math.min(i, to), mask(i, to))).mul(scale);
        return scaled.fma(scaled, sum);
    }
}
