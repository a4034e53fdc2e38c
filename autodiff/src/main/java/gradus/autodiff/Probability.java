package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Softmax and the cross-entropies, each computed from logits in one go so that nothing overflows or
 * cancels.
 */
public sealed interface Probability extends Operand permits Tensor {

    /** An operator that turns logits along one axis into (log-)probabilities. */
    sealed interface Normalizing extends OfOne {
        /** The axis of the classes. */
        int axis();

        /** The loop over {@code outer x length x inner} elements, along the middle axis. */
        <A> void forward(Kernels<A> k, A x, A y, int outer, int length, int inner);

        @Override
        default Shape shape(Shape x) {
            Axes.normalize(name(), axis(), x);
            return x;
        }

        @Override
        default <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            A y = k.reserve(to.size());
            if (to.size() > 0) {
                Span span = Span.of(from, Axes.normalize(name(), axis(), from));
                forward(k, x, y, span.outer(), span.length(), span.inner());
            }
            return y;
        }

        @Override
        default long flops(ImmutableList<Shape> x, Shape y) {
            return 5L * x.getFirst().size();
        }
    }

    /** An operator of this family with one input. */
    sealed interface OfOne extends Op.OfOne {}

    /** An operator of this family with two inputs. */
    sealed interface OfTwo extends Op.OfTwo {}

    /** An elementwise operator of a logit and a target. */
    sealed interface Binary extends Op.Binary {}

    /**
     * y = eˣ / (sum of eˣ) along an axis.   vjp = y (g - sum of g y): the Jacobian is diag(y) - y
     * yᵀ.
     */
    record Softmax(int axis) implements Normalizing {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int outer, int length, int inner) {
            k.softmax(x, y, outer, length, inner);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            Tensor weighted = g.chain(y);
            return weighted.sub(weighted.sum(Axes.of(axis).kept()).chain(y));
        }
    }

    /** y = x - log(sum of eˣ) along an axis.   vjp = g - e^y (sum of g). */
    record LogSoftmax(int axis) implements Normalizing {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int outer, int length, int inner) {
            k.logSoftmax(x, y, outer, length, inner);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.sub(g.sum(Axes.of(axis).kept()).chain(y.exp()));
        }
    }

    /**
     * y = log(sum of eˣ) - x[label] for each row of logits: {@code [..., classes]} to {@code
     * [...]}, with one label a row.   dy/dx = softmax x - onehot.
     */
    record CrossEntropy(Indices labels) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            requireLabels(name(), labels, x);
            return labels.shape();
        }

        @Override
        public <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            A y = k.reserve(to.size());
            k.crossEntropy(x, y, labels.array(), to.size(), from.dim(-1));
            return y;
        }

        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return 4L * x.getFirst().size();
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return x.apply(new CrossEntropySlope(labels), g);
        }
    }

    /**
     * y = g (p - onehot) with p = softmax x, for logits {@code [..., classes]} and one g a row: the
     * vjp of {@link CrossEntropy}. At the label, p - 1 is computed as minus the sum of the others,
     * which keeps its digits.   dy/dx = g times the Jacobian of the softmax, dy/dg = p - onehot.
     */
    record CrossEntropySlope(Indices labels) implements OfTwo {
        @Override
        public Shape shape(Shape x, Shape g) {
            requireLabels(name(), labels, x);
            if (!g.equals(labels.shape())) {
                throw new ShapeException(name(), "one cotangent for each row of logits " + x, g.toString(), "");
            }
            return x;
        }

        @Override
        public <A> A forward(Kernels<A> k, A x, Shape xShape, A g, Shape gShape, Shape to) {
            A y = k.reserve(to.size());
            k.crossEntropySlope(x, g, y, labels.array(), gShape.size(), xShape.dim(-1));
            return y;
        }

        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return 7L * x.getFirst().size();
        }

        @Override
        public Tensor vjpLeft(Tensor x, Tensor g, Tensor y, Tensor h) {
            Tensor p = x.softmax(-1);
            return new Softmax(-1).vjp(x, p, g.expandDims(-1).chain(h));
        }

        @Override
        public Tensor vjpRight(Tensor x, Tensor g, Tensor y, Tensor h) {
            Tensor slope = x.apply(this, Tensor.ones(g.dtype(), g.shape()));
            return h.chain(slope).sum(-1);
        }
    }

    /**
     * y = -(b log σ(a) + (1 - b) log(1 - σ(a))) for a logit a and a target b in [0, 1].   dy/da =
     * σ(a) - b, see {@link BinaryCrossEntropySlope}; dy/db = -a.
     */
    record BinaryCrossEntropy() implements Binary {
        @Override
        public <A> void forward(Kernels<A> k, A a, int a0, int da, A b, int b0, int db, A y, int y0, int n) {
            k.binaryCrossEntropy(a, a0, da, b, b0, db, y, y0, n);
        }

        @Override
        public Tensor vjpLeft(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g.chain(a.apply(new BinaryCrossEntropySlope(), b));
        }

        @Override
        public Tensor vjpRight(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g.chain(a.neg());
        }
    }

    /**
     * y = σ(a) - b, written (1 - b) σ(a) - b σ(-a) so that nothing cancels for targets of 0 and 1:
     * the derivative of {@link BinaryCrossEntropy}.   dy/da = σ(a) σ(-a), dy/db = -1.
     */
    record BinaryCrossEntropySlope() implements Binary {
        @Override
        public <A> void forward(Kernels<A> k, A a, int a0, int da, A b, int b0, int db, A y, int y0, int n) {
            k.binaryCrossEntropySlope(a, a0, da, b, b0, db, y, y0, n);
        }

        @Override
        public Tensor vjpLeft(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g.sigmoidSlope(a);
        }

        @Override
        public Tensor vjpRight(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g.neg();
        }
    }

    /** Probabilities from logits along an axis. See {@link Softmax}. */
    default Tensor softmax(int axis) {
        return self().apply(new Softmax(axis));
    }

    /** Log-probabilities from logits along an axis. See {@link LogSoftmax}. */
    default Tensor logSoftmax(int axis) {
        return self().apply(new LogSoftmax(axis));
    }

    /**
     * The cross-entropy of each row of logits with its label, not reduced. See {@link
     * CrossEntropy}.
     */
    default Tensor crossEntropy(Indices labels) {
        return self().apply(new CrossEntropy(labels));
    }

    /**
     * The cross-entropy of each row of logits with a distribution over the classes, such as a
     * one-hot row: -(sum of target log softmax), not reduced.
     *
     * @throws ShapeException unless the targets have exactly the shape of the logits
     * @throws ElementTypeException unless they have its element type
     */
    default Tensor crossEntropy(Tensor targets) {
        requireAlike("crossEntropy", targets, "losses do not broadcast; class numbers go into Indices.of(...)");
        return targets.chain(logSoftmax(-1)).sum(-1).neg();
    }

    /**
     * The binary cross-entropy of each logit with its target in [0, 1], not reduced. See {@link
     * BinaryCrossEntropy}.
     *
     * @throws ShapeException unless the targets have exactly the shape of the logits
     * @throws ElementTypeException unless they have its element type
     */
    default Tensor binaryCrossEntropy(Tensor targets) {
        requireAlike("binaryCrossEntropy", targets, "losses do not broadcast; reshape or broadcastTo on purpose");
        return self().apply(new BinaryCrossEntropy(), targets);
    }

    private static void requireLabels(String operator, Indices labels, Shape logits) {
        Given.of(operator, "labels", labels);
        if (!labels.shape().isAllButLastOf(logits)) {
            throw new ShapeException(
                    operator,
                    "one label for each row of logits [..., classes]",
                    "logits " + logits + " and labels " + labels.shape(),
                    logits.rank() > labels.shape().rank() + 1
                            ? "a network that ends in rows flattens or pools each example on the way"
                            : "labels have the shape of the logits without the last axis");
        }
        labels.requireBelow(operator, "labels", logits.dim(-1));
    }

    private void requireAlike(String operator, Tensor targets, String hint) {
        if (!self().shape().equals(Given.of(operator, "targets", targets).shape())) {
            throw new ShapeException(
                    operator, "logits and targets of one shape", self().shape() + " and " + targets.shape(), hint);
        }
        if (self().dtype() != targets.dtype()) {
            throw new ElementTypeException(
                    operator,
                    "logits and targets of one element type",
                    self().type() + " and " + targets.type(),
                    "convert the targets with to(DType." + self().dtype() + ")");
        }
    }
}
