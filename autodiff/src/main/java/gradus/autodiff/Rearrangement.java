package gradus.autodiff;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** Movements of axes and elements that are made of the operators of {@link Movement},
 * {@link Reduction.Sum} and {@link Resampling.Resample}: no rules of their own. */
public sealed interface Rearrangement extends Operand permits Tensor {

    /**
     * The elements in another shape, in row-major order. One dim may be -1: it is inferred from the
     * others.
     *
     * @throws ShapeException if the sizes differ
     */
    default Tensor reshape(int... dims) {
        int[] known = Given.of("reshape", "axis lengths", dims).clone();
        int inferred = -1;
        for (int axis = 0; axis < known.length; axis++) {
            if (known[axis] == -1) {
                if (inferred >= 0) {
                    throw new ShapeException("reshape", "at most one dim to infer (-1)", Arrays.toString(dims), "");
                }
                inferred = axis;
                known[axis] = 1;
            }
        }
        if (inferred < 0) {
            return self().reshape(Shape.owning(known));
        }
        int others = Shape.of(known).size();
        Shape from = self().shape();
        if (others == 0 || from.size() % others != 0) {
            throw new ShapeException(
                    "reshape",
                    "a size that the given dims divide",
                    from + " (" + GradusException.counted(from.size(), "element") + ") to " + Arrays.toString(dims),
                    others == 0 ? "-1 cannot be inferred beside a dim of 0" : "");
        }
        known[inferred] = from.size() / others;
        return self().reshape(Shape.of(known));
    }

    /**
     * The last two axes exchanged. A product needs no transposed copy: see {@link
     * Contraction#matmulTransposed}.
     */
    default Tensor transpose() {
        int rank = self().shape().rank();
        if (rank < 2) {
            throw new ShapeException(
                    "transpose",
                    "two axes or more",
                    self().shape().toString(),
                    "expandDims makes a row or a column of a vector");
        }
        return transpose(rank - 2, rank - 1);
    }

    /** Two axes exchanged. */
    default Tensor transpose(int first, int second) {
        Shape from = self().shape();
        int[] order = IntStream.range(0, from.rank()).toArray();
        order[Axes.normalize("transpose", first, from)] = Axes.normalize("transpose", second, from);
        order[Axes.normalize("transpose", second, from)] = Axes.normalize("transpose", first, from);
        return self().apply(Movement.Permute.of(order));
    }

    /** Without all axes of length 1. */
    default Tensor squeeze() {
        Shape from = self().shape();
        return squeeze(IntStream.range(0, from.rank())
                .filter(axis -> from.dim(axis) == 1)
                .toArray());
    }

    /** Without the given axes, each of which has length 1. */
    default Tensor squeeze(int... axes) {
        Shape from = self().shape();
        Axes dropped = Axes.of(axes);
        boolean[] chosen = dropped.chosen("squeeze", from);
        for (int axis = 0; axis < chosen.length; axis++) {
            if (chosen[axis] && from.dim(axis) != 1) {
                throw new ShapeException("squeeze", "axes of length 1", "axis " + axis + " of " + from, "");
            }
        }
        return self().reshape(dropped.reducedShape("squeeze", from));
    }

    /**
     * With new axes of length 1, which become the axes of the given numbers of the result: {@code
     * [3]} with axes 0 and 2 is {@code [1, 3, 1]}.
     *
     * @throws ShapeException if the result has no such axis, or one is named twice
     */
    default Tensor expandDims(int... axes) {
        return self().reshape(Axes.expanded("expandDims", self().shape(), axes));
    }

    /**
     * With more elements at the ends of several axes.
     *
     * @throws ShapeException if there is no such axis, one is named twice, or one has too few elements
     *     for its mode
     */
    default Tensor pad(Padding padding) {
        Tensor x = self();
        Given.of("pad", "a padding", padding);
        Axes.of(padding.ends().collectInt(Padding.Ends::axis).toArray()).resolve("pad", x.shape());
        Tensor padded = x;
        for (Padding.Ends ends : padding.ends()) {
            padded = padding.mode() == Padding.Mode.CONSTANT
                    ? padded.pad(ends.axis(), ends.before(), ends.after(), padding.value())
                    : padded.resample(
                            ends.axis(), padding.taps(ends, padded.shape().dim(ends.axis())));
        }
        return padded;
    }

