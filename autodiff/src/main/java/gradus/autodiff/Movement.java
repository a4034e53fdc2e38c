package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;

/** Operators that move elements and compute nothing. {@link Rearrangement} is made of these. */
public sealed interface Movement extends Operand permits Tensor {

    /** An operator of this family with one input. */
    sealed interface OfOne extends Op.OfOne {
        @Override
        default long flops(ImmutableList<Shape> x, Shape y) {
            return 0;
        }
    }

    /** An operator of this family with any number of inputs. */
    sealed interface OfMany extends Op.OfMany {
        @Override
        default long flops(ImmutableList<Shape> x, Shape y) {
            return 0;
        }
    }

    /** y = x in another shape of the same size, in row-major order; nothing is copied.   vjp: the shape of x again. */
    record Reshape(Shape target) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            if (x.size() != Given.of(this, "a shape", target).size()) {
                throw new ShapeException(
                        name(),
                        "a shape of " + GradusException.counted(x.size(), "element") + ", as " + x + " has",
                        target + " (" + target.size() + ")",
                        "");
            }
            return target;
        }

        @Override
        public <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            return x;
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.reshape(x.shape());
        }
    }

    /** y's axis i is x's axis order[i].   vjp: the inverse order. */
    record Permute(Axes order) implements OfOne {
        static Permute of(int... order) {
            return new Permute(Axes.of(order));
        }

        @Override
        public Shape shape(Shape x) {
            if (!order.areAllOf(x.rank())) {
                throw new ShapeException(
                        name(),
                        "each of the " + GradusException.counted(x.rank(), "axis", "axes") + " of " + x + " once",
                        Arrays.toString(order.toArray()),
                        "");
            }
            return Shape.owning(order.select(x.toArray()));
        }

        @Override
        public <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            A y = k.allocate(to.size());
            k.copy(x, 0, order.select(from.strides()), y, 0, to.strides(), to.toArray());
            return y;
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.permute(order.inverse());
        }
    }

    /** y = x repeated along axes of length 1 and along new leading axes.   vjp: the sum over the repeats. */
    record BroadcastTo(Shape target) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            if (!x.broadcastsTo(Given.of(this, "a shape", target))) {
                throw new ShapeException(
                        name(),
                        "a shape that broadcasts to " + target,
                        x.toString(),
                        "axes are aligned at the last one");
            }
            return target;
        }

        @Override
        public <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            A y = k.allocate(to.size());
            k.copy(x, 0, Broadcasting.strides(from, to), y, 0, to.strides(), to.toArray());
            return y;
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.sumTo(x.shape());
        }
    }

    /**
     * y[i] = x[start + i step] along one axis, for {@code 0 <= i < count}; a negative step runs backwards.   vjp:
     * {@link Embed} at the same places.
     */
    record Slice(int axis, int start, int count, int step) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            requireInside(name(), x.dim(Axes.normalize(name(), axis, x)), start, count, step);
            return x.withDim(axis, count);
        }

        @Override
        public <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            A y = k.allocate(to.size());
            int[] strides = from.strides();
            int along = Axes.normalize(name(), axis, from);
            int first = start * strides[along];
            strides[along] *= step;
            k.copy(x, first, strides, y, 0, to.strides(), to.toArray());
            return y;
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.apply(new Embed(axis, x.shape().dim(axis), start, step, 0));
        }
    }

    /**
     * y[start + i step] = x[i] along one axis that has {@code length} places, and {@code fill} elsewhere: the
     * transpose of {@link Slice}, and padding.   vjp: the slice.
     */
    record Embed(int axis, int length, int start, int step, double fill) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            requireInside(name(), length, start, x.dim(Axes.normalize(name(), axis, x)), step);
            return x.withDim(axis, length);
        }

        @Override
        public <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            A y = k.allocate(to.size());
            if (fill != 0) {
                k.fill(y, 0, to.size(), fill);
            }
            int[] strides = to.strides();
            int along = Axes.normalize(name(), axis, from);
            int first = start * strides[along];
            strides[along] *= step;
            k.copy(x, 0, from.strides(), y, first, strides, from.toArray());
            return y;
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.apply(new Slice(axis, start, x.shape().dim(axis), step));
        }
    }

    /** y = the inputs one after another along an axis.   vjp: each input's own slice. */
    record Concat(int axis) implements OfMany {
        @Override
        public Tensor forward(Tensor[] x) {
            Shape first = x[0].shape();
            int along = Axes.normalize(name(), axis, first);
            Shape none = first.withDim(along, 0);
            long length = 0;
            for (Tensor input : x) {
                Shape shape = input.shape();
                if (shape.rank() != first.rank() || !shape.withDim(along, 0).equals(none)) {
                    throw new ShapeException(
                            name(), "shapes that agree except along axis " + along, first + " and " + shape, "");
                }
                length += shape.dim(along);
            }
            Shape to = first.withDim(along, length);
            DType dtype = x[0].dtype();
            return Tensor.ofNew(to, dtype, join(dtype.kernels(), x, to, along));
        }

        private static <A> A join(Kernels<A> k, Tensor[] x, Shape to, int along) {
            A y = k.allocate(to.size());
            int[] strides = to.strides();
            int at = 0;
            for (Tensor input : x) {
                k.copy(
                        input.array(k),
                        0,
                        input.shape().strides(),
                        y,
                        at * strides[along],
                        strides,
                        input.shape().toArray());
                at += input.shape().dim(along);
            }
            return y;
        }

        @Override
        public Tensor vjp(int input, Tensor[] x, Tensor y, Tensor g) {
            int start = 0;
            for (int earlier = 0; earlier < input; earlier++) {
                start += x[earlier].shape().dim(axis);
            }
            return g.apply(new Slice(axis, start, x[input].shape().dim(axis), 1));
        }
    }

    private static void requireInside(String operator, int length, int start, int count, int step) {
        long last = start + (long) (count - 1) * step;
        if (step == 0 || count < 0 || (count > 0 && (start < 0 || start >= length || last < 0 || last >= length))) {
            throw new IndexException(
                    operator,
                    "places inside an axis of length " + length,
                    count + " from " + start + " in steps of " + step,
                    "");
        }
    }

    /** The elements in another shape of the same size. See {@link Reshape}. */
    default Tensor reshape(Shape target) {
        return self().shape().equals(target) ? self() : self().apply(new Reshape(target));
    }

    /** The axes in another order: axis i of the result is axis order[i] of this tensor. See {@link Permute}. */
    default Tensor permute(int... order) {
        Shape from = self().shape();
        int[] normalized = Given.of("permute", "an order of axes", order).clone();
        for (int i = 0; i < normalized.length; i++) {
            normalized[i] = Axes.normalize("permute", normalized[i], from);
        }
        return self().apply(Permute.of(normalized));
    }

    /** Repeated to fill a larger shape. See {@link BroadcastTo}. */
    default Tensor broadcastTo(Shape target) {
        return self().shape().equals(target) ? self() : self().apply(new BroadcastTo(target));
    }

    /** Repeated to fill a larger shape. See {@link BroadcastTo}. */
    default Tensor broadcastTo(int... dims) {
        return broadcastTo(Shape.of(dims));
    }

    /** As {@link #slice(int, int, int, int)} in steps of 1. */
    default Tensor slice(int axis, int start, int end) {
        return slice(axis, start, end, 1);
    }

    /**
     * Every {@code step}-th element from {@code start} up to, not including, {@code end} along an axis, as Python's
     * {@code x[start:end:step]}: negative places count from the end, what lies beyond an end of the axis is cut, and a
     * negative step runs backwards. To reach the first element backwards let {@code end} lie before it: {@code
     * Integer.MIN_VALUE} always does.
     *
     * @throws IndexException if the step is 0
     */
    default Tensor slice(int axis, int start, int end, int step) {
        Shape from = self().shape();
        SlicePlaces places = SlicePlaces.of(start, end, step, from.dim(Axes.normalize("slice", axis, from)));
        return self().apply(new Slice(axis, places.start(), places.count(), step));
    }

    /** With {@code before} and {@code after} zeros along an axis. */
    default Tensor pad(int axis, int before, int after) {
        return pad(axis, before, after, 0);
    }

    /** With {@code before} and {@code after} elements of {@code value} along an axis. See {@link Embed}. */
    default Tensor pad(int axis, int before, int after, double value) {
        if (before < 0 || after < 0) {
            throw new ArgumentException(
                    "pad", "0 or more elements on each side", before + " and " + after, "slice takes elements away");
        }
        Shape from = self().shape();
        int along = Axes.normalize("pad", axis, from);
        Shape padded = from.withDim(along, (long) before + from.dim(along) + after);
        return self().apply(new Embed(along, padded.dim(along), before, 1, value));
    }
}
