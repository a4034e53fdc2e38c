package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import gradus.autodiff.kernel.ProductKernels;
import gradus.autodiff.kernel.threads.Parallel;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/** Matrix products and what is made of them. */
public sealed interface Contraction extends Operand permits Tensor {

    /** An operator of this family with two inputs. */
    sealed interface OfTwo extends Op.OfTwo {}

    /** An operator of this family with any number of inputs. */
    sealed interface OfMany extends Op.OfMany {}

    /**
     * y = A B over the last two axes, where A is a or its transpose and B is b or its transpose; leading axes are
     * batches and broadcast.   dA = g Bᵀ and dB = Aᵀ g, each transposed again where the operand was; no transposed
     * copy is made.
     */
    record Matmul(boolean transposeA, boolean transposeB) implements OfTwo {
        @Override
        public Shape shape(Shape a, Shape b) {
            if (a.rank() < 2 || b.rank() < 2) {
                throw new ShapeException(
                        name(), "matrices", a + " x " + b, "expandDims makes a row or a column of a vector");
            }
            if (depth(a) != b.dim(transposeB ? -1 : -2)) {
                throw new ShapeException(
                        name(),
                        "inner dimensions that agree",
                        describe(a, transposeA) + " x " + describe(b, transposeB) + " (" + depth(a) + " != "
                                + b.dim(transposeB ? -1 : -2) + ")",
                        transpositionHint(a, b));
            }
            if (!batch(a).broadcastsWith(batch(b))) {
                throw new ShapeException(
                        name(),
                        "batches that broadcast",
                        a + " x " + b + " (" + batch(a) + " against " + batch(b) + ")",
                        "all axes but the last two are batches");
            }
            Shape batches = batch(a).broadcast(batch(b), name());
            return batches.followedBy(rows(a), columns(b));
        }

        @Override
        public <A> A forward(Kernels<A> k, A a, Shape aShape, A b, Shape bShape, Shape to) {
            A y = k.reserve(to.size());
            int rows = rows(aShape);
            int depth = depth(aShape);
            int columns = columns(bShape);
            if (to.rank() == 2) {
                multiply(k, a, 0, b, 0, y, 0, rows, depth, columns);
                return y;
            }
            int grain = grain((long) rows * depth * columns);
            Broadcasting.of(batch(aShape), batch(bShape), batch(to))
                    .rows((a0, da, b0, db, y0, n) -> Parallel.ranges(n, grain, (from, end) -> {
                        for (int i = from; i < end; i++) {
                            multiply(k, a, a0 + i * da, b, b0 + i * db, y, y0 + i, rows, depth, columns);
                        }
                    }));
            return y;
        }

        /** How many products a thread takes: products that all threads can share go one by one. */
        private static int grain(long multiplications) {
            return multiplications < (long) Parallel.threads() * ProductKernels.GRAIN
                    ? (int) Math.ceilDiv(ProductKernels.GRAIN, Math.max(1, multiplications))
                    : Integer.MAX_VALUE;
        }

        /** Matrices of these numbers. */
        private <A> void multiply(
                Kernels<A> k, A a, int ofA, A b, int ofB, A y, int ofY, int rows, int depth, int columns) {
            int a0 = ofA * rows * depth;
            int b0 = ofB * depth * columns;
            int y0 = ofY * rows * columns;
            k.matmul(a, a0, transposeA, b, b0, transposeB, null, y, y0, rows, depth, columns);
        }

        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return 2L * y.size() * depth(x.getFirst());
        }

        @Override
        public Tensor vjpLeft(Tensor a, Tensor b, Tensor y, Tensor g) {
            return transposeA ? product(b, transposeB, g, true) : product(g, false, b, !transposeB);
        }

        @Override
        public Tensor vjpRight(Tensor a, Tensor b, Tensor y, Tensor g) {
            return transposeB ? product(g, true, a, transposeA) : product(a, !transposeA, g, false);
        }

        private static Tensor product(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
            return a.apply(new Matmul(transposeA, transposeB), b);
        }

