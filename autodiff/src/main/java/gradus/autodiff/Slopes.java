package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;

/**
 * The products of the chain rule that are worth an operator of their own: a cotangent g times the derivative of an elementwise
 * function, in one loop instead of several. The rules of those functions are made of them; they have no methods. As in {@link
 * Arithmetic.Chain}, 0 times anything is 0, and all are linear in g.
 */
public final class Slopes {
    private Slopes() {}

    /** An operator of this family. */
    public sealed interface Slope extends Op.Binary {
        @Override
        default Tensor vjpLeft(Tensor g, Tensor x, Tensor y, Tensor h) {
            return Engine.apply(this, h, x);
        }
    }

    /** y = g (1 - t²), the product of g with the derivative of t = tanh x.   dy/dg = 1 - t², dy/dt = -2 g t. */
    public record TanhSlope() implements Slope {
        static final TanhSlope OPERATOR = new TanhSlope();

        @Override
        public <A> void forward(Kernels<A> k, A g, int g0, int dg, A t, int t0, int dt, A y, int y0, int n) {
            k.tanhSlope(g, g0, dg, t, t0, dt, y, y0, n);
        }

        @Override
        public Tensor vjpRight(Tensor g, Tensor t, Tensor y, Tensor h) {
            return h.chain(g).chain(t.mul(-2));
        }
    }

    /** y = g σ(x) σ(-x), the product of g with the derivative of the sigmoid.   dy/dg = σ(x) σ(-x), dy/dx = -y tanh(x/2). */
    public record SigmoidSlope() implements Slope {
        static final SigmoidSlope OPERATOR = new SigmoidSlope();

        @Override
        public <A> void forward(Kernels<A> k, A g, int g0, int dg, A x, int x0, int dx, A y, int y0, int n) {
            k.sigmoidSlope(g, g0, dg, x, x0, dx, y, y0, n);
        }

        @Override
        public Tensor vjpRight(Tensor g, Tensor x, Tensor y, Tensor h) {
            return h.chain(y).chain(x.mul(-0.5).tanh());
        }
    }

    /** y = g σ(x), the product of g with the derivative of the softplus.   dy/dg = σ(x), dy/dx = g σ(x) σ(-x). */
    public record SoftplusSlope() implements Slope {
        static final SoftplusSlope OPERATOR = new SoftplusSlope();

        @Override
        public <A> void forward(Kernels<A> k, A g, int g0, int dg, A x, int x0, int dx, A y, int y0, int n) {
            k.softplusSlope(g, g0, dg, x, x0, dx, y, y0, n);
        }

        @Override
        public Tensor vjpRight(Tensor g, Tensor x, Tensor y, Tensor h) {
            return Engine.apply(SigmoidSlope.OPERATOR, h.chain(g), x);
        }
    }

    /** y = g if x > 0, otherwise 0, the product of g with the derivative of max(x, 0).   dy/dg = 1 if x > 0, otherwise 0; dy/dx = 0. */
    public record ReluSlope() implements Slope {
        static final ReluSlope OPERATOR = new ReluSlope();

        @Override
        public <A> void forward(Kernels<A> k, A g, int g0, int dg, A x, int x0, int dx, A y, int y0, int n) {
            k.reluSlope(g, g0, dg, x, x0, dx, y, y0, n);
        }

        @Override
        public Tensor vjpRight(Tensor g, Tensor x, Tensor y, Tensor h) {
            return h.zerosLike();
        }
    }
}
