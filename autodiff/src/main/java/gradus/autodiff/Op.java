package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import gradus.autodiff.kernel.threads.Parallel;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * An operator on tensors: a small immutable value that knows its result's shape, how to compute it,
 * and its vjp, the product of a cotangent with the operator's Jacobian. The operators are records
 * in the family files ({@link Arithmetic}, {@link Movement}, ...); the hierarchy is sealed, so that
 * an interpreter of operators is an exhaustive {@code switch}. The one open door is {@link
 * CustomOp}.
 *
 * <p>Throughout, {@code x} (or {@code a} and {@code b}) are the inputs, {@code y} the output and
 * {@code g} the incoming cotangent, which has the shape of {@code y}. A vjp is written with
 * ordinary tensor operations and returns the cotangent of one input; it never accumulates. For
 * first derivatives the engine hands it detached tensors, for higher ones live tensors, so every
 * rule serves every order.
 */
public sealed interface Op {

    /** The name in errors and pictures: the record's own, starting in lower case. */
    default String name() {
        return OpNames.of(getClass());
    }

    /**
     * How many floating point operations it takes, for inputs and a result of these shapes. What
     * counts is said by {@link gradus.autodiff.graph.Cost}.
     */
    long flops(ImmutableList<Shape> x, Shape y);

    /** An operator of one input. */
    sealed interface OfOne extends Op
            permits Unary,
                    Reduction.OfOne,
                    Movement.OfOne,
                    Probability.OfOne,
                    Indexing.OfOne,
                    Pooling.OfOne,
                    Resampling.OfOne {
        /** The result's shape; throws {@link ShapeException} where {@code x} does not fit. */
        Shape shape(Shape x);

        /**
         * Computes the result as a new array, or {@code x} itself where the elements stay as they
         * are.
         */
        <A> A forward(Kernels<A> k, A x, Shape from, Shape to);

        /** One for each element that it reads. */
        @Override
        default long flops(ImmutableList<Shape> x, Shape y) {
            return x.getFirst().size();
        }

        /** The cotangent of {@code x}, in its shape. */
        Tensor vjp(Tensor x, Tensor y, Tensor g);
    }

    /**
     * An operator of two inputs. A cotangent may still have the broadcast shape: the engine sums it
     * back.
     */
    sealed interface OfTwo extends Op
            permits Binary, Comparisons.OfTwo, Contraction.OfTwo, Filtering.OfTwo, Probability.OfTwo {
        /** The result's shape; throws {@link ShapeException} where the inputs do not fit. */
        Shape shape(Shape a, Shape b);

        /** Computes the result as a new array. */
        <A> A forward(Kernels<A> k, A a, Shape aShape, A b, Shape bShape, Shape to);

        /** The cotangent of {@code a}. */
        Tensor vjpLeft(Tensor a, Tensor b, Tensor y, Tensor g);

        /** The cotangent of {@code b}. */
        Tensor vjpRight(Tensor a, Tensor b, Tensor y, Tensor g);
    }

    /** An operator of any number of inputs. */
    sealed interface OfMany extends Op
            permits Movement.OfMany,
                    Contraction.OfMany,
                    Filtering.OfMany,
                    ReductionDerivatives.OfMany,
                    FusedNormalization.OfMany,
                    CustomOp {
        /**
         * Computes the result, not recorded, from detached inputs; throws {@link ShapeException}
         * where they do not fit.
         */
        Tensor forward(Tensor[] x);

        /** The cotangent of input number {@code input}, in its shape. */
        Tensor vjp(int input, Tensor[] x, Tensor y, Tensor g);
    }

    /** An operator that maps each element by itself. */
    sealed interface Unary extends OfOne
            permits Arithmetic.Unary, Elementary.Unary, Activations.Unary, Piecewise.Unary {
        /** The loop: {@code y[i] = f(x[i])} for {@code from <= i < to}. */
        <A> void forward(Kernels<A> k, A x, A y, int from, int to);

        @Override
        default Shape shape(Shape x) {
            return x;
        }

        @Override
        default <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            int n = to.size();
            A y = k.reserve(n);
            if (n < 2 * Parallel.GRAIN) {
                forward(k, x, y, 0, n);
            } else {
                Parallel.ranges(n, Parallel.GRAIN, (i, end) -> forward(k, x, y, i, end));
            }
            return y;
        }
    }

    /** An operator that combines elements pairwise, after broadcasting. */
    sealed interface Binary extends OfTwo
            permits Arithmetic.Binary, Piecewise.Binary, Probability.Binary, FusedVjps.Binary {
        /**
         * The loop: {@code y[y0 + i] = f(a[a0 + i da], b[b0 + i db])} for {@code 0 <= i < n}; steps
         * are 0 or 1.
         */
        <A> void forward(Kernels<A> k, A a, int a0, int da, A b, int b0, int db, A y, int y0, int n);

        /** One for each element of its result. */
        @Override
        default long flops(ImmutableList<Shape> x, Shape y) {
            return y.size();
        }

        @Override
        default Shape shape(Shape a, Shape b) {
            return a.equals(b) ? a : a.broadcast(b, name());
        }

        @Override
        default <A> A forward(Kernels<A> k, A a, Shape aShape, A b, Shape bShape, Shape to) {
            int n = to.size();
            A y = k.reserve(n);
            boolean aligned = aShape.equals(bShape);
            if (aligned || aShape.size() == 1 || bShape.size() == 1) {
                int da = aligned || aShape.size() > 1 ? 1 : 0;
                int db = aligned || bShape.size() > 1 ? 1 : 0;
                if (n < 2 * Parallel.GRAIN) {
                    forward(k, a, 0, da, b, 0, db, y, 0, n);
                } else {
                    Parallel.ranges(
                            n, Parallel.GRAIN, (i, end) -> forward(k, a, i * da, da, b, i * db, db, y, i, end - i));
                }
            } else {
                Broadcasting.of(aShape, bShape, to)
                        .rows((a0, da, b0, db, y0, count) -> forward(k, a, a0, da, b, b0, db, y, y0, count));
            }
            return y;
        }
    }
}
