package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;

/**
 * Vector-Jacobian products of elementwise functions that are worth an operator of their own: a
 * cotangent g times the function's derivative, in one loop instead of several. The rules of those
 * functions are made of them. As in {@link Arithmetic.Chain}, 0 times anything is 0, and all are
 * linear in g.
 */
public sealed interface FusedVjps extends Operand permits Tensor {

    /** An operator of this family. */
    sealed interface Binary extends Op.Binary {
        @Override
        default Tensor vjpLeft(Tensor g, Tensor x, Tensor y, Tensor h) {
            return h.apply(this, x);
        }
    }

    /**
     * y = g (1 - t²), the product of g with the derivative of t = tanh x.   dy/dg = 1 - t², dy/dt =
     * -2 g t.
     */
    record TanhSlope() implements Binary {
        @Override
        public <A> void forward(Kernels<A> k, A g, int g0, int dg, A t, int t0, int dt, A y, int y0, int n) {
            k.tanhSlope(g, g0, dg, t, t0, dt, y, y0, n);
        }

        @Override
        public Tensor vjpRight(Tensor g, Tensor t, Tensor y, Tensor h) {
            return h.chain(g).chain(t.mul(-2));
        }
    }

    /**
     * y = g σ(x) σ(-x), the product of g with the derivative of the sigmoid.   dy/dg = σ(x) σ(-x),
     * dy/dx = -y tanh(x/2).
     */
    record SigmoidSlope() implements Binary {
        @Override
        public <A> void forward(Kernels<A> k, A g, int g0, int dg, A x, int x0, int dx, A y, int y0, int n) {
            k.sigmoidSlope(g, g0, dg, x, x0, dx, y, y0, n);
        }

        @Override
        public Tensor vjpRight(Tensor g, Tensor x, Tensor y, Tensor h) {
            return h.chain(y).chain(x.mul(-0.5).tanh());
        }
    }

    /**
     * y = g σ(x), the product of g with the derivative of the softplus.   dy/dg = σ(x), dy/dx = g
     * σ(x) σ(-x).
     */
    record SoftplusSlope() implements Binary {
        @Override
        public <A> void forward(Kernels<A> k, A g, int g0, int dg, A x, int x0, int dx, A y, int y0, int n) {
            k.softplusSlope(g, g0, dg, x, x0, dx, y, y0, n);
        }

        @Override
        public Tensor vjpRight(Tensor g, Tensor x, Tensor y, Tensor h) {
            return h.chain(g).sigmoidSlope(x);
        }
    }

    /**
     * y = g if x > 0, otherwise 0, the product of g with the derivative of max(x, 0).   dy/dg = 1
     * if x > 0, otherwise 0; dy/dx = 0.
     */
    record ReluSlope() implements Binary {
        @Override
        public <A> void forward(Kernels<A> k, A g, int g0, int dg, A x, int x0, int dx, A y, int y0, int n) {
            k.reluSlope(g, g0, dg, x, x0, dx, y, y0, n);
        }

        @Override
        public Tensor vjpRight(Tensor g, Tensor x, Tensor y, Tensor h) {
            return h.zerosLike();
        }
    }

    /** This cotangent times the derivative of tanh, from its result t. See {@link TanhSlope}. */
    default Tensor tanhSlope(Tensor t) {
        return self().apply(new TanhSlope(), t);
    }

    /** This cotangent times the derivative of the sigmoid at x. See {@link SigmoidSlope}. */
    default Tensor sigmoidSlope(Tensor x) {
        return self().apply(new SigmoidSlope(), x);
    }

    /** This cotangent times the derivative of the softplus at x. See {@link SoftplusSlope}. */
    default Tensor softplusSlope(Tensor x) {
        return self().apply(new SoftplusSlope(), x);
    }

    /** This cotangent times the derivative of max(x, 0). See {@link ReluSlope}. */
    default Tensor reluSlope(Tensor x) {
        return self().apply(new ReluSlope(), x);
    }
}
