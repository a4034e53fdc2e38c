package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.scalar.ScalarLoopsF32.PLAIN;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;
import static gradus.autodiff.kernel.vector.VectorLoopsF32.VECTOR;

/**
 * The warm-up of the loops of {@link VectorReductionF32}. It is no part of that interface: a class
 * that waits for its interfaces must not be asked for by one of them.
 */
final class ReductionWarmUpF32 {
    /**
     * What the compiler sees rarely it does not inline: these have parts to inline, so that no call
     * is on nothing.
     */
    private static final int FEW = 20;

    /** Not among the numbers of a race. */
    private static final float MISSING = 9;

    /** So many places are looked for, evenly apart. */
    private static final int PLACES = 8;

    static final WarmUpF32 SUM = new WarmUpF32(
            "sum",
            () -> RaceF32.of(
                    (x, y, n, _) -> y[0] = VECTOR.blockSum(x, 0, some(n)),
                    (x, y, n, _) -> y[0] = PLAIN.blockSum(x, 0, some(n))));
    static final WarmUpF32 SQUARES = new WarmUpF32(
            "sum of squares",
            () -> RaceF32.of(
                    (x, y, n, _) -> y[0] = VECTOR.blockSquares(x, 0, some(n), 2),
                    (x, y, n, _) -> y[0] = PLAIN.blockSquares(x, 0, some(n), 2)));
    static final WarmUpF32 MAX = new WarmUpF32(
            "max",
            () -> RaceF32.of(
                    (x, y, n, _) -> y[0] = LaneExtremesF32.max(x, 0, enough(n)),
                    (x, y, n, _) -> y[0] = VECTOR.blockMax(x, 0, n),
                    (x, y, n, _) -> y[0] = PLAIN.blockMax(x, 0, n)));
    static final WarmUpF32 MIN = new WarmUpF32(
            "min",
            () -> RaceF32.of(
                    (x, y, n, _) -> y[0] = LaneExtremesF32.min(x, 0, enough(n)),
                    (x, y, n, _) -> y[0] = VECTOR.blockMin(x, 0, n),
                    (x, y, n, _) -> y[0] = PLAIN.blockMin(x, 0, n)));
    static final WarmUpF32 PLACE = new WarmUpF32(
            "place",
            () -> RaceF32.of(
                    (x, y, n, call) -> y[0] = LaneExtremesF32.place(x, 0, enough(n), wanted(x, n, call)),
                    (x, y, n, call) -> y[0] = VECTOR.place(x, 0, n, wanted(x, n, call)),
                    (x, y, n, call) -> y[0] = PLAIN.place(x, 0, n, wanted(x, n, call))));

    private ReductionWarmUpF32() {}

    /** In every second call a number from some place, in the others one that is nowhere. */
    private static float wanted(float[] x, int n, int call) {
        return call % 2 == 0 ? x[n - n * (call / 2 % PLACES) / PLACES] : MISSING;
    }

    private static int some(int n) {
        return n == 0 ? FEW : n;
    }

    /** Those loops start with a whole vector. */
    private static int enough(int n) {
        return n < LANES ? 0 : n;
    }
}
