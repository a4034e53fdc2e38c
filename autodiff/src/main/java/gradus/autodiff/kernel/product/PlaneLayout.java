package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.ConvolutionShape.Along;
import java.util.function.IntPredicate;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * How planes of images lie in memory where a convolution reads them: as they are, or in a copy.
 *
 * @param inPlace whether they are read as they are
 * @param steps how far apart neighbors along each axis are
 * @param size the places of a plane
 * @param lines for each line of a copy the line of the image that it has; -1 for zeros
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PlaneLayout(boolean inPlace, ImmutableList<CopiedAxis> axes, int[] steps, int size, int[] lines) {
    /**
     * As they are where they have no zeros around or between and no stride along the last axis.
     *
     * @param readsInPlace whether rows of so many results may be read in place
     */
    static PlaneLayout of(ConvolutionShape shape, IntPredicate readsInPlace) {
        Along last = shape.axes().getLast();
        boolean inPlace = last.stride() == 1
                && readsInPlace.test(last.count())
                && shape.axes().allSatisfy(PlaneLayout::isWithin);
        return inPlace
                ? inPlace(shape.axes().collect(axis -> CopiedAxis.whole(axis.length())))
                : copied(shape.axes()
                        .collectWithIndex((axis, i) ->
                                CopiedAxis.of(axis, i == shape.axes().size() - 1)));
    }

    private static boolean isWithin(Along axis) {
        return axis.before() == 0 && axis.spread() == 1 && axis.span() <= axis.length();
    }

    /** Planes that are read as they are. */
    static PlaneLayout inPlace(ImmutableList<CopiedAxis> axes) {
        return of(true, axes, new int[0]);
    }

    /** Planes that are copied. */
    static PlaneLayout copied(ImmutableList<CopiedAxis> axes) {
        int count = 1;
        for (CopiedAxis axis : axes.take(axes.size() - 1)) {
            count = Math.multiplyExact(count, axis.size());
        }
        int[] lines = new int[count];
        for (int line = 0; line < count; line++) {
            int rest = line;
            int step = 1;
            for (int axis = axes.size() - 2; axis >= 0 && lines[line] >= 0; axis--) {
                CopiedAxis copied = axes.get(axis);
                int element = copied.element(rest % copied.size());
                lines[line] = element < 0 ? -1 : lines[line] + element * step;
                rest /= copied.size();
                step *= copied.length();
            }
        }
        return of(false, axes, lines);
    }

    private static PlaneLayout of(boolean inPlace, ImmutableList<CopiedAxis> axes, int[] lines) {
        int[] steps = new int[axes.size()];
        int size = 1;
        for (int axis = steps.length - 1; axis >= 0; axis--) {
            steps[axis] = size;
            size = Math.multiplyExact(size, axes.get(axis).size());
        }
        return new PlaneLayout(inPlace, axes, steps, size, lines);
    }

    /** How far from the first place of a plane one is, along an axis. */
    int to(int axis, int place) {
        return axes.get(axis).to(place) * steps[axis];
    }
}
