package gradus.autodiff;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/** The shape of the images that a transposed convolution gives. */
final class TransposedShape {
    private static final String OPERATOR = "convolveTransposed";

    private TransposedShape() {}

    /** The smallest images that lead to these results, and {@code more} elements at the end of each axis. */
    static Shape of(Shape g, Shape w, Convolution how, int... more) {
        int axes = g.rank() - 2;
        if (axes < 1 || axes > 3 || w.rank() != g.rank() || g.dim(1) != w.dim(0)) {
            throw new ShapeException(
                    OPERATOR,
                    "results [n, outputs, ...] and weights [outputs, channels / groups, ...] with 1 to 3 spatial axes",
                    g + " and " + w,
                    "");
        }
        Given.of(OPERATOR, "numbers of elements to add", more);
        if (more.length > 1 && more.length != axes) {
            throw new ShapeException(
                    OPERATOR,
                    "one number of elements to add, or one for each of the "
                            + GradusException.counted(axes, "spatial axis", "spatial axes"),
                    more.length + "",
                    "");
        }
        int[] dims = g.toArray();
        dims[1] = Math.multiplyExact(w.dim(1), how.groups());
        for (int axis = 0; axis < axes; axis++) {
            int stride = each(how.stride(), axis);
            int added = more.length == 0 ? 0 : more[more.length == 1 ? 0 : axis];
            if (added < 0 || added >= Math.max(stride, each(how.dilation(), axis))) {
                throw new ArgumentException(
                        OPERATOR, "0 or more elements to add, fewer than the stride " + stride, added + "", "");
            }
            dims[axis + 2] = length(g.dim(axis + 2), w.dim(axis + 2), stride, how, axis) + added;
        }
        return Shape.of(dims);
    }

    private static int length(int count, int window, int stride, Convolution how, int axis) {
        if (each(how.inputDilation(), axis) != 1) {
            throw new ArgumentException(
                    OPERATOR,
                    "a convolution without input dilation",
                    how.inputDilation().toString(),
                    "");
        }
        int length = switch (how.padding()) {
            case Convolution.Pads.Same() -> Math.multiplyExact(count - 1, stride) + 1;
            case Convolution.Pads.Numbers(ImmutableIntList before, ImmutableIntList after) ->
                Math.multiplyExact(count - 1, stride)
                        + (window - 1) * each(how.dilation(), axis)
                        + 1
                        - each(before, axis)
                        - each(after, axis);
        };
        if (length < 1) {
            throw new ShapeException(
                    OPERATOR,
                    "less padding than what the results come from",
                    "images of length " + length + " along axis " + (axis + 2),
                    "");
        }
        return length;
    }

    private static int each(ImmutableIntList numbers, int axis) {
        return numbers.get(Math.min(axis, numbers.size() - 1));
    }
}
