package gradus.autodiff;

import java.util.Arrays;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * Which axes a reduction runs over, and whether it keeps them with length 1. Negative axes count
 * from the last.
 *
 * {@snippet lang = java :
 * x.sum(Axes.of(0, -1).kept());
 * }
 *
 * <p>A list of axes that happens to be empty means none of them, as NumPy's {@code axis=()} does:
 * each element is then reduced by itself, and the shape stays. All of them are {@link #ALL}, or a
 * reduction without arguments.
 *
 * <p>Two are equal if they name the same axes in the same order and treat them alike.
 */
public final class Axes {
    /** Every axis; the result is a single number. */
    public static final Axes ALL = new Axes(new int[0], false, true);

    private final int[] axes;
    private final boolean keepDims;
    private final boolean all;

    private Axes(int[] axes, boolean keepDims, boolean all) {
        this.axes = axes;
        this.keepDims = keepDims;
        this.all = all;
    }

    /** These axes, dropped from the result; an empty array means none of them. See {@link #ALL}. */
    public static Axes of(int... axes) {
        return new Axes(Given.of("axes", "a list of axes", axes).clone(), false, false);
    }

    /** The axes in the order in which they were named; none where {@link #all} are meant. */
    public ImmutableIntList axes() {
        return IntLists.immutable.with(axes);
    }

    /** Whether the axes stay, with length 1. */
    public boolean keepDims() {
        return keepDims;
    }

    /** Whether every axis is meant. */
    public boolean all() {
        return all;
    }

    /** As {@link #axes}, as a new array. */
    int[] toArray() {
        return axes.clone();
    }

    /** The same axes, kept in the result with length 1, so that it broadcasts against the input. */
    public Axes kept() {
        return new Axes(axes, true, all);
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

    /**
     * A place along an axis, counted from the first; a negative one counts from the end.
     *
     * @param along the axis, counted from the first
     */
    static int place(String operator, int place, int along, Shape shape) {
        int length = shape.dim(along);
        if (place < -length || place >= length) {
            String where = " along axis " + along + " of " + shape;
            throw new IndexException(
                    operator,
                    length == 0 ? "an element" + where : "a place from " + -length + " to " + (length - 1) + where,
                    "" + place,
                    "");
        }
        return place < 0 ? place + length : place;
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

    /** The shape with new axes of length 1; they become the axes of these numbers of the result. */
    static Shape expanded(String operator, Shape shape, int... axes) {
        int rank = shape.rank() + Given.of(operator, "axes", axes).length;
        boolean[] added = new boolean[rank];
        for (int axis : axes) {
            int place = axis < 0 ? axis + rank : axis;
            if (place < 0 || place >= rank) {
                throw new ShapeException(
                        operator,
                        "a place from " + -rank + " to " + (rank - 1) + " for shape " + shape,
                        "axis " + axis,
                        "");
            }
            if (added[place]) {
                throw new ShapeException(operator, "each axis at most once", Arrays.toString(axes), "");
            }
            added[place] = true;
        }
        int[] dims = new int[rank];
        int from = 0;
        for (int axis = 0; axis < rank; axis++) {
            dims[axis] = added[axis] ? 1 : shape.dim(from++);
        }
        return Shape.owning(dims);
    }

    /** For each axis of {@code shape} whether it is one of these. */
    boolean[] chosen(String operator, Shape shape) {
        boolean[] chosen = new boolean[shape.rank()];
        for (int i = 0; i < axes.length; i++) {
            int axis = normalize(operator, axes[i], shape);
            if (chosen[axis]) {
                throw new ShapeException(operator, "each axis at most once", Arrays.toString(axes), "");
            }
            chosen[axis] = true;
        }
        if (all) {
            Arrays.fill(chosen, true);
        }
        return chosen;
    }

    /** These axes of {@code shape}, counted from the first, in ascending order. */
    int[] resolve(String operator, Shape shape) {
        int[] order = keptFirst(operator, shape);
        return Arrays.copyOfRange(order, all ? 0 : order.length - axes.length, order.length);
    }

    /** The shape with these axes at length 1. */
    Shape keptShape(String operator, Shape shape) {
        boolean[] reduced = chosen(operator, shape);
        int[] dims = shape.toArray();
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = reduced[axis] ? 1 : dims[axis];
        }
        return Shape.owning(dims);
    }

    /** The result's shape. */
    Shape reducedShape(String operator, Shape shape) {
        if (keepDims) {
            return keptShape(operator, shape);
        }
        boolean[] reduced = chosen(operator, shape);
        int[] dims = new int[reduced.length];
        int rank = 0;
        for (int axis = 0; axis < dims.length; axis++) {
            if (!reduced[axis]) {
                dims[rank++] = shape.dim(axis);
            }
        }
        return rank == 0 ? Shape.SCALAR : Shape.owning(Arrays.copyOf(dims, rank));
    }

    /** How many elements of {@code shape} go into each result. */
    int count(String operator, Shape shape) {
        boolean[] reduced = chosen(operator, shape);
        int count = 1;
        for (int axis = 0; axis < reduced.length; axis++) {
            count *= reduced[axis] ? shape.dim(axis) : 1;
        }
        return count;
    }

    /** Whether they are each of {@code rank} axes once, counted from the first. */
    boolean areAllOf(int rank) {
        boolean[] named = new boolean[rank];
        for (int axis : axes) {
            if (axis < 0 || axis >= rank || named[axis]) {
                return false;
            }
            named[axis] = true;
        }
        return axes.length == rank;
    }

    /** What belongs to each of these axes, in their order, of what belongs to all axes. */
    int[] select(int[] ofAll) {
        int[] ofThese = axes.clone();
        for (int i = 0; i < ofThese.length; i++) {
            ofThese[i] = ofAll[axes[i]];
        }
        return ofThese;
    }

    /** Where each axis stands among these, which are all of them. */
    int[] inverse() {
        int[] inverse = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            inverse[axes[i]] = i;
        }
        return inverse;
    }

    /** The axes that stay, then these: the order in which the reduced ones are last. */
    int[] keptFirst(String operator, Shape shape) {
        boolean[] reduced = chosen(operator, shape);
        int[] order = new int[reduced.length];
        int count = 0;
        for (int axis = 0; axis < order.length; axis++) {
            if (!reduced[axis]) {
                order[count++] = axis;
            }
        }
        for (int axis = 0; axis < order.length; axis++) {
            if (reduced[axis]) {
                order[count++] = axis;
            }
        }
        return order;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Axes same
                && keepDims == same.keepDims
                && all == same.all
                && Arrays.equals(axes, same.axes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(axes) + (keepDims ? 31 : 0) + (all ? 62 : 0);
    }

    /** Such as {@code [0, -1] kept}, {@code all} or {@code none}. */
    @Override
    public String toString() {
        String text = all ? "all" : axes.length == 0 ? "none" : Arrays.toString(axes);
        return text + (keepDims ? " kept" : "");
    }
}
