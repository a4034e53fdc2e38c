package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.scalar.ScalarLoopsF32.PLAIN;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.scalar.ReductionF32;

/**
 * Reductions of one block on the Vector API; a block shorter than a vector goes through the plain
 * ones.
 */
public interface VectorReductionF32 extends ReductionF32 {
    /**
     * What the compiler sees rarely it does not inline: these have parts to inline, so that no call
     * is on nothing.
     */
    int FEW = 20;

    WarmUpF32 SUM = WarmUpF32.of(
            (x, _, n, _) -> VectorLoopsF32.VECTOR.blockSum(x, 0, Math.max(n, FEW)),
            (x, _, n, _) -> PLAIN.blockSum(x, 0, Math.max(n, FEW)));
    WarmUpF32 SQUARES = WarmUpF32.of(
            (x, _, n, _) -> VectorLoopsF32.VECTOR.blockSquares(x, 0, Math.max(n, FEW), 2),
            (x, _, n, _) -> PLAIN.blockSquares(x, 0, Math.max(n, FEW), 2));
    WarmUpF32 MAX = WarmUpF32.of(
            (x, _, n, _) -> LaneExtremesF32.max(x, 0, enough(n)),
            (x, _, n, _) -> VectorLoopsF32.VECTOR.blockMax(x, 0, n),
            (x, _, n, _) -> PLAIN.blockMax(x, 0, n));
    WarmUpF32 MIN = WarmUpF32.of(
            (x, _, n, _) -> LaneExtremesF32.min(x, 0, enough(n)),
            (x, _, n, _) -> VectorLoopsF32.VECTOR.blockMin(x, 0, n),
            (x, _, n, _) -> PLAIN.blockMin(x, 0, n));
    WarmUpF32 PLACE = WarmUpF32.of(
            (x, _, n, _) -> LaneExtremesF32.place(x, 0, enough(n), 9),
            (x, _, n, _) -> VectorLoopsF32.VECTOR.place(x, 0, n, 9),
            (x, _, n, _) -> PLAIN.place(x, 0, n, 9));

    private static int enough(int n) {
        return n == 0 ? 0 : Math.max(n, LANES);
    }

    @Override
    default float blockSum(float[] x, int from, int to) {
        return to - from >= LANES && SUM.isReady(to - from)
                ? LaneSumsF32.of(x, from, to)
                : ReductionF32.super.blockSum(x, from, to);
    }

    @Override
    default float blockSquares(float[] x, int from, int to, float scale) {
        return SQUARES.isReady(to - from)
                ? LaneSumsF32.ofSquares(x, from, to, scale)
                : ReductionF32.super.blockSquares(x, from, to, scale);
    }

    @Override
    default float blockMax(float[] x, int from, int to) {
        return to - from >= LANES && MAX.isReady(to - from)
                ? LaneExtremesF32.max(x, from, to)
                : ReductionF32.super.blockMax(x, from, to);
    }

    @Override
    default float blockMin(float[] x, int from, int to) {
        return to - from >= LANES && MIN.isReady(to - from)
                ? LaneExtremesF32.min(x, from, to)
                : ReductionF32.super.blockMin(x, from, to);
    }

    @Override
    default int place(float[] x, int from, int to, float wanted) {
        return to - from >= LANES && !Float.isNaN(wanted) && PLACE.isReady(to - from)
                ? LaneExtremesF32.place(x, from, to, wanted)
                : ReductionF32.super.place(x, from, to, wanted);
    }
}
