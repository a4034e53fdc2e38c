package gradus.autodiff.kernel;

import static gradus.autodiff.kernel.VectorAccessF32.load;
import static gradus.autodiff.kernel.VectorAccessF32.part;
import static gradus.autodiff.kernel.VectorAccessF32.whole;
import static gradus.autodiff.kernel.VectorLanesF32.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Reductions of one block on the Vector API. */
interface VectorReductionF32 extends ScalarReductionF32 {
    ReadinessF32 SUM = ReadinessF32.of((k, x, y, n, call) -> k.sum(x, y, 1, call % 8 == 0 ? 3 * n : n, 1));
    ReadinessF32 SQUARES = ReadinessF32.of((k, x, y, n, call) -> k.norm(x, y, 1, call % 8 == 0 ? 3 * n : n, 1));
    ReadinessF32 MAX = ReadinessF32.of((k, x, y, n, call) -> k.max(x, y, 1, call % 8 == 0 ? 3 * n : n, 1));
    ReadinessF32 MIN = ReadinessF32.of((k, x, y, n, call) -> k.min(x, y, 1, call % 8 == 0 ? 3 * n : n, 1));
    ReadinessF32 PLACE =
            ReadinessF32.of((k, x, y, n, call) -> k.argMax(x, new int[1], 1, call % 8 == 0 ? 3 * n : n, 1));

    @Override
    default float blockSum(float[] x, int from, int to) {
        return SUM.isReady() ? VectorSumF32.of(x, from, to) : ScalarReductionF32.super.blockSum(x, from, to);
    }

    @Override
    default float blockSquares(float[] x, int from, int to, float scale) {
        return SQUARES.isReady()
                ? VectorSumF32.ofSquares(x, from, to, scale)
                : ScalarReductionF32.super.blockSquares(x, from, to, scale);
    }

    @Override
    default float blockMax(float[] x, int from, int to) {
        if (!MAX.isReady()) {
            return ScalarReductionF32.super.blockMax(x, from, to);
        }
        if (!whole(from, to)) {
            return load(x, from, part(from, to)).reduceLanes(VectorOperators.MAX, part(from, to));
        }
        FloatVector largest = load(x, from);
        for (int i = from + LANES; whole(i, to); i += LANES) {
            largest = largest.max(load(x, i));
        }
        // the last whole vector may look at some elements again
        return largest.max(load(x, to - LANES)).reduceLanes(VectorOperators.MAX);
    }

    @Override
    default float blockMin(float[] x, int from, int to) {
        if (!MIN.isReady()) {
            return ScalarReductionF32.super.blockMin(x, from, to);
        }
        if (!whole(from, to)) {
            return load(x, from, part(from, to)).reduceLanes(VectorOperators.MIN, part(from, to));
        }
        FloatVector smallest = load(x, from);
        for (int i = from + LANES; whole(i, to); i += LANES) {
            smallest = smallest.min(load(x, i));
        }
        return smallest.min(load(x, to - LANES)).reduceLanes(VectorOperators.MIN);
    }

    @Override
    default int place(float[] x, int from, int to, float wanted) {
        if (Float.isNaN(wanted) || !PLACE.isReady()) {
            return ScalarReductionF32.super.place(x, from, to, wanted);
        }
        int i = from;
        for (; whole(i, to); i += LANES) {
            VectorMask<Float> found = load(x, i).eq(wanted);
            if (found.anyTrue()) {
                return i + found.firstTrue();
            }
        }
        VectorMask<Float> part = part(i, to);
        return Math.min(to, i + load(x, i, part).eq(wanted).and(part).firstTrue());
    }
}
