package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.scalar.ReductionF32;

/**
 * Reductions of one block on the Vector API; a block shorter than a vector goes through the plain
 * ones.
 */
public interface VectorReductionF32 extends ReductionF32 {
    @Override
    default float blockSum(float[] x, int from, int to) {
        return to - from >= LANES && ReductionWarmUpF32.SUM.isReady(to - from)
                ? LaneSumsF32.of(x, from, to)
                : ReductionF32.super.blockSum(x, from, to);
    }

    @Override
    default float blockSquares(float[] x, int from, int to, float scale) {
        return ReductionWarmUpF32.SQUARES.isReady(to - from)
                ? LaneSumsF32.ofSquares(x, from, to, scale)
                : ReductionF32.super.blockSquares(x, from, to, scale);
    }

    @Override
    default float blockMax(float[] x, int from, int to) {
        return to - from >= LANES && ReductionWarmUpF32.MAX.isReady(to - from)
                ? LaneExtremesF32.max(x, from, to)
                : ReductionF32.super.blockMax(x, from, to);
    }

    @Override
    default float blockMin(float[] x, int from, int to) {
        return to - from >= LANES && ReductionWarmUpF32.MIN.isReady(to - from)
                ? LaneExtremesF32.min(x, from, to)
                : ReductionF32.super.blockMin(x, from, to);
    }

    @Override
    default int place(float[] x, int from, int to, float wanted) {
        return to - from >= LANES && !Float.isNaN(wanted) && ReductionWarmUpF32.PLACE.isReady(to - from)
                ? LaneExtremesF32.place(x, from, to, wanted)
                : ReductionF32.super.place(x, from, to, wanted);
    }
}
