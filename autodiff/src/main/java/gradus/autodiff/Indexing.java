package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Looking elements up by index, and adding them back: each of the two operators of a pair is the
 * other's vjp. Also the search for the largest and the smallest, which gives indices.
 */
public sealed interface Indexing extends Operand permits Tensor {

    /** An operator of this family. */
    sealed interface OfOne extends Op.OfOne {
        /** To look up computes nothing. */
        @Override
        default long flops(ImmutableList<Shape> x, Shape y) {
            return 0;
        }
    }

    /** y[.., i, ..] = x[.., rows[i], ..] along an axis.   vjp: {@link IndexAdd}. */
    record IndexSelect(int axis, Indices rows) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            requireVector(name(), rows);
            rows.requireBelow(name(), x.dim(Axes.normalize(name(), axis, x)));
            return x.withDim(axis, rows.shape().size());
        }

        @Override
        public <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            A y = k.allocate(to.size());
            Span span = Span.of(from, Axes.normalize(name(), axis, from));
            k.select(x, y, rows.array(), span.outer(), span.length(), span.inner());
            return y;
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.apply(new IndexAdd(axis, rows, x.shape().dim(axis)));
        }
    }

    /**
     * y = zeros with {@code length} places along an axis, then y[.., rows[i], ..] += x[.., i, ..].
     * vjp: {@link IndexSelect}.
     */
    record IndexAdd(int axis, Indices rows, int length) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            requireVector(name(), rows);
            int along = Axes.normalize(name(), axis, x);
            if (x.dim(along) != rows.shape().size()) {
                throw new ShapeException(
                        name(), "one index for each place along axis " + axis, rows.shape() + " for " + x, "");
            }
            rows.requireBelow(name(), length);
            return x.withDim(axis, length);
        }

        @Override
        public <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            A y = k.allocate(to.size());
            Span span = Span.of(to, Axes.normalize(name(), axis, to));
            k.addSelected(x, y, rows.array(), span.outer(), span.length(), span.inner());
            return y;
        }

        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return x.getFirst().size();
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.apply(new IndexSelect(axis, rows));
        }
    }

    /**
     * y[o, i, j] = x[o, index[o, i, j], j] along an axis, where index has y's shape.   vjp: {@link
     * AddAlongAxis}.
     */
    record TakeAlongAxis(int axis, Indices index) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            requireAligned(name(), axis, index, x);
            index.requireBelow(name(), x.dim(axis));
            return index.shape();
        }

        @Override
        public <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            A y = k.allocate(to.size());
            Span span = Span.of(from, Axes.normalize(name(), axis, from));
            k.take(x, y, index.array(), span.outer(), span.length(), to.dim(axis), span.inner());
            return y;
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.apply(new AddAlongAxis(axis, index, x.shape().dim(axis)));
        }
    }

    /**
     * y = zeros with {@code length} places along an axis, then y[o, index[o, i, j], j] += x[o, i,
     * j].   vjp: {@link TakeAlongAxis}.
     */
    record AddAlongAxis(int axis, Indices index, int length) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            requireAligned(name(), axis, index, x);
            if (!x.equals(index.shape())) {
                throw new ShapeException(name(), "one index for each element", index.shape() + " for " + x, "");
            }
            index.requireBelow(name(), length);
            return x.withDim(axis, length);
        }

        @Override
        public <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            A y = k.allocate(to.size());
            Span span = Span.of(to, Axes.normalize(name(), axis, to));
            k.addTaken(x, y, index.array(), span.outer(), span.length(), from.dim(axis), span.inner());
            return y;
        }

        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return x.getFirst().size();
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.apply(new TakeAlongAxis(axis, index));
        }
    }

    private static void requireVector(String operator, Indices rows) {
        if (Given.of(operator, "indices", rows).shape().rank() != 1) {
            throw new ShapeException(
                    operator, "a vector of indices", rows.shape().toString(), "gather takes indices of any shape");
        }
    }

    private static void requireAligned(String operator, int axis, Indices index, Shape x) {
        Given.of(operator, "indices", index);
        int along = Axes.normalize(operator, axis, x);
        if (index.shape().rank() != x.rank() || !index.shape().withDim(along, 0).equals(x.withDim(along, 0))) {
            throw new ShapeException(
                    operator,
                    "indices of a shape that differs only along axis " + axis,
                    index.shape() + " for " + x,
                    "");
        }
    }

    /**
     * The parts at the given places of an axis, in that order; places may repeat. See {@link
     * IndexSelect}.
     */
    default Tensor indexSelect(int axis, Indices rows) {
        return self().apply(new IndexSelect(axis, rows));
    }

    /**
     * The parts at places given in any shape, which takes the place of the axis: {@code [v, d]}
     * gathered along axis 0 by {@code [n, t]} gives {@code [n, t, d]}.
     */
    default Tensor gather(int axis, Indices places) {
        Shape from = self().shape();
        int along = Axes.normalize("gather", axis, from);
        Tensor rows = indexSelect(
                along,
                Given.of("gather", "indices", places).reshape(places.shape().size()));
        int[] behind = Arrays.copyOfRange(from.toArray(), along + 1, from.rank());
        return rows.reshape(
                from.first(along).followedBy(places.shape().toArray()).followedBy(behind));
    }

    /** One element at each index along an axis. See {@link TakeAlongAxis}. */
    default Tensor takeAlongAxis(int axis, Indices index) {
        return self().apply(new TakeAlongAxis(axis, index));
    }

    /**
     * This tensor plus the parts of {@code source}, each added at its place along an axis; places
     * may repeat.
     */
    default Tensor indexAdd(int axis, Indices rows, Tensor source) {
        Shape from = self().shape();
        int length = from.dim(Axes.normalize("indexAdd", axis, from));
        return plus("indexAdd", Given.of("indexAdd", "a source", source).apply(new IndexAdd(axis, rows, length)));
    }

    /**
     * This tensor plus each element of {@code source}, added at its index along an axis; indices
     * may repeat.
     */
    default Tensor scatterAdd(int axis, Indices index, Tensor source) {
        Shape from = self().shape();
        int length = from.dim(Axes.normalize("scatterAdd", axis, from));
        return plus(
                "scatterAdd", Given.of("scatterAdd", "a source", source).apply(new AddAlongAxis(axis, index, length)));
    }

    private Tensor plus(String operator, Tensor scattered) {
        if (!scattered.shape().equals(self().shape())) {
            throw new ShapeException(
                    operator,
                    "a source that fills " + self().shape() + " apart from the axis",
                    scattered.shape().toString(),
                    "");
        }
        return self().add(scattered);
    }

    /**
     * Where the largest element stands along an axis: the first of equals, the first NaN if there
     * is one.
     */
    default Indices argMax(int axis) {
        return Extremes.places("argMax", self(), Axes.of(axis), true);
    }

    /**
     * Where the largest element stands along the given axes, which may be kept. Along several the
     * place is that in row-major order of these axes: along all of them it is the place in the
     * tensor as a vector.
     *
     * @throws ShapeException if there are no elements along them
     */
    default Indices argMax(Axes axes) {
        return Extremes.places("argMax", self(), axes, true);
    }

    /**
     * Where the smallest element stands along an axis: the first of equals, the first NaN if there
     * is one.
     */
    default Indices argMin(int axis) {
        return Extremes.places("argMin", self(), Axes.of(axis), false);
    }

    /** Where the smallest element stands along the given axes. See {@link #argMax(Axes)}. */
    default Indices argMin(Axes axes) {
        return Extremes.places("argMin", self(), axes, false);
    }
}
