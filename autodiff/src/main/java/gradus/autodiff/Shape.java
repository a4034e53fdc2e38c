package gradus.autodiff;

import java.util.Arrays;
import java.util.Locale;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * The lengths of a tensor's axes, outermost first; {@code []} is a single number. Elements lie in
 * row-major order.
 */
public final class Shape {
    /**
     * The most elements: a Java array holds a few more, but a vector beyond its end would be beyond
     * the numbers too.
     */
    public static final int MAX_SIZE = Integer.MAX_VALUE - 64;

    /** The shape of a single number. */
    public static final Shape SCALAR = of();

    private static final String LENGTHS = "axis lengths of 0 or more";

    /** See {@link Gradus#refuseMutualBroadcasting}. */
    static volatile boolean refuseMutualBroadcasting;

    private final int[] dims;
    private final int size;

    private Shape(int[] dims, int size) {
        this.dims = dims;
        this.size = size;
    }

    /**
     * A shape with the given axis lengths, each 0 or more.
     *
     * @throws ShapeException if a length is negative or all together exceed {@link #MAX_SIZE}
     */
    public static Shape of(int... dims) {
        return owning(Given.of("shape", LENGTHS, dims).clone());
    }

    /** As {@link #of(int...)}. */
    public static Shape of(ImmutableIntList dims) {
        return owning(Given.of("shape", LENGTHS, dims).toArray());
    }

    /** Keeps the array. */
    static Shape owning(int... dims) {
        long size = 1;
        boolean empty = false;
        boolean negative = false;
        for (int dim : dims) {
            negative |= dim < 0;
            empty |= dim == 0;
            size = size > MAX_SIZE ? size : size * dim;
        }
        if (negative) {
            throw new ShapeException("shape", LENGTHS, text(dims), "");
        }
        if (!empty && size > MAX_SIZE) {
            throw tooLarge(text(dims) + " (" + elements(dims) + ")");
        }
        return new Shape(dims, empty ? 0 : (int) size);
    }

    private static String text(int[] dims) {
        return Arrays.toString(dims);
    }

    private static ShapeException tooLarge(String got) {
        return new ShapeException(
                "shape",
                "at most " + MAX_SIZE + " elements (the limit of a Java array)",
                got,
                "work in smaller pieces");
    }

    private static String elements(int[] dims) {
        double count = 1;
        for (int dim : dims) {
            count *= dim;
        }
        return String.format(Locale.ROOT, "%.3g elements", count);
    }

    /** Refuses more or fewer elements than the shape has. */
    void requireSize(String operator, int count, String hint) {
        if (count != size) {
            throw new ShapeException(
                    operator,
                    GradusException.counted(size, "element") + " for " + this,
                    GradusException.counted(count, "element"),
                    hint);
        }
    }

    /** How many axes. */
    public int rank() {
        return dims.length;
    }

    /** The number of elements: the product of the axis lengths. */
    public int size() {
        return size;
    }

    /**
     * The length of an axis; negative axes count from the last, which is -1.
     *
     * @throws ShapeException if there is no such axis
     */
    public int dim(int axis) {
        return dims[Axes.normalize("dim", axis, this)];
    }

    /** The axis lengths. */
    public ImmutableIntList dims() {
        return IntLists.immutable.with(dims);
    }

    /** The axis lengths as a new array. */
    public int[] toArray() {
        return dims.clone();
    }

    /** This shape with another length along an axis. */
    Shape withDim(int axis, long length) {
        if (length > MAX_SIZE) {
            throw tooLarge(length + " along axis " + axis);
        }
        int[] changed = toArray();
        changed[axis < 0 ? axis + changed.length : axis] = (int) length;
        return owning(changed);
    }

    /** This shape with more axes behind its own. */
    Shape followedBy(int... more) {
        int[] longer = Arrays.copyOf(dims, dims.length + more.length);
        System.arraycopy(more, 0, longer, dims.length, more.length);
        return owning(longer);
    }

