package gradus.autodiff.kernel;

import static gradus.autodiff.kernel.ScalarKernelsF32.PLAIN;
import static gradus.autodiff.kernel.VectorLanesF32.LANES;

/** Reductions of one block on the Vector API; a block shorter than a vector goes through the plain ones. */
interface VectorReductionF32 extends ScalarReductionF32 {
    /** What the compiler sees rarely it does not inline: these have parts to inline, so that no call is on nothing. */
    int FEW = 20;

    ReadinessF32 SUM = ReadinessF32.of(
            (x, _, n, _) -> VectorKernelsF32.VECTOR.blockSum(x, 0, Math.max(n, FEW)),
            (x, _, n, _) -> PLAIN.blockSum(x, 0, Math.max(n, FEW)));
    ReadinessF32 SQUARES = ReadinessF32.of(
            (x, _, n, _) -> VectorKernelsF32.VECTOR.blockSquares(x, 0, Math.max(n, FEW), 2),
            (x, _, n, _) -> PLAIN.blockSquares(x, 0, Math.max(n, FEW), 2));
    ReadinessF32 MAX = ReadinessF32.of(
            (x, _, n, _) -> VectorExtremesF32.max(x, 0, enough(n)),
            (x, _, n, _) -> VectorKernelsF32.VECTOR.blockMax(x, 0, n),
            (x, _, n, _) -> PLAIN.blockMax(x, 0, n));
    ReadinessF32 MIN = ReadinessF32.of(
            (x, _, n, _) -> VectorExtremesF32.min(x, 0, enough(n)),
            (x, _, n, _) -> VectorKernelsF32.VECTOR.blockMin(x, 0, n),
            (x, _, n, _) -> PLAIN.blockMin(x, 0, n));
    ReadinessF32 PLACE = ReadinessF32.of(
            (x, _, n, _) -> VectorExtremesF32.place(x, 0, enough(n), 9),
            (x, _, n, _) -> VectorKernelsF32.VECTOR.place(x, 0, n, 9),
            (x, _, n, _) -> PLAIN.place(x, 0, n, 9));

    private static int enough(int n) {
        return n == 0 ? 0 : Math.max(n, LANES);
    }

    @Override
    default float blockSum(float[] x, int from, int to) {
        return to - from >= LANES && SUM.isReady(to - from)
                ? VectorSumF32.of(x, from, to)
                : ScalarReductionF32.super.blockSum(x, from, to);
    }

    @Override
    default float blockSquares(float[] x, int from, int to, float scale) {
        return SQUARES.isReady(to - from)
                ? VectorSumF32.ofSquares(x, from, to, scale)
                : ScalarReductionF32.super.blockSquares(x, from, to, scale);
    }

    @Override
    default float blockMax(float[] x, int from, int to) {
        return to - from >= LANES && MAX.isReady(to - from)
                ? VectorExtremesF32.max(x, from, to)
                : ScalarReductionF32.super.blockMax(x, from, to);
    }

    @Override
    default float blockMin(float[] x, int from, int to) {
        return to - from >= LANES && MIN.isReady(to - from)
                ? VectorExtremesF32.min(x, from, to)
                : ScalarReductionF32.super.blockMin(x, from, to);
    }

    @Override
    default int place(float[] x, int from, int to, float wanted) {
        return to - from >= LANES && !Float.isNaN(wanted) && PLACE.isReady(to - from)
                ? VectorExtremesF32.place(x, from, to, wanted)
                : ScalarReductionF32.super.place(x, from, to, wanted);
    }
}
