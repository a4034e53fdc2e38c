package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;
import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

import gradus.autodiff.kernel.scalar.ReductionF32;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of a block in the 64 lanes of {@link gradus.autodiff.kernel.scalar.ReductionF32#blockSum}.
 * Four vectors at a time hold lanes that are 16 apart, so that the first halvings add whole
 * vectors. Vectors have eight lanes at most: arrays seldom begin where a cache line does, and each
 * load of sixteen floats would reach into the next.
 *
 * <p>The end of a row is rare beside its middle, and the compiler does not inline what is rare: a
 * vector that crosses such a call becomes an object, at every row. So the loads there are written
 * out, which are methods that it always inlines.
 */
final class LaneSumsF32 {
    private static final VectorSpecies<Float> SUMS = LANES > 8 ? LanesF32.HALF : SPECIES;
    private static final int WIDTH = SUMS.length();
    private static final int ROUND = ReductionF32.SUM_LANES;
    private static final int APART = ROUND / 4;

    private static final VectorShuffle<Float> BY_4 = shift(4);
    private static final VectorShuffle<Float> BY_2 = shift(2);
    private static final VectorShuffle<Float> BY_1 = shift(1);

    private LaneSumsF32() {}

    private static VectorShuffle<Float> shift(int lanes) {
        return VectorShuffle.iota(SUMS, lanes % WIDTH, 1, true);
    }

    static float of(float[] x, int from, int to) {
        return switch (WIDTH) {
            case 8 -> ofEight(x, from, to);
            case 4 -> fold(fourLanes(x, from, to));
            default -> fold(fourLanes(x, from, to).add(fourLanes(x, from + 2, to)));
        };
    }

    /**
     * All in one method, long as it is: a vector that a method gives back may become an object. The
     * first halvings add sums that are 32 apart, then such as are 16 apart, and then 8.
     */
    private static float ofEight(float[] x, int from, int to) {
        FloatVector a = FloatVector.zero(SUMS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        int i = from;
        for (; i <= to - ROUND; i += ROUND) {
            a = FloatVector.fromArray(SUMS, x, i).add(a);
            b = FloatVector.fromArray(SUMS, x, i + 8).add(b);
            c = FloatVector.fromArray(SUMS, x, i + 16).add(c);
            d = FloatVector.fromArray(SUMS, x, i + 24).add(d);
            e = FloatVector.fromArray(SUMS, x, i + 32).add(e);
            f = FloatVector.fromArray(SUMS, x, i + 40).add(f);
            g = FloatVector.fromArray(SUMS, x, i + 48).add(g);
            h = FloatVector.fromArray(SUMS, x, i + 56).add(h);
        }
        int whole = (to - i) / 8;
        if (whole > 0) {
            a = FloatVector.fromArray(SUMS, x, i).add(a);
        }
        if (whole > 1) {
            b = FloatVector.fromArray(SUMS, x, i + 8).add(b);
        }
        if (whole > 2) {
            c = FloatVector.fromArray(SUMS, x, i + 16).add(c);
        }
        if (whole > 3) {
            d = FloatVector.fromArray(SUMS, x, i + 24).add(d);
        }
        if (whole > 4) {
            e = FloatVector.fromArray(SUMS, x, i + 32).add(e);
        }
        if (whole > 5) {
            f = FloatVector.fromArray(SUMS, x, i + 40).add(f);
        }
        if (whole > 6) {
            g = FloatVector.fromArray(SUMS, x, i + 48).add(g);
        }
        int part = (to - i) % 8;
        if (part > 0) {
            FloatVector last = FloatVector.fromArray(SUMS, x, to - part, SUMS.indexInRange(0, part));
            switch (whole) {
                case 0 -> a = last.add(a);
                case 1 -> b = last.add(b);
                case 2 -> c = last.add(c);
                case 3 -> d = last.add(d);
                case 4 -> e = last.add(e);
                case 5 -> f = last.add(f);
                case 6 -> g = last.add(g);
                default -> h = last.add(h);
            }
        }
        FloatVector none = FloatVector.broadcast(SUMS, -0f);
        FloatVector even = none.add(a).add(e).add(none.add(c).add(g));
        FloatVector sums = even.add(none.add(b).add(f).add(none.add(d).add(h)));
        sums = sums.add(sums.rearrange(BY_4));
        sums = sums.add(sums.rearrange(BY_2));
        return sums.add(sums.rearrange(BY_1)).lane(0);
    }

    private static FloatVector fourLanes(float[] x, int from, int to) {
        FloatVector even = lanes(x, from, to).add(lanes(x, from + 8, to));
        return even.add(lanes(x, from + 4, to).add(lanes(x, from + 12, to)));
    }

    /** The sum of the four vectors of lanes that start at {@code from}, 16, 32 and 48 after it. */
    private static FloatVector lanes(float[] x, int from, int to) {
        FloatVector a = FloatVector.zero(SUMS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = from;
        for (; i + 3 * APART <= to - WIDTH; i += ROUND) {
            a = FloatVector.fromArray(SUMS, x, i).add(a);
            b = FloatVector.fromArray(SUMS, x, i + APART).add(b);
            c = FloatVector.fromArray(SUMS, x, i + 2 * APART).add(c);
            d = FloatVector.fromArray(SUMS, x, i + 3 * APART).add(d);
        }
        if (i < to) {
            a = FloatVector.fromArray(SUMS, x, i, SUMS.indexInRange(i, to)).add(a);
        }
        if (i + APART < to) {
            b = FloatVector.fromArray(SUMS, x, i + APART, SUMS.indexInRange(i + APART, to))
                    .add(b);
        }
        if (i + 2 * APART < to) {
            c = FloatVector.fromArray(SUMS, x, i + 2 * APART, SUMS.indexInRange(i + 2 * APART, to))
                    .add(c);
        }
        if (i + 3 * APART < to) {
            d = FloatVector.fromArray(SUMS, x, i + 3 * APART, SUMS.indexInRange(i + 3 * APART, to))
                    .add(d);
        }
        FloatVector none = FloatVector.broadcast(SUMS, -0f);
        return none.add(a).add(c).add(none.add(b).add(d));
    }

    /** The lanes of one vector, halved until one is left. */
    private static float fold(FloatVector lanes) {
        FloatVector four = WIDTH < 8 ? lanes : lanes.add(lanes.rearrange(BY_4));
        FloatVector two = WIDTH < 4 ? four : four.add(four.rearrange(BY_2));
        return two.add(two.rearrange(BY_1)).lane(0);
    }

    static float ofSquares(float[] x, int from, int to, float scale) {
        return fold(
                switch (WIDTH) {
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
        FloatVector a = FloatVector.zero(SUMS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = from; i < to; i += ROUND) {
            a = addSquare(x, i, to, scale, a);
            b = addSquare(x, i + APART, to, scale, b);
            c = addSquare(x, i + 2 * APART, to, scale, c);
            d = addSquare(x, i + 3 * APART, to, scale, d);
        }
        FloatVector none = FloatVector.broadcast(SUMS, -0f);
        return none.add(a).add(c).add(none.add(b).add(d));
    }

    private static FloatVector addSquare(float[] x, int i, int to, float scale, FloatVector sum) {
        FloatVector scaled = (i <= to - WIDTH
                        ? FloatVector.fromArray(SUMS, x, i)
                        : FloatVector.fromArray(SUMS, x, Math.min(i, to), SUMS.indexInRange(Math.min(i, to), to)))
                .mul(scale);
        return scaled.fma(scaled, sum);
    }
}
