package gradus.autodiff;

import java.util.Arrays;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Whole numbers of 32 bits in a shape: labels, positions, what {@code argMax} gives. Immutable;
 * they have no gradient.
 *
 * <p>Negative ones are numbers like others, such as differences of positions or a mark of -1 for
 * "no label". Where indices say which element of an axis or which class is meant they are refused:
 * there a mark is masked first, with {@code labels.greaterOrEqual(0)}, and replaced, with {@code
 * labels.clamp(0, classes - 1)}.
 *
 * {@snippet lang = java :
 * Indices rows = Indices.arange(3).reshape(3, 1);
 * rows.mul(4).add(Indices.arange(4));                                   // [3, 4]: 0 to 11
 * rows.sub(Indices.arange(3)).greaterOrEqual(0);                        // [3, 3]: what each place may look back at
 * }
 */
public final class Indices {
    private final Shape shape;
    private final int[] data;

    /** If above 0, all are known to be from 0 to below it. */
    private int below;

    Indices(Shape shape, int[] data) {
        this(shape, data, 0);
    }

    /** Those of which it is known that they are from 0 to below a limit. */
    Indices(Shape shape, int[] data, int below) {
        this.shape = shape;
        this.data = data;
        this.below = below;
    }

    /** A vector of indices. */
    public static Indices of(int... elements) {
        return new Indices(Shape.of(Given.of("indices", "elements", elements).length), elements.clone());
    }

    /** Indices in a shape, in row-major order. */
    public static Indices of(Shape shape, int... elements) {
        Given.of("indices", "a shape", shape)
                .requireSize("indices", Given.of("indices", "elements", elements).length, "");
        return new Indices(shape, elements.clone());
    }

    /** 0, 1, ..., count - 1. */
    public static Indices arange(int count) {
        Shape shape = Shape.of(count);
        int[] elements = new int[count];
        Arrays.setAll(elements, i -> i);
        return new Indices(shape, elements);
    }

    /** The axis lengths. */
    public Shape shape() {
        return shape;
    }

    /**
     * The element at a place in row-major order; a negative one counts from the end.
     *
     * @throws IndexException if there is no such place
     */
    public int get(int position) {
        return data[Axes.place("get", position, 0, Shape.of(data.length))];
    }

    /** The elements in row-major order; not to be changed. */
    int[] array() {
        return data;
    }

    /** The elements in row-major order, as a new array. */
    public int[] toArray() {
        return data.clone();
    }

    /** The same indices in another shape of the same size. */
    public Indices reshape(int... dims) {
        return of(Shape.of(dims), data);
    }

    /** With new axes of length 1. See {@link Rearrangement#expandDims}. */
    public Indices expandDims(int... axes) {
        return new Indices(Axes.expanded("expandDims", shape, axes), data);
    }

    /** Repeated along axes of length 1 and along new leading axes. */
    public Indices broadcastTo(int... dims) {
        Shape target = Shape.of(dims);
        if (!shape.broadcastsTo(target)) {
            throw new ShapeException("broadcastTo", "a shape that broadcasts to " + target, shape.toString(), "");
        }
        return new Indices(target, WholeNumbers.broadcast(this, target));
    }

    /** The sums; the shapes broadcast. Refused if a sum does not fit in 32 bits. */
    public Indices add(Indices other) {
        return WholeNumbers.combine("add", "+", this, other, Math::addExact);
    }

    /** As {@link #add(Indices)}, of a number. */
    public Indices add(int number) {
        return add(number(number));
    }

    /** The differences; the shapes broadcast. Refused if a difference does not fit in 32 bits. */
    public Indices sub(Indices other) {
        return WholeNumbers.combine("sub", "-", this, other, Math::subtractExact);
    }

    /** As {@link #sub(Indices)}, of a number. */
    public Indices sub(int number) {
        return sub(number(number));
    }

    /** The products; the shapes broadcast. Refused if a product does not fit in 32 bits. */
    public Indices mul(Indices other) {
        return WholeNumbers.combine("mul", "*", this, other, Math::multiplyExact);
    }

    /** As {@link #mul(Indices)}, by a number. */
    public Indices mul(int number) {
        return mul(number(number));
    }

    /**
     * The quotients, rounded down to whole numbers as Python's {@code //} and {@link
     * Math#floorDiv}; the shapes broadcast.
     *
     * @throws ArgumentException if a divisor is 0, or a quotient does not fit in 32 bits
     */
    public Indices floorDiv(Indices other) {
        return WholeNumbers.combine("floorDiv", "//", this, other, Math::floorDivExact);
    }

    /** As {@link #floorDiv(Indices)}, by a number. */
    public Indices floorDiv(int number) {
        return floorDiv(number(number));
    }

    /**
     * What {@link #floorDiv(Indices)} leaves, with the sign of the divisor, as Python's {@code %}
     * and {@link Math#floorMod}.
     *
     * @throws ArgumentException if a divisor is 0
     */
    public Indices floorMod(Indices other) {
        return WholeNumbers.combine("floorMod", "%", this, other, Math::floorMod);
    }

    /** As {@link #floorMod(Indices)}, by a number. */
    public Indices floorMod(int number) {
        return floorMod(number(number));
    }

