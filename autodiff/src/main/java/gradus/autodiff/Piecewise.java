package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;

/**
 * Functions with kinks or steps, elementwise. What each does at its kink is stated here and tested.
 */
public sealed interface Piecewise extends Operand permits Tensor {

    /** An operator of this family with one input. */
    sealed interface Unary extends Op.Unary {}

    /** An operator of this family with two inputs. */
    sealed interface Binary extends Op.Binary {}

    /** y = |x|.   dy/dx = sign x, 0 at 0. */
    record Abs() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.abs(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.chain(x.sign());
        }
    }

    /** y = max(x, 0).   dy/dx = 1 if x > 0, otherwise 0, also at 0. */
    record Relu() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.relu(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.reluSlope(x.detach()); // constant between kinks
        }
    }

    /** y = x if x > 0, otherwise slope x.   dy/dx = 1 if x > 0, otherwise slope, also at 0. */
    record LeakyRelu(double slope) implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.leakyRelu(x, y, from, to, slope);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return Tensor.where(x.greater(0), g, g.mul(slope));
        }
    }

    /**
     * y = x if x > 0, otherwise alpha (eˣ - 1).   dy/dx = 1 if x > 0, otherwise alpha eˣ, so alpha
     * at 0.  Clevert et al., arXiv 1511.07289.
     */
    record Elu(double alpha) implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.elu(x, y, from, to, alpha);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return Tensor.where(x.greater(0), g, g.chain(x.exp().mul(alpha)));
        }
    }

    /**
     * y = x, but at least low and at most high.   dy/dx = 1 if {@code low <= x <= high}, otherwise
     * 0, and 0 everywhere if the bounds, rounded to the type, are equal.
     */
    record Clamp(double low, double high) implements Unary {
        /** Refuses bounds in the wrong order. */
        public Clamp {
            if (!(low <= high)) {
                throw new ArgumentException("clamp", "low <= high", low + " and " + high, "");
            }
        }

        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.clamp(x, y, from, to, low, high);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            boolean constant = x.dtype() == DType.F32 ? (float) low == (float) high : low == high;
            return constant ? g.zerosLike() : Tensor.where(x.greaterOrEqual(low).and(x.lessOrEqual(high)), g, 0);
        }
    }

    /** y = -1, 0 or 1.   dy/dx = 0 everywhere. */
    record Sign() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.sign(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.zerosLike();
        }
    }

    /** y = the largest whole number up to x.   dy/dx = 0 everywhere. */
    record Floor() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.floor(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.zerosLike();
        }
    }

    /** y = the nearest whole number, halves to even.   dy/dx = 0 everywhere. */
    record Round() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.round(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.zerosLike();
        }
    }

    /**
     * y = the larger of a and b; NaN if one is NaN.   The derivative goes to the larger one; half
     * to each where they are equal.
     */
    record Maximum() implements Binary {
        @Override
        public <A> void forward(Kernels<A> k, A a, int a0, int da, A b, int b0, int db, A y, int y0, int n) {
            k.maximum(a, a0, da, b, b0, db, y, y0, n);
        }

        @Override
        public Tensor vjpLeft(Tensor a, Tensor b, Tensor y, Tensor g) {
            return share(a.greater(b), a.equal(b), g);
        }

        @Override
        public Tensor vjpRight(Tensor a, Tensor b, Tensor y, Tensor g) {
            return share(b.greater(a), a.equal(b), g);
        }
    }

    /**
     * y = the smaller of a and b; NaN if one is NaN.   The derivative goes to the smaller one; half
     * to each where they are equal.
     */
    record Minimum() implements Binary {
        @Override
        public <A> void forward(Kernels<A> k, A a, int a0, int da, A b, int b0, int db, A y, int y0, int n) {
            k.minimum(a, a0, da, b, b0, db, y, y0, n);
        }

        @Override
        public Tensor vjpLeft(Tensor a, Tensor b, Tensor y, Tensor g) {
            return share(a.less(b), a.equal(b), g);
        }

        @Override
        public Tensor vjpRight(Tensor a, Tensor b, Tensor y, Tensor g) {
            return share(b.less(a), a.equal(b), g);
        }
    }

    /** |x|. See {@link Abs}. */
    default Tensor abs() {
        return self().apply(new Abs());
    }

    /** max(x, 0). See {@link Relu}. */
    default Tensor relu() {
        return self().apply(new Relu());
    }

    /** x, or slope x below 0. See {@link LeakyRelu}. */
    default Tensor leakyRelu(double slope) {
        return self().apply(new LeakyRelu(slope));
    }

    /**
     * x where x > 0, otherwise weight x, with a weight {@code [1]} for all, or one for each channel,
     * {@code [channels]}, of a batch {@code [n, channels, ...]}. The derivatives at 0 are those of the
     * second branch. He et al., ICCV 2015.
     *
     * @throws ShapeException unless the weights have one of these shapes
     */
    default Tensor prelu(Tensor weight) {
        Tensor x = self();
        Shape shape = Given.of("prelu", "weights", weight).shape();
        boolean isForAll = shape.equals(Shape.of(1));
        if (!isForAll
                && (x.shape().rank() < 2 || !shape.equals(Shape.of(x.shape().dim(1))))) {
            throw new ShapeException(
                    "prelu", "weights [1], or [channels] for x [n, channels, ...]", shape + " for " + x.shape(), "");
        }
        return Tensor.where(x.greater(0), x, x.mul(isForAll ? weight : NormRules.perChannel(weight, x)));
    }

    /** x, or alpha (eˣ - 1) below 0. See {@link Elu}. */
    default Tensor elu(double alpha) {
        return self().apply(new Elu(alpha));
    }

    /** x, but at least low and at most high. See {@link Clamp}. */
    default Tensor clamp(double low, double high) {
        return self().apply(new Clamp(low, high));
    }

    /** -1, 0 or 1. See {@link Sign}. */
    default Tensor sign() {
        return self().apply(new Sign());
    }

    /** The largest whole number up to x. See {@link Floor}. */
    default Tensor floor() {
        return self().apply(new Floor());
    }

    /** The nearest whole number, halves to even. See {@link Round}. */
    default Tensor round() {
        return self().apply(new Round());
    }

    /** The larger of a and b, elementwise after broadcasting. See {@link Maximum}. */
    default Tensor maximum(Tensor b) {
        return self().apply(new Maximum(), b);
    }

    /** The larger of a and a number. */
    default Tensor maximum(double b) {
        return maximum(self().number(b));
    }

    /** The smaller of a and b, elementwise after broadcasting. See {@link Minimum}. */
    default Tensor minimum(Tensor b) {
        return self().apply(new Minimum(), b);
    }

    /** The smaller of a and a number. */
    default Tensor minimum(double b) {
        return minimum(self().number(b));
    }

    private static Tensor share(Mask wins, Mask ties, Tensor g) {
        return Tensor.where(wins, g, Tensor.where(ties, g.mul(0.5), 0));
    }
}
