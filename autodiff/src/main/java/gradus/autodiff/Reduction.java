package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Reductions over any set of axes, and running sums. {@link Axes} says which axes, and whether they stay with length
 * 1; without arguments a reduction runs over all of them. In the rules, "kept" means: with the reduced axes at length
 * 1.
 */
public sealed interface Reduction extends Operand permits Tensor {

    /** An operator of this family with one input. */
    sealed interface OfOne extends Op.OfOne {}

    /** An operator that reduces axes. */
    sealed interface Reducing extends OfOne {
        /** The axes. */
        Axes axes();

        /** The loop over {@code outer x length x inner} elements, along the middle axis. */
        <A> void forward(Kernels<A> k, A x, A y, int outer, int length, int inner);

        @Override
        default Shape shape(Shape x) {
            return Given.of(this, "axes", axes()).reducedShape(name(), x);
        }

        @Override
        default <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            A y = k.allocate(to.size());
            if (to.size() == 0) {
                return y;
            }
            @Nullable Span span = Span.of(from, axes().chosen(name(), from));
            if (span != null) {
                forward(k, x, y, span.outer(), span.length(), span.inner());
            } else {
                Movement.Permute lastReduced = Movement.Permute.of(axes().keptFirst(name(), from));
                A moved = lastReduced.forward(k, x, from, lastReduced.shape(from));
                forward(k, moved, y, to.size(), from.size() / to.size(), 1);
            }
            return y;
        }