        private int rows(Shape a) {
            return a.dim(transposeA ? -1 : -2);
        }

        private int depth(Shape a) {
            return a.dim(transposeA ? -2 : -1);
        }

        private int columns(Shape b) {
            return b.dim(transposeB ? -2 : -1);
        }

        private static Shape batch(Shape shape) {
            return shape.first(shape.rank() - 2);
        }

        private String transpositionHint(Shape a, Shape b) {
            boolean turnedWouldFit = depth(a) == b.dim(transposeB ? -2 : -1);
            String hint = transposeB ? "leave the right operand as it is?" : "transpose the right operand?";
            return turnedWouldFit ? hint : "";
        }

        private static String describe(Shape shape, boolean transposed) {
            return shape + (transposed ? " transposed" : "");
        }
    }

    /**
     * y = x Wᵀ + b for each row x: {@code [..., in]}, {@code [out, in]} and {@code [out]} to {@code [..., out]}. Two
     * inputs do without b.   dx = g W, dW = gᵀ x and db = the sum of the rows of g.
     */
    record Linear() implements OfMany {
        @Override
        public Tensor forward(Tensor[] x) {
            Shape rows = x[0].shape();
            Shape weight = x[1].shape();
            if (rows.rank() < 1 || weight.rank() != 2 || rows.dim(-1) != weight.dim(1)) {
                throw new ShapeException(
                        name(), "rows [..., in] and weights [out, in]", rows + " and " + weight, hint(rows, weight));
            }
            if (x.length > 2 && !x[2].shape().equals(weight.first(1))) {
                throw new ShapeException(
                        name(), "biases [" + weight.dim(0) + "]", x[2].shape().toString(), "");
            }
            return forward(x[0].dtype().kernels(), x);
        }

        private static String hint(Shape rows, Shape weight) {
            if (rows.rank() < 1 || weight.rank() != 2) {
                return "";
            }
            return rows.dim(-1) == weight.dim(0)
                    ? "weights have one row for each output: transpose them?"
                    : GradusException.counted(rows.dim(-1), "feature") + " in, but weights for " + weight.dim(1);
        }

        private static <A> Tensor forward(Kernels<A> k, Tensor[] x) {
            Tensor weight = x[1];
            int out = weight.shape().dim(0);
            int in = weight.shape().dim(1);
            Shape shape = x[0].shape().withDim(-1, out);
            int rows = count(shape);
            A y = k.reserve(shape.size());
            @Nullable A bias = x.length > 2 ? x[2].array(k) : null;
            k.matmul(x[0].array(k), 0, false, weight.array(k), 0, true, bias, y, 0, rows, in, out);
            return Tensor.ofNew(shape, weight.dtype(), y);
        }

        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return y.size() * (2L * x.getFirst().dim(-1) + (x.size() > 2 ? 1 : 0));
        }

        @Override
        public Tensor vjp(int input, Tensor[] x, Tensor y, Tensor g) {
            return switch (input) {
                case 0 -> rows(g).matmul(x[1]).reshape(x[0].shape());
                case 1 -> rows(g).transposedMatmul(rows(x[0]));
                default -> rows(g).sum(0);
            };
        }

        /** All axes but the last as one. */
        private static Tensor rows(Tensor x) {
            return x.shape().rank() == 2
                    ? x
                    : x.reshape(Shape.of(count(x.shape()), x.shape().dim(-1)));
        }

        private static int count(Shape x) {
            return x.dim(-1) == 0 ? x.withDim(-1, 1).size() : x.size() / x.dim(-1);
        }
    }

    /**
     * The matrix product over the last two axes; leading axes are batches and broadcast. A vector on the left is a
     * row, one on the right a column, and its axis is dropped from the result. See {@link Matmul}.
     */
    default Tensor matmul(Tensor b) {
        Tensor a = self();
        requireFit(a.shape(), Given.of("matmul", "two tensors", b).shape());
        if (a.shape().rank() == 1) {
            return a.expandDims(0).matmul(b).squeeze(b.shape().rank() == 1 ? 0 : -2);
        }
        if (b.shape().rank() == 1) {
            return a.matmul(b.expandDims(1)).squeeze(-1);
        }
        return a.apply(new Matmul(false, false), b);
    }

    /**
     * a bᵀ over the last two axes, for matrices or batches of them, without a transposed copy. See
     * {@link Matmul}.
     */
    default Tensor matmulTransposed(Tensor b) {
        return self().apply(new Matmul(false, true), b);
    }

    /**
     * aᵀ b over the last two axes, for matrices or batches of them, without a transposed copy. See
     * {@link Matmul}.
     */
    default Tensor transposedMatmul(Tensor b) {
        return self().apply(new Matmul(true, false), b);
    }

    /** x Wᵀ + b for each row x, with weights {@code [out, in]} and biases {@code [out]}. See {@link Linear}. */
    default Tensor linear(Tensor weight, Tensor bias) {
        return Tensor.apply(new Linear(), self(), weight, bias);
    }

    /**
     * As {@link #linear(Tensor, Tensor)}, of the current values of two parameters, or of one without biases, that need
     * no copy of their own for it: an optimizer may change them in place. A loss recorded from them must be
     * differentiated before that; afterwards it refuses.
     */
    default Tensor linear(Parameter weight, @Nullable Parameter bias) {
        Given.of("linear", "weights", weight);
        if (bias == null) {
            return ParameterValue.reading(w -> Tensor.apply(new Linear(), self(), w[0]), weight);
        }
        return ParameterValue.reading(w -> Tensor.apply(new Linear(), self(), w[0], w[1]), weight, bias);
    }

    /**
     * The inner product of two vectors.
     *
     * @throws ShapeException unless both are vectors of one length
     */
    default Tensor dot(Tensor b) {
        requireVectors("dot", b);
        if (!self().shape().equals(b.shape())) {
            throw new ShapeException("dot", "vectors of one length", self().shape() + " and " + b.shape(), "");
        }
        return matmul(b);
    }

    /** The outer product of two vectors: {@code [n]} and {@code [m]} to {@code [n, m]}. */
    default Tensor outer(Tensor b) {
        requireVectors("outer", b);
        return self().expandDims(1).mul(b.expandDims(0));
    }

    /**
     * Einstein's sum of this operand and any others, by NumPy's rules, such as {@code a.einsum("ij,jk,kl->il", b, c)}:
     * letters name axes, letters missing on the right are summed over. A letter twice in one operand takes the
     * diagonal; {@code ...} stands for all other axes, which broadcast; without an arrow the result has the letters
     * that stand there once, in the order of ASCII. Operands are multiplied from left to right, two at a time.
     *
     * @throws ArgumentException if the formula is not of this form, or for another number of operands
     * @throws ShapeException if it does not fit the operands
     */
    default Tensor einsum(String formula, Tensor... others) {
        return Einsum.of(
                formula,
                Lists.immutable.with(self()).newWithAll(Lists.immutable.with(Given.of("einsum", "operands", others))));
    }

    /** What {@link Matmul} would refuse too, but in the shapes of the vectors as they are. */
    private static void requireFit(Shape a, Shape b) {
        if (a.rank() == 0 || b.rank() == 0) {
            throw new ShapeException("matmul", "vectors or matrices", a + " x " + b, "mul multiplies by a number");
        }
        int inner = b.dim(b.rank() == 1 ? 0 : -2);
        if ((a.rank() == 1 || b.rank() == 1) && a.dim(-1) != inner) {
            throw new ShapeException(
                    "matmul",
                    "inner dimensions that agree",
                    a + " x " + b + " (" + a.dim(-1) + " != " + inner + ")",
                    "");
        }
    }

    private void requireVectors(String operator, Tensor b) {
        Given.of(operator, "two vectors", b);
        if (self().shape().rank() != 1 || b.shape().rank() != 1) {
            throw new ShapeException(operator, "two vectors", self().shape() + " and " + b.shape(), "");
        }
    }
}
