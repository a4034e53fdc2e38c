package gradus.autodiff;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/** A shape seen from a run of neighbouring axes: how many elements lie outside, along and inside of it. */
record Span(int outer, int length, int inner) {

    /** Along one axis, counted from the first. */
    static Span of(Shape shape, int axis) {
        return new Span(product(shape, 0, axis), shape.dim(axis), product(shape, axis + 1, shape.rank()));
    }

    /** Along axes that stand side by side, apart from axes of length 1. */
    static Span of(Shape shape, ImmutableIntList axes) {
        ImmutableIntList longAxes = axes.select(axis -> shape.dim(axis) != 1);
        if (longAxes.isEmpty()) {
            return new Span(shape.size(), 1, 1);
        }
        int first = longAxes.getFirst();
        int afterLast = longAxes.getLast() + 1;
        return new Span(
                product(shape, 0, first), product(shape, first, afterLast), product(shape, afterLast, shape.rank()));
    }

    private static int product(Shape shape, int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) {
            product *= shape.dim(axis);
        }
        return product;
    }
}