        /** A result or cotangent, kept. */
        default Tensor keep(Tensor reduced, Tensor x) {
            return reduced.reshape(axes().keptShape(name(), x.shape()));
        }
    }

    /** A reduction that is undefined over no elements. */
    sealed interface NonEmpty extends Reducing {
        @Override
        default Shape shape(Shape x) {
            Shape y = Reducing.super.shape(x);
            if (x.size() == 0 && y.size() > 0) {
                throw new ShapeException(name(), "at least one element to reduce", x.toString(), "");
            }
            return y;
        }
    }

    /**
     * y = sum of x; 0 over nothing.   dy/dx = 1. Over axes that are not neighbors it is the sum over the last
     * neighbors among them, and then over the others: nothing is moved.
     */
    record Sum(Axes axes) implements Reducing {
        @Override
        public <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            boolean[] chosen = axes.chosen(name(), from);
            if (to.size() == 0 || from.size() == 0 || Span.of(from, chosen) != null) {
                return Reducing.super.forward(k, x, from, to);
            }
            Axes last = Span.lastNeighbors(from, chosen).kept();
            Shape between = last.reducedShape(name(), from);
            A sums = new Sum(last).forward(k, x, from, between);
            return forward(k, sums, between, to);
        }

        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int outer, int length, int inner) {
            k.sum(x, y, outer, length, inner);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return keep(g, x).broadcastTo(x.shape());
        }
    }

    /**
     * y = product of x, without overflow or underflow on the way; 1 over nothing.   dy/dx = the product of the others,
     * also where elements are 0. See {@link ReductionDerivatives.ProdDerivative}.
     */
    record Prod(Axes axes) implements Reducing {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int outer, int length, int inner) {
            k.prod(x, y, outer, length, inner);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return keep(g, x).chain(Tensor.apply(new ReductionDerivatives.ProdDerivative(axes), x));
        }
    }

    /** y = the largest of x; NaN if one is NaN.   The derivative is shared evenly by all that equal the largest. */
    record Max(Axes axes) implements NonEmpty {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int outer, int length, int inner) {
            k.max(x, y, outer, length, inner);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return share(x, keep(y, x), keep(g, x), axes);
        }
    }

    /** y = the smallest of x; NaN if one is NaN.   The derivative is shared evenly by all that equal the smallest. */
    record Min(Axes axes) implements NonEmpty {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int outer, int length, int inner) {
            k.min(x, y, outer, length, inner);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return share(x, keep(y, x), keep(g, x), axes);
        }
    }

    private static Tensor share(Tensor x, Tensor y, Tensor g, Axes axes) {
        Mask winners = x.equal(y);
        Tensor count = winners.toTensor(x.dtype()).sum(axes.kept());
        return Tensor.where(winners, g.div(count), 0);
    }

    /**
     * y = √(sum of x²), scaled so that nothing overflows.   dy/dx = x/y, 0 where y = 0, as are all higher derivatives.
     * For tiny and huge y see {@link ReductionDerivatives.NormDerivative}: in F32 below 2⁻¹² and above 2¹², in F64
     * below 2⁻⁹⁶ and above 2⁹⁶ derivatives of any order are those of the closed form, where only the result can
     * overflow. In between the chain rule goes on from x/y, and stays in range to order 10.
     */
    record Norm(Axes axes) implements Reducing {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int outer, int length, int inner) {
            k.norm(x, y, outer, length, inner);
        }

        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return 2L * x.getFirst().size();
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return keep(g, x).chain(UnitVectors.of(x, keep(y, x), axes));
        }
    }

    /**
     * y = log(sum of eˣ), shifted by the largest so that nothing overflows; -infinity where all elements are.   dy/dx
     * = the softmax of x, 0 where all elements are -infinity; beside an element of infinity those that are finite have
     * 0, and it has NaN.
     */
    record LogSumExp(Axes axes) implements NonEmpty {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int outer, int length, int inner) {
            k.logSumExp(x, y, outer, length, inner);
        }

        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return 4L * x.getFirst().size();
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            // Not e^(x - y): beside a huge x, y has lost the logarithm. The shift cancels, so it needs no derivative.
            Tensor largest = x.detach().max(axes.kept());
            Tensor powers = x.sub(Tensor.where(largest.equal(Double.NEGATIVE_INFINITY), 0, largest))
                    .exp();
            Tensor sum = Tensor.where(largest.abs().equal(Double.POSITIVE_INFINITY), 1, powers.sum(axes.kept()));
            return keep(g, x).chain(powers.div(sum));
        }
    }

    /** y[i] = x[0] + ... + x[i] along an axis.   The vjp runs the sum from the other end. */
    record CumulativeSum(int axis) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            Axes.normalize(name(), axis, x);
            return x;
        }

        @Override
        public <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            A y = k.allocate(to.size());
            Span span = Span.of(from, Axes.normalize(name(), axis, from));
            k.cumulativeSum(x, y, span.outer(), span.length(), span.inner());
            return y;
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.flip(axis).cumulativeSum(axis).flip(axis);
        }
    }

    /** The sum. See {@link Sum}. */
    default Tensor sum(Axes axes) {
        return self().apply(new Sum(axes));
    }

    /** The sum. Over the given axes. */
    default Tensor sum(int... axes) {
        return sum(Axes.of(axes));
    }

    /** The sum. Over all axes. */
    default Tensor sum() {
        return sum(Axes.ALL);
    }

    /** The product. See {@link Prod}. */
    default Tensor prod(Axes axes) {
        return self().apply(new Prod(axes));
    }

    /** The product. Over the given axes. */
    default Tensor prod(int... axes) {
        return prod(Axes.of(axes));
    }

    /** The product. Over all axes. */
    default Tensor prod() {
        return prod(Axes.ALL);
    }

    /** The largest element. See {@link Max}. */
    default Tensor max(Axes axes) {
        return self().apply(new Max(axes));
    }

    /** The largest element. Over the given axes. */
    default Tensor max(int... axes) {
        return max(Axes.of(axes));
    }

    /** The largest element. Over all axes. */
    default Tensor max() {
        return max(Axes.ALL);
    }

    /** The smallest element. See {@link Min}. */
    default Tensor min(Axes axes) {
        return self().apply(new Min(axes));
    }

    /** The smallest element. Over the given axes. */
    default Tensor min(int... axes) {
        return min(Axes.of(axes));
    }

    /** The smallest element. Over all axes. */
    default Tensor min() {
        return min(Axes.ALL);
    }

    /** The Euclidean norm. See {@link Norm}. */
    default Tensor norm(Axes axes) {
        return self().apply(new Norm(axes));
    }

    /** The Euclidean norm. Over the given axes. */
    default Tensor norm(int... axes) {
        return norm(Axes.of(axes));
    }

    /** The Euclidean norm. Over all axes. */
    default Tensor norm() {
        return norm(Axes.ALL);
    }

    /** log(sum of eˣ). See {@link LogSumExp}. */
    default Tensor logSumExp(Axes axes) {
        return self().apply(new LogSumExp(axes));
    }

    /** log(sum of eˣ). Over the given axes. */
    default Tensor logSumExp(int... axes) {
        return logSumExp(Axes.of(axes));
    }

    /** log(sum of eˣ). Over all axes. */
    default Tensor logSumExp() {
        return logSumExp(Axes.ALL);
    }

    /** Running sums along an axis. See {@link CumulativeSum}. */
    default Tensor cumulativeSum(int axis) {
        return self().apply(new CumulativeSum(axis));
    }
}
