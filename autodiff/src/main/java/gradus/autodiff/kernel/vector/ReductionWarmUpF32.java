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

    static final WarmUpF32 SUM = WarmUpF32.of(
            (x, _, n, _) -> VECTOR.blockSum(x, 0, Math.max(n, FEW)),
            (x, _, n, _) -> PLAIN.blockSum(x, 0, Math.max(n, FEW)));
    static final WarmUpF32 SQUARES = WarmUpF32.of(
            (x, _, n, _) -> VECTOR.blockSquares(x, 0, Math.max(n, FEW), 2),
            (x, _, n, _) -> PLAIN.blockSquares(x, 0, Math.max(n, FEW), 2));
    static final WarmUpF32 MAX = WarmUpF32.of(
            (x, _, n, _) -> LaneExtremesF32.max(x, 0, enough(n)),
            (x, _, n, _) -> VECTOR.blockMax(x, 0, n),
            (x, _, n, _) -> PLAIN.blockMax(x, 0, n));
    static final WarmUpF32 MIN = WarmUpF32.of(
            (x, _, n, _) -> LaneExtremesF32.min(x, 0, enough(n)),
            (x, _, n, _) -> VECTOR.blockMin(x, 0, n),
            (x, _, n, _) -> PLAIN.blockMin(x, 0, n));
    static final WarmUpF32 PLACE = WarmUpF32.of(
            (x, _, n, _) -> LaneExtremesF32.place(x, 0, enough(n), 9),
            (x, _, n, _) -> VECTOR.place(x, 0, n, 9),
            (x, _, n, _) -> PLAIN.place(x, 0, n, 9));

    private ReductionWarmUpF32() {}

    private static int enough(int n) {
        return n == 0 ? 0 : Math.max(n, LANES);
    }
}
