package gradus.autodiff;

import java.util.Arrays;

/** True or false for each element of a shape: what a comparison gives and {@code where} takes. Immutable. */
public final class Mask {
    private final Shape shape;
    private final boolean[] data;

    Mask(Shape shape, boolean[] data) {
        this.shape = shape;
        this.data = data;
    }

    /** A mask with the given elements in row-major order. */
    public static Mask of(Shape shape, boolean... elements) {
        Given.of("mask", "a shape", shape).requireSize("mask", Given.of("mask", "elements", elements).length, "");
        return new Mask(shape, elements.clone());
    }

    /** The axis lengths. */
    public Shape shape() {
        return shape;
    }

    /** The elements in row-major order; not to be changed. */
    boolean[] array() {
        return data;
    }

    /** The elements in row-major order, as a new array. */
    public boolean[] toArray() {
        return data.clone();
    }

    /** How many elements are true. */
    public int count() {
        int count = 0;
        for (boolean element : data) {
            count += element ? 1 : 0;
        }
        return count;
    }

    /** Whether some element is true. */
    public boolean any() {
        return count() > 0;
    }

    /** Whether every element is true. */
    public boolean all() {
        return count() == data.length;
    }

    /** How many elements are true along the given axes. */
    public Indices count(Axes axes) {
        return new Indices(
                Given.of("count", "axes", axes).reducedShape("count", shape), counts(axes.keptShape("count", shape)));
    }

    /** How many elements are true along the given axes. */
    public Indices count(int... axes) {
        return count(Axes.of(axes));
    }

    /** Whether some element along the given axes is true; false over no elements. */
    public Mask any(Axes axes) {
        return new Mask(
                Given.of("any", "axes", axes).reducedShape("any", shape),
                atLeast(1, counts(axes.keptShape("any", shape))));
    }

    /** Whether some element along the given axes is true; false over no elements. */
    public Mask any(int... axes) {
        return any(Axes.of(axes));
    }

    /** Whether every element along the given axes is true; true over no elements. */
    public Mask all(Axes axes) {
        int each = Given.of("all", "axes", axes).count("all", shape);
        return new Mask(axes.reducedShape("all", shape), atLeast(each, counts(axes.keptShape("all", shape))));
    }

    /** Whether every element along the given axes is true; true over no elements. */
    public Mask all(int... axes) {
        return all(Axes.of(axes));
    }

    /** How many true elements fall on each element of a shape that broadcasts to this one's. */
    private int[] counts(Shape kept) {
        int[] counts = new int[kept.size()];
        int[] dims = shape.toArray();
        int[] strides = Broadcasting.strides(kept, shape);
        int[] index = new int[dims.length];
        int at = 0;
        for (boolean element : data) {
            counts[at] += element ? 1 : 0;
            for (int axis = dims.length - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < dims[axis]) {
                    break;
                }
                index[axis] = 0;
                at -= strides[axis] * dims[axis];
            }
        }
        return counts;
    }

    private static boolean[] atLeast(int least, int[] counts) {
        boolean[] result = new boolean[counts.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = counts[i] >= least;
        }
        return result;
    }

    /** True where this one is false. */
    public Mask not() {
        boolean[] result = new boolean[data.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = !data[i];
        }
        return new Mask(shape, result);
    }

    /** True where both are, after broadcasting. */
    public Mask and(Mask other) {
        return both("and", Given.of("and", "two masks", other));
    }

    private Mask both(String operator, Mask other) {
        Shape common = shape.broadcast(other.shape, operator);
        boolean[] result = broadcastTo(common).data.clone();
        boolean[] second = other.broadcastTo(common).data;
        for (int i = 0; i < result.length; i++) {
            result[i] &= second[i];
        }
        return new Mask(common, result);
    }

    /** True where at least one is, after broadcasting. */
    public Mask or(Mask other) {
        return not().both("or", Given.of("or", "two masks", other).not()).not();
    }

    /** Repeats the mask along axes to fill {@code target}. */
    public Mask broadcastTo(Shape target) {
        if (shape.equals(Given.of("broadcastTo", "a shape", target))) {
            return this;
        }
        if (!shape.broadcastsTo(target)) {
            throw new ShapeException("broadcastTo", "a shape that broadcasts to " + target, shape.toString(), "");
        }
        boolean[] result = new boolean[target.size()];
        Broadcasting.of(shape, Shape.SCALAR, target).rows((from, step, _, _, start, count) -> {
            for (int i = 0; i < count; i++) {
                result[start + i] = data[from + i * step];
            }
        });
        return new Mask(target, result);
    }

    /** 1 where true, 0 where false. */
    public Tensor toTensor(DType dtype) {
        return Tensor.where(dtype, this, 1, 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mask mask && shape.equals(mask.shape) && Arrays.equals(data, mask.data);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "mask" + shape + " with " + count() + " of " + data.length + " true";
    }
}
