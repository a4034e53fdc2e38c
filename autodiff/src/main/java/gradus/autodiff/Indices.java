package gradus.autodiff;

import java.util.Arrays;

/** Whole numbers in a shape: labels, positions, what {@code argMax} gives. Immutable; they have no gradient. */
public final class Indices {
    private final Shape shape;
    private final int[] data;

    Indices(Shape shape, int[] data) {
        this.shape = shape;
        this.data = data;
    }

    /** A vector of indices. */
    public static Indices of(int... elements) {
        return new Indices(Shape.of(elements.length), elements.clone());
    }

    /** Indices in a shape, in row-major order. */
    public static Indices of(Shape shape, int... elements) {
        if (elements.length != shape.size()) {
            throw new ShapeException(
                    "indices", shape.size() + " elements for " + shape, elements.length + " elements", "");
        }
        return new Indices(shape, elements.clone());
    }

    /** The axis lengths. */
    public Shape shape() {
        return shape;
    }

    /**
     * The element at a place in row-major order.
     *
     * @throws IndexException if there is no such place
     */
    public int get(int position) {
        if (position < 0 || position >= data.length) {
            throw new IndexException("get", "0 <= position < " + data.length, "" + position, "");
        }
        return data[position];
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

    /** Where these equal {@code other}, which has the same shape. */
    public Mask equal(Indices other) {
        if (!shape.equals(other.shape)) {
            throw new ShapeException("equal", "indices of one shape", shape + " and " + other.shape, "");
        }
        boolean[] result = new boolean[data.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = data[i] == other.data[i];
        }
        return new Mask(shape, result);
    }

    /**
     * Rows that are 1 at the index and 0 elsewhere: a new last axis of length {@code classes}.
     *
     * @throws IndexException if an index is not in {@code 0 <= index < classes}
     */
    public Tensor oneHot(int classes, DType dtype) {
        requireBelow("oneHot", classes);
        double[] rows = new double[Shape.of(shape.dims().newWith(classes)).size()];
        for (int i = 0; i < data.length; i++) {
            rows[i * classes + data[i]] = 1;
        }
        return Tensor.of(rows).to(dtype).reshape(Shape.of(shape.dims().newWith(classes)));
    }

    void requireBelow(String operator, int limit) {
        requireBelow(operator, "indices", limit);
    }

    void requireBelow(String operator, String what, int limit) {
        for (int i = 0; i < data.length; i++) {
            if (data[i] < 0 || data[i] >= limit) {
                throw new IndexException(
                        operator,
                        limit == 0 ? "no " + what + ", as the axis is empty" : what + " from 0 to " + (limit - 1),
                        data[i] + " at position " + i,
                        "");
            }
        }
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
        String shown = Arrays.stream(data)
                .limit(20)
                .mapToObj(Integer::toString)
                .collect(java.util.stream.Collectors.joining(", "));
        return "indices" + shape + " {" + shown + (data.length > 20 ? ", ..." : "") + "}";
    }
}
