package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Comparisons, which give a {@link Mask}, the choice between two tensors by a mask, and whether two
 * tensors hold the same numbers. Operands broadcast.
 */
public sealed interface Comparisons extends Operand permits Tensor {

    /** An operator of this family. */
    sealed interface OfTwo extends Op.OfTwo {
        @Override
        default long flops(ImmutableList<Shape> x, Shape y) {
            return 0;
        }
    }

    /**
     * y = a where the mask holds, otherwise b; all three broadcast.   The cotangent goes where the
     * element came from, and exactly 0 to the other side: with rules that multiply by {@link
     * Arithmetic.Chain}, a branch not taken of elementwise operators never leaks NaN. Matrix
     * products are sums over their elements: there NaN in a branch not taken spreads.
     */
    record Where(Mask mask) implements OfTwo {
        @Override
        public Shape shape(Shape a, Shape b) {
            return a.broadcast(b, name())
                    .broadcast(Given.of(this, "a mask", mask).shape(), name());
        }

        @Override
        public <A> A forward(Kernels<A> k, A a, Shape aShape, A b, Shape bShape, Shape to) {
            A y = k.allocate(to.size());
            boolean[] chosen = mask.broadcastTo(to).array();
            Broadcasting.of(aShape, bShape, to)
                    .rows((a0, da, b0, db, y0, n) -> k.where(chosen, a, a0, da, b, b0, db, y, y0, n));
            return y;
        }

        @Override
        public Tensor vjpLeft(Tensor a, Tensor b, Tensor y, Tensor g) {
            return Tensor.where(mask, g, 0);
        }

        @Override
        public Tensor vjpRight(Tensor a, Tensor b, Tensor y, Tensor g) {
            return Tensor.where(mask, 0, g);
        }
    }

    /** How two numbers can compare. A comparison with NaN is false, except {@link #NOT_EQUAL}. */
    enum Relation {
        /** a == b. */
        EQUAL("equal"),
        /** a != b. */
        NOT_EQUAL("notEqual"),
        /** {@code a < b}. */
        LESS("less"),
        /** {@code a <= b}. */
        LESS_OR_EQUAL("lessOrEqual"),
        /** a > b. */
        GREATER("greater"),
        /** a >= b. */
        GREATER_OR_EQUAL("greaterOrEqual");

        private final String method;

        Relation(String method) {
            this.method = method;
        }

        Mask of(Tensor a, Tensor b) {
            if (a.dtype() != Given.of(method, "two tensors", b).dtype()) {
                throw ElementTypeException.of(method, a, b);
            }
            Shape shape = a.shape().broadcast(b.shape(), method);
            return new Mask(shape, compare(a.dtype().kernels(), a, b, shape));
        }

        private <A> boolean[] compare(Kernels<A> k, Tensor a, Tensor b, Shape shape) {
            boolean[] y = new boolean[shape.size()];
            A left = a.array(k);
            A right = b.array(k);
            Broadcasting.of(a.shape(), b.shape(), shape).rows((a0, da, b0, db, y0, n) -> {
                switch (this) {
                    case EQUAL, NOT_EQUAL -> k.equal(left, a0, da, right, b0, db, y, y0, n);
                    case LESS -> k.less(left, a0, da, right, b0, db, y, y0, n);
                    case LESS_OR_EQUAL -> k.lessOrEqual(left, a0, da, right, b0, db, y, y0, n);
                    case GREATER -> k.less(right, b0, db, left, a0, da, y, y0, n);
                    case GREATER_OR_EQUAL -> k.lessOrEqual(right, b0, db, left, a0, da, y, y0, n);
                }
            });
            return this == NOT_EQUAL ? new Mask(shape, y).not().array() : y;
        }
    }

    /** Where a == b. */
    default Mask equal(Tensor b) {
        return Relation.EQUAL.of(self(), b);
    }

    /** Where a == b, b a number. */
    default Mask equal(double b) {
        return equal(self().number(b));
    }

    /** Where a != b. */
    default Mask notEqual(Tensor b) {
        return Relation.NOT_EQUAL.of(self(), b);
    }

    /** Where a != b, b a number. */
    default Mask notEqual(double b) {
        return notEqual(self().number(b));
    }

    /** Where a &lt; b. */
    default Mask less(Tensor b) {
        return Relation.LESS.of(self(), b);
    }

    /** Where a &lt; b, b a number. */
    default Mask less(double b) {
        return less(self().number(b));
    }

    /** Where a &lt;= b. */
    default Mask lessOrEqual(Tensor b) {
        return Relation.LESS_OR_EQUAL.of(self(), b);
    }

    /** Where a &lt;= b, b a number. */
    default Mask lessOrEqual(double b) {
        return lessOrEqual(self().number(b));
    }

    /** Where a &gt; b. */
    default Mask greater(Tensor b) {
        return Relation.GREATER.of(self(), b);
    }

    /** Where a &gt; b, b a number. */
    default Mask greater(double b) {
        return greater(self().number(b));
    }

    /** Where a &gt;= b. */
    default Mask greaterOrEqual(Tensor b) {
        return Relation.GREATER_OR_EQUAL.of(self(), b);
    }

    /** Where a &gt;= b, b a number. */
    default Mask greaterOrEqual(double b) {
        return greaterOrEqual(self().number(b));
    }

    /** As {@link #allClose(Tensor, double, double)} with NumPy's tolerances 1e-5 and 1e-8. */
    default boolean allClose(Tensor b) {
        return allClose(b, 1e-5, 1e-8);
    }

    /** As {@link #allClose(Tensor, double, double, boolean)}, where NaN is close to nothing. */
    default boolean allClose(Tensor b, double relative, double absolute) {
        return allClose(b, relative, absolute, false);
    }

    /**
     * Whether |a - b| &lt;= absolute + relative |b| for all elements, after broadcasting, as NumPy's
     * {@code allclose}: the second operand is the measure. An infinity is close to itself alone.
     * True over no elements.
     *
     * @param equalNaN whether NaN is close to NaN
     * @throws ShapeException if the shapes do not broadcast
     * @throws ElementTypeException if the types differ
     * @throws ArgumentException unless both tolerances are finite and 0 or more
     */
    default boolean allClose(Tensor b, double relative, double absolute, boolean equalNaN) {
        return new Closeness(relative, absolute, equalNaN).holds(self(), b);
    }

    /** As {@link #arrayEqual(Tensor, boolean)}, where NaN equals nothing. */
    default boolean arrayEqual(Tensor b) {
        return arrayEqual(b, false);
    }

    /**
     * Whether b has the same shape and the same elements, as NumPy's {@code array_equal}: nothing
     * broadcasts. -0 equals 0.
     *
     * @param equalNaN whether NaN equals NaN
     * @throws ElementTypeException if the types differ
     */
    default boolean arrayEqual(Tensor b, boolean equalNaN) {
        return Closeness.isEqual(self(), b, equalNaN);
    }
}
