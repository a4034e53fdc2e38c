package gradus.autodiff;

/** The shape of the images that a transposed convolution gives. */
final class TransposedShape {
    private static final String OPERATOR = "convolveTransposed";

    private TransposedShape() {}

    /** The smallest images that lead to these results, and {@code more} elements at the end of each axis. */
    static Shape of(Shape g, Shape w, Convolution how, int... more) {
        int axes = g.rank() - 2;
        if (axes < 1 || axes > 3 || w.rank() != g.rank()) {
            throw new ShapeException(
                    OPERATOR,
                    "results [n, outputs, ...] and weights [outputs, channels / groups, ...] with the same 1 to 3 "
                            + "spatial axes",
                    g + " and " + w,
                    "");
        }
        if (g.dim(1) != w.dim(0)) {
            throw new ShapeException(
                    OPERATOR,
                    "weights [" + g.dim(1) + ", channels / groups, ...] for results of "
                            + GradusException.counted(g.dim(1), "output"),
                    w + " and " + g,
                    g.dim(1) == w.dim(1) ? "exchange the first two axes of the weights?" : "");
        }
        if (more.length > 1 && more.length != axes) {
            throw new ShapeException(
                    OPERATOR,
                    "one number of elements to add"
                            + (axes == 1 ? "" : ", or one for each of the " + axes + " spatial axes"),
                    more.length + " numbers",
                    "");
        }
        int[] dims = g.toArray();
        dims[1] = clamped((long) w.dim(1) * how.groups());
        for (int axis = 0; axis < axes; axis++) {
            int added = more.length == 0 ? 0 : more[more.length == 1 ? 0 : axis];
            dims[axis + 2] = clamped(length(g, w, how, axis) + requireAdded(added, Slide.along(axis, how.stride())));
        }
        return Shape.of(dims);
    }

    /** What is too large for an axis stays so, and the shape refuses it. */
    private static int clamped(long length) {
        return (int) Math.min(length, Integer.MAX_VALUE);
    }

    private static int requireAdded(int added, int stride) {
        if (added < 0 || added >= stride) {
            throw new ArgumentException(
                    OPERATOR,
                    "0 or more elements to add, fewer than the stride",
                    added + " beside a stride of " + stride,
                    "");
        }
        return added;
    }

    private static long length(Shape g, Shape w, Convolution how, int axis) {
        if (Slide.along(axis, how.inputDilation()) != 1) {
            throw new ArgumentException(
                    OPERATOR,
                    "a convolution without input dilation",
                    how.inputDilation().toString(),
                    "the stride is what puts zeros between the results");
        }
        int count = g.dim(axis + 2);
        if (count == 0) {
            throw new ShapeException(OPERATOR, "results, none of whose spatial axes is empty", g.toString(), "");
        }
        long least = (count - 1L) * Slide.along(axis, how.stride()) + 1;
        if (!(how.padding() instanceof Convolution.Pads.Numbers(var before, var after))) {
            return least;
        }
        long full = least + (w.dim(axis + 2) - 1L) * Slide.along(axis, how.dilation());
        int first = Slide.along(axis, before);
        int last = Slide.along(axis, after);
        if (full - first - last < 1) {
            throw new ShapeException(
                    OPERATOR,
                    "less padding than the " + GradusException.counted(full, "element") + " along axis " + (axis + 2)
                            + " that it is taken from",
                    first + " before and " + last + " after",
                    "");
        }
        return full - first - last;
    }
}