    /**
     * The same numbers, but at least low and at most high.
     *
     * @throws ArgumentException if low is more than high
     */
    public Indices clamp(int low, int high) {
        if (low > high) {
            throw new ArgumentException("clamp", "low <= high", low + " and " + high, "");
        }
        return WholeNumbers.combine("clamp", "", this, this, (number, _) -> Math.clamp(number, low, high));
    }

    private static Indices number(int number) {
        return new Indices(Shape.SCALAR, new int[] {number});
    }

    /**
     * Where these equal {@code other}, which has the same shape: labels are not compared with other
     * examples' by broadcasting silently; {@link #broadcastTo} does it on purpose. So do the other
     * comparisons.
     *
     * @throws ShapeException if the shapes differ
     */
    public Mask equal(Indices other) {
        return WholeNumbers.compare("equal", this, other, (a, b) -> a == b);
    }

    /** Where these equal a number. */
    public Mask equal(int number) {
        return WholeNumbers.compare(this, a -> a == number);
    }

    /** Where these differ from {@code other}. See {@link #equal(Indices)}. */
    public Mask notEqual(Indices other) {
        return WholeNumbers.compare("notEqual", this, other, (a, b) -> a != b);
    }

    /** Where these differ from a number. */
    public Mask notEqual(int number) {
        return WholeNumbers.compare(this, a -> a != number);
    }

    /** Where these are less than {@code other}. See {@link #equal(Indices)}. */
    public Mask less(Indices other) {
        return WholeNumbers.compare("less", this, other, (a, b) -> a < b);
    }

    /** Where these are less than a number. */
    public Mask less(int number) {
        return WholeNumbers.compare(this, a -> a < number);
    }

    /** Where these are {@code other} at most. See {@link #equal(Indices)}. */
    public Mask lessOrEqual(Indices other) {
        return WholeNumbers.compare("lessOrEqual", this, other, (a, b) -> a <= b);
    }

    /** Where these are a number at most. */
    public Mask lessOrEqual(int number) {
        return WholeNumbers.compare(this, a -> a <= number);
    }

    /** Where these are greater than {@code other}. See {@link #equal(Indices)}. */
    public Mask greater(Indices other) {
        return WholeNumbers.compare("greater", this, other, (a, b) -> a > b);
    }

    /** Where these are greater than a number. */
    public Mask greater(int number) {
        return WholeNumbers.compare(this, a -> a > number);
    }

    /** Where these are {@code other} at least. See {@link #equal(Indices)}. */
    public Mask greaterOrEqual(Indices other) {
        return WholeNumbers.compare("greaterOrEqual", this, other, (a, b) -> a >= b);
    }

    /** Where these are a number at least. */
    public Mask greaterOrEqual(int number) {
        return WholeNumbers.compare(this, a -> a >= number);
    }

    /**
     * The same numbers as a tensor.
     *
     * @throws ArgumentException if a number would be rounded: F32 holds those up to 2²⁴, some
     * beyond, F64 all
     */
    public Tensor toTensor(DType dtype) {
        return WholeNumbers.toTensor(this, dtype);
    }

    /**
     * Rows that are 1 at the index and 0 elsewhere: a new last axis of length {@code classes}.
     *
     * @throws IndexException if an index is not in {@code 0 <= index < classes}
     */
    public Tensor oneHot(int classes, DType dtype) {
        Given.of("oneHot", "an element type", dtype);
        requireBelow("oneHot", classes);
        Shape wide = shape.followedBy(classes);
        double[] rows = new double[wide.size()];
        for (int i = 0; i < data.length; i++) {
            rows[i * classes + data[i]] = 1;
        }
        return Tensor.of(wide, rows).to(dtype);
    }

    void requireBelow(String operator, int limit) {
        requireBelow(operator, "indices", limit);
    }

    /**
     * Refuses indices out of range, in the words of the layer or loss that they were given to.
     *
     * @throws IndexException if an index is not in {@code 0 <= index < limit}
     */
    public void requireBelow(String operator, String what, int limit) {
        Given.of("requireBelow", "the name of an operator and of what it takes", operator);
        Given.of("requireBelow", "the name of what the operator takes", what);
        if (below > 0 && below <= limit) {
            return;
        }
        for (int i = 0; i < data.length; i++) {
            if (data[i] < 0 || data[i] >= limit) {
                throw new IndexException(
                        operator,
                        limit == 0 ? "no " + what + ", as the axis is empty" : what + " from 0 to " + (limit - 1),
                        data[i] + " at position " + i,
                        data[i] < 0
                                ? "marks such as -1 are masked first; no index counts from the end"
                                : data[i] == limit && limit > 0 ? what + " count from 0" : "");
            }
        }
        below = limit;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Indices indices && shape.equals(indices.shape) && Arrays.equals(data, indices.data);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    /** The shape and the first few elements. */
    @Override
    public String toString() {
        String shown = IntLists.immutable
                .with(Arrays.copyOf(data, Math.min(data.length, 20)))
                .makeString(", ");
        return "indices" + shape + " {" + shown + (data.length > 20 ? ", ..." : "") + "}";
    }
}
