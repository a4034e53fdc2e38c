package gradus.autodiff.check;

import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.primitive.IntInterval;

/**
 * Rounding inside a function, which its last sum does not show where larger numbers have canceled
 * before. It is measured as how far three points in a row beside the function's point are from
 * lying on a line. The point itself is left out, and the three are on one side of it, so that a
 * kink or a jump there is not taken for rounding.
 */
final class InnerRounding {
    private static final int RAYS = 32;

    /**
     * Relative to each number. Its square is less than rounding, and so is what a smooth function
     * curves on the way.
     */
    private static final double NUDGE = 0x1p-28;

    /**
     * For each ray and each result how far it is from a line; empty if nothing is to be forgiven.
     */
    private final ImmutableList<ImmutableList<Tensor>> bends;

    /**
     * Measures a function.
     *
     * @param f gives several results, the same each time: what gives others is wrong, not inexact
     * @param point the numbers that it depends on
     */
    InnerRounding(UnaryOperator<ImmutableList<Tensor>> f, ImmutableList<Tensor> point) {
        this.bends = same(f.apply(point), f.apply(point))
                ? IntInterval.zeroTo(RAYS - 1)
                        .collect(ray -> bend(f, point, ray))
                        .toImmutable()
                : Lists.immutable.empty();
    }

    private static boolean same(ImmutableList<Tensor> one, ImmutableList<Tensor> other) {
        return one.zip(other)
                .allSatisfy(pair -> Arrays.equals(
                        pair.getOne().toDoubleArray(), pair.getTwo().toDoubleArray()));
    }

    private static ImmutableList<Tensor> bend(
            UnaryOperator<ImmutableList<Tensor>> f, ImmutableList<Tensor> point, int ray) {
        ImmutableList<Tensor> first = f.apply(nudged(point, ray, NUDGE));
        ImmutableList<Tensor> second = f.apply(nudged(point, ray, 2 * NUDGE));
        ImmutableList<Tensor> third = f.apply(nudged(point, ray, 3 * NUDGE));
        return first.collectWithIndex(
                (result, i) -> result.sub(second.get(i).mul(2)).add(third.get(i)));
    }

    private static ImmutableList<Tensor> nudged(ImmutableList<Tensor> point, int ray, double size) {
        // split, as the point may be drawn from a seed as small
        Randomness random = Randomness.seeded(ray).split();
        return point.collect(z ->
                z.add(z.mul(Tensor.normal(DType.F64, z.shape(), 0, 1, random)).mul(size)));
    }

    /** What it contributes to a weighted sum of the numbers of one of the results. */
    double of(int result, Tensor weights) {
        return bends.collectDouble(
                        bend -> Math.abs(bend.get(result).mul(weights).sum().item()))
                .maxIfEmpty(0);
    }
}
