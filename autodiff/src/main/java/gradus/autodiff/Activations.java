package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import org.eclipse.collections.api.list.ImmutableList;

/** The smooth activation functions of neural networks, elementwise and without overflow. */
public sealed interface Activations extends Operand permits Tensor {

    /** An operator of this family. */
    sealed interface Unary extends Op.Unary {}

    /** y = σ(x) = 1/(1 + e⁻ˣ).   dy/dx = σ(x) σ(-x). */
    record Sigmoid() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.sigmoid(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.sigmoidSlope(x);
        }
    }

    /** y = log σ(x) = -log(1 + e⁻ˣ).   dy/dx = σ(-x). */
    record LogSigmoid() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.logSigmoid(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.chain(x.neg().sigmoid());
        }
    }

    /** y = log(1 + eˣ).   dy/dx = σ(x). */
    record Softplus() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.softplus(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.softplusSlope(x);
        }
    }

    /**
     * y = x σ(x), also called swish.   dy/dx = σ(x) + y σ(-x).  Elfwing et al., Neural Networks 107
     * (2018).
     */
    record Silu() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.silu(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            Tensor s = x.sigmoid();
            return g.chain(s.add(x.neg().sigmoid().chain(y)));
        }
    }

    /**
     * y = x Φ(x), exact, with Φ the normal distribution function.   dy/dx = Φ(x) + x φ(x).
     * Hendrycks and Gimpel, arXiv 1606.08415.
     */
    record Gelu() implements Unary {
        private static final double SQRT_HALF = 0.7071067811865476;
        private static final double ONE_OVER_SQRT_TWO_PI = 0.3989422804014327;

        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.gelu(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            Tensor distribution = x.mul(SQRT_HALF).erf().add(1).mul(0.5);
            Tensor density = x.square().mul(-0.5).exp().mul(ONE_OVER_SQRT_TWO_PI);
            return g.chain(distribution.add(density.chain(x)));
        }
    }

    /** 1 / (1 + e⁻ˣ). See {@link Sigmoid}. */
    default Tensor sigmoid() {
        return self().apply(new Sigmoid());
    }

    /** log(1 / (1 + e⁻ˣ)). See {@link LogSigmoid}. */
    default Tensor logSigmoid() {
        return self().apply(new LogSigmoid());
    }

    /** log(1 + eˣ). See {@link Softplus}. */
    default Tensor softplus() {
        return self().apply(new Softplus());
    }

    /** x / (1 + e⁻ˣ). See {@link Silu}. */
    default Tensor silu() {
        return self().apply(new Silu());
    }

    /** x Φ(x), with the exact normal distribution function. See {@link Gelu}. */
    default Tensor gelu() {
        return self().apply(new Gelu());
    }

    /**
     * a σ(b), where a and b are the first and the second half along an axis, which is then half as long.
     * Dauphin et al., ICML 2017.
     *
     * @throws ShapeException if the axis has an odd length
     */
    default Tensor glu(int axis) {
        ImmutableList<Tensor> halves = halves("glu", axis);
        return halves.get(0).mul(halves.get(1).sigmoid());
    }

    /**
     * silu(a) b, where a and b are the first and the second half along an axis, which is then half as
     * long. Shazeer, arXiv 2002.05202. The gate is the first half, as in language models, where it is
     * the second one in {@link #glu}.
     *
     * @throws ShapeException if the axis has an odd length
     */
    default Tensor swiglu(int axis) {
        ImmutableList<Tensor> halves = halves("swiglu", axis);
        return halves.get(0).silu().mul(halves.get(1));
    }

    private ImmutableList<Tensor> halves(String operator, int axis) {
        Shape shape = self().shape();
        int length = shape.dim(Axes.normalize(operator, axis, shape));
        if (length % 2 != 0) {
            throw new ShapeException(
                    operator,
                    "an axis of even length, as it is halved",
                    length + " along axis " + axis + " of " + shape,
                    "");
        }
        return self().split(axis, length / 2, length / 2);
    }
}
