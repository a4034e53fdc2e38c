package gradus.autodiff;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Which axes a reduction runs over, and whether it keeps them with length 1. Negative axes count from the last. No axes
 * means all of them.
 *
 * {@snippet lang = java :
 * x.sum(Axes.of(0, -1).kept());
 * }
 */
public record Axes(ImmutableIntList axes, boolean keepDims) {
    /** Every axis; the result is a single number. */
    public static final Axes ALL = of();

    /** These axes, dropped from the result. */
    public static Axes of(int... axes) {
        return new Axes(IntLists.immutable.with(axes), false);
    }

    /** The same axes, kept in the result with length 1, so that it broadcasts against the input. */
    public Axes kept() {
        return new Axes(axes, true);
    }

    /** An axis counted from the first. */
    static int normalize(String operator, int axis, Shape shape) {
        int rank = shape.rank();
        if (axis < -rank || axis >= rank) {
            throw rank == 0
                    ? new ShapeException(operator, "a tensor with axes", "axis " + axis + " of a single number", "")
                    : new ShapeException(
                            operator,
                            "an axis from " + -rank + " to " + (rank - 1) + " for shape " + shape,
                            "axis " + axis,
                            "");
        }
        return axis < 0 ? axis + rank : axis;
    }

    /** The place of an axis to be added to {@code shape}, counted from the first. */
    static int normalizeNew(String operator, int axis, Shape shape) {
        int rank = shape.rank();
        if (axis < -rank - 1 || axis > rank) {
            throw new ShapeException(
                    operator,
                    "a place from " + (-rank - 1) + " to " + rank + " for shape " + shape,
                    "axis " + axis,
                    "");
        }
        return axis < 0 ? axis + rank + 1 : axis;
    }

    /** These axes of {@code shape}, counted from the first, in ascending order. */
    ImmutableIntList resolve(String operator, Shape shape) {
        if (axes.isEmpty()) {
            return IntLists.immutable.withAll(java.util.stream.IntStream.range(0, shape.rank()));
        }
        MutableIntList resolved = axes.collectInt(axis -> normalize(operator, axis, shape), IntLists.mutable.empty());
        if (resolved.toSet().size() < resolved.size()) {
            throw new ShapeException(operator, "each axis at most once", axes.toString(), "");
        }
        return resolved.sortThis().toImmutable();
    }

    /** The shape with these axes at length 1. */
    Shape keptShape(String operator, Shape shape) {
        int[] dims = shape.toArray();
        resolve(operator, shape).forEach(axis -> dims[axis] = 1);
        return Shape.of(dims);
    }

    /** The result's shape. */
    Shape reducedShape(String operator, Shape shape) {
        if (keepDims) {
            return keptShape(operator, shape);
        }
        ImmutableIntList reduced = resolve(operator, shape);
        MutableIntList dims = IntLists.mutable.empty();
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (!reduced.contains(axis)) {
                dims.add(shape.dim(axis));
            }
        }
        return Shape.of(dims.toImmutable());
    }

    /** How many elements of {@code shape} go into each result. */
    int count(String operator, Shape shape) {
        int[] count = {1};
        resolve(operator, shape).forEach(axis -> count[0] *= shape.dim(axis));
        return count[0];
    }

    /** The axes that stay, then these: the order in which the reduced ones are last. */
    int[] keptFirst(String operator, Shape shape) {
        ImmutableIntList reduced = resolve(operator, shape);
        MutableIntList order = IntLists.mutable.empty();
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (!reduced.contains(axis)) {
                order.add(axis);
            }
        }
        order.addAll(reduced);
        return order.toArray();
    }

    /** Whether these axes, those of length 1 aside, stand side by side in {@code shape}. */
    boolean adjacent(String operator, Shape shape) {
        ImmutableIntList reduced = resolve(operator, shape);
        boolean seen = false;
        boolean closed = false;
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (shape.dim(axis) == 1) {
                continue;
            }
            boolean here = reduced.contains(axis);
            if (here && closed) {
                return false;
            }
            closed |= seen && !here;
            seen |= here;
        }
        return true;
    }

    /** Such as {@code [0, -1] kept}, or {@code all}. */
    @Override
    public String toString() {
        return (axes.isEmpty() ? "all" : axes.toString()) + (keepDims ? " kept" : "");
    }
}