    /** The shape of the first axes alone. */
    Shape first(int count) {
        return count == 0 ? SCALAR : owning(Arrays.copyOf(dims, count));
    }

    /** Whether it has the axes of another shape but the last one. */
    boolean isAllButLastOf(Shape other) {
        boolean same = dims.length == other.dims.length - 1;
        for (int axis = 0; same && axis < dims.length; axis++) {
            same = dims[axis] == other.dims[axis];
        }
        return same;
    }

    /** How far apart in memory neighbors along each axis lie, in elements. */
    public int[] strides() {
        int[] strides = new int[rank()];
        int stride = 1;
        for (int axis = rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= Math.max(1, dims[axis]);
        }
        return strides;
    }

    /**
     * The shape that two operands of an elementwise operator share by NumPy's rule: aligned at the
     * last axis, lengths agree or one of them is 1.
     *
     * @param operator named in the error
     * @throws ShapeException if some axis fits neither way, or if this is {@linkplain
     *     Gradus#refuseMutualBroadcasting refused}
     */
    public Shape broadcast(Shape other, String operator) {
        if (equals(Given.of(operator, "two shapes", other))) {
            return this;
        }
        int rank = Math.max(rank(), other.rank());
        int[] result = new int[rank];
        for (int fromLast = 1; fromLast <= rank; fromLast++) {
            int mine = fromLast <= rank() ? dims[rank() - fromLast] : 1;
            int theirs = fromLast <= other.rank() ? other.dims[other.rank() - fromLast] : 1;
            if (mine != theirs && mine != 1 && theirs != 1) {
                throw new ShapeException(
                        operator,
                        "shapes that broadcast",
                        this + " and " + other + " (axis -" + fromLast + ": " + mine + " against " + theirs + ")",
                        broadcastHint(other));
            }
            result[rank - fromLast] = mine == 1 ? theirs : mine;
        }
        Shape common = owning(result);
        if (refuseMutualBroadcasting && rank() != other.rank() && size < common.size && other.size < common.size) {
            throw new ShapeException(
                    operator,
                    "an operand that broadcasts to the other's shape",
                    this + " and " + other + ", which fill " + common + " together",
                    "reshape one, or write its missing axes with expandDims");
        }
        return common;
    }

    private String broadcastHint(Shape other) {
        if (rank() == 2 && other.rank() == 2 && dims[0] == other.dims[1] && dims[1] == other.dims[0]) {
            return "transpose one operand?";
        }
        return rank() == other.rank() ? "" : "expandDims or reshape one operand so that the axes line up?";
    }

    /** Whether {@link #broadcast} finds a common shape. */
    boolean broadcastsWith(Shape other) {
        for (int fromLast = 1; fromLast <= Math.min(rank(), other.rank()); fromLast++) {
            int mine = dim(-fromLast);
            int theirs = other.dim(-fromLast);
            if (mine != theirs && mine != 1 && theirs != 1) {
                return false;
            }
        }
        return true;
    }

    /** Whether a tensor of this shape can be repeated along axes to fill {@code target}. */
    public boolean broadcastsTo(Shape target) {
        if (rank() > Given.of("broadcastsTo", "a shape", target).rank()) {
            return false;
        }
        for (int fromLast = 1; fromLast <= rank(); fromLast++) {
            int mine = dims[rank() - fromLast];
            if (mine != 1 && mine != target.dim(-fromLast)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Shape shape && hasDims(shape.dims));
    }

    /** As Arrays.equals, which takes longer to begin than most shapes take to compare. */
    private boolean hasDims(int[] others) {
        boolean same = dims.length == others.length;
        for (int axis = 0; same && axis < dims.length; axis++) {
            same = dims[axis] == others[axis];
        }
        return same;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** Such as {@code [32, 784]}. */
    @Override
    public String toString() {
        return text(dims);
    }
}