    /**
     * The part at one place of an axis, without that axis. A negative place counts from the end.
     */
    default Tensor select(int axis, int index) {
        Shape from = self().shape();
        int place = Axes.place("select", index, Axes.normalize("select", axis, from), from);
        return self().apply(new Movement.Slice(axis, place, 1, 1)).squeeze(axis);
    }

    /** Parts of the given lengths along an axis; together they must fill it. */
    default ImmutableList<Tensor> split(int axis, int... lengths) {
        Shape from = self().shape();
        int length = from.dim(Axes.normalize("split", axis, from));
        ImmutableIntList parts = IntLists.immutable.with(Given.of("split", "lengths", lengths));
        if (parts.anySatisfy(part -> part < 0) || parts.sum() != length) {
            throw new ShapeException("split", "lengths that add up to " + length, parts.toString(), "");
        }
        int[] start = {0};
        return parts.collect(part -> {
            Tensor piece = self().apply(new Movement.Slice(axis, start[0], part, 1));
            start[0] += part;
            return piece;
        });
    }

    /** In reverse order along all axes. */
    default Tensor flip() {
        return flipped(Axes.ALL);
    }

    /** In reverse order along the given axes. */
    default Tensor flip(int... axes) {
        return flipped(Axes.of(axes));
    }

    private Tensor flipped(Axes axes) {
        Tensor flipped = self();
        for (int axis : axes.resolve("flip", flipped.shape())) {
            int length = flipped.shape().dim(axis);
            flipped = flipped.apply(new Movement.Slice(axis, Math.max(0, length - 1), length, -1));
        }
        return flipped;
    }

    /** The whole tensor {@code times[i]} times after itself along axis i. */
    default Tensor tile(int... times) {
        Shape from = self().shape();
        if (Given.of("tile", "counts", times).length != from.rank()) {
            throw new ShapeException(
                    "tile", "one count for each axis of " + from, GradusException.counted(times.length, "count"), "");
        }
        Tensor tiled = self();
        for (int axis = 0; axis < times.length; axis++) {
            tiled = repeated("tile", tiled, axis, axis, times[axis]);
        }
        return tiled;
    }

    /** Each element {@code times} times in a row along an axis. */
    default Tensor repeat(int axis, int times) {
        int along = Axes.normalize("repeat", axis, self().shape());
        return repeated("repeat", self(), along, along + 1, times);
    }

    /**
     * With each part along an axis repeated, through a new axis at {@code place} that is then
     * merged into it.
     */
    private static Tensor repeated(String operator, Tensor x, int axis, int place, int times) {
        if (times < 0) {
            throw new ArgumentException(operator, "a count of 0 or more", times + "", "");
        }
        Tensor wide = x.expandDims(place);
        int[] repeated = wide.shape().toArray();
        repeated[place] = times;
        Tensor filled = wide.broadcastTo(repeated);
        int[] merged = x.shape().toArray();
        merged[axis] *= times;
        return filled.reshape(merged);
    }

    /**
     * Summed over the axes along which {@code shape} was repeated to give this tensor's shape: the
     * transpose of {@link Movement#broadcastTo}.
     */
    default Tensor sumTo(Shape shape) {
        Shape from = self().shape();
        if (from.equals(Given.of("sumTo", "a shape", shape))) {
            return self();
        }
        if (!shape.broadcastsTo(from)) {
            throw new ShapeException("sumTo", "a shape that broadcasts to " + from, shape.toString(), "");
        }
        int added = from.rank() - shape.rank();
        int[] repeated = new int[from.rank()];
        int count = 0;
        for (int axis = 0; axis < repeated.length; axis++) {
            if (axis < added || (shape.dim(axis - added) == 1 && from.dim(axis) != 1)) {
                repeated[count++] = axis;
            }
        }
        return count == 0
                ? self().reshape(shape)
                : self().sum(Arrays.copyOf(repeated, count)).reshape(shape);
    }
}
