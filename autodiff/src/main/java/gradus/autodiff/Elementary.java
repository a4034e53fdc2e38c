package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;

/** The elementary functions, elementwise. */
public sealed interface Elementary extends Operand permits Tensor {

    /** An operator of this family. */
    sealed interface Unary extends Op.Unary {}

    /** y = eˣ.   dy/dx = y. */
    record Exp() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.exp(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.chain(y);
        }
    }

    /** y = eˣ - 1, exact for tiny x.   dy/dx = eˣ. */
    record Expm1() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.expm1(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.chain(x.exp());
        }
    }

    /** y = log x, the natural logarithm; -infinity at 0, NaN below.   dy/dx = 1/x. */
    record Log() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.log(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.chain(x.reciprocal());
        }
    }

    /** y = log(1 + x), exact for tiny x.   dy/dx = 1/(1 + x). */
    record Log1p() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.log1p(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.chain(x.add(1).reciprocal());
        }
    }

    /** y = √x, NaN below 0.   dy/dx = 1/(2y), infinite at 0. */
    record Sqrt() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.sqrt(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.chain(y.reciprocal().mul(0.5));
        }
    }

    /** y = 1/√x, infinite at 0.   dy/dx = -y³/2. */
    record Rsqrt() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.rsqrt(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.chain(y.square().mul(y).mul(-0.5));
        }
    }

    /** y = sin x, x in radians.   dy/dx = cos x. */
    record Sin() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.sin(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.chain(x.cos());
        }
    }

    /** y = cos x, x in radians.   dy/dx = -sin x. */
    record Cos() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.cos(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.chain(x.sin().neg());
        }
    }

    /** y = tan x, x in radians.   dy/dx = 1 + y². */
    record Tan() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.tan(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.chain(y.square().add(1));
        }
    }

    /** y = tanh x.   dy/dx = 1 - y². */
    record Tanh() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.tanh(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.tanhSlope(y);
        }
    }

    /** y = erf x, the error function 2/√π ∫₀ˣ e^(-t²) dt.   dy/dx = 2/√π e^(-x²). */
    record Erf() implements Unary {
        private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.erf(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.chain(x.square().neg().exp().mul(TWO_OVER_SQRT_PI));
        }
    }

    /** eˣ. See {@link Exp}. */
    default Tensor exp() {
        return self().apply(new Exp());
    }

    /** eˣ - 1. See {@link Expm1}. */
    default Tensor expm1() {
        return self().apply(new Expm1());
    }

    /** The natural logarithm. See {@link Log}. */
    default Tensor log() {
        return self().apply(new Log());
    }

    /** log(1 + x). See {@link Log1p}. */
    default Tensor log1p() {
        return self().apply(new Log1p());
    }

    /** √x. See {@link Sqrt}. */
    default Tensor sqrt() {
        return self().apply(new Sqrt());
    }

    /** 1 / √x. See {@link Rsqrt}. */
    default Tensor rsqrt() {
        return self().apply(new Rsqrt());
    }

    /** sin x, x in radians. See {@link Sin}. */
    default Tensor sin() {
        return self().apply(new Sin());
    }

    /** cos x, x in radians. See {@link Cos}. */
    default Tensor cos() {
        return self().apply(new Cos());
    }

    /** tan x, x in radians. See {@link Tan}. */
    default Tensor tan() {
        return self().apply(new Tan());
    }

    /** tanh x. See {@link Tanh}. */
    default Tensor tanh() {
        return self().apply(new Tanh());
    }

    /** The error function. See {@link Erf}. */
    default Tensor erf() {
        return self().apply(new Erf());
    }
}
