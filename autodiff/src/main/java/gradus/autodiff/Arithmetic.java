package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;

/**
 * Sums, products and powers, elementwise. Two operands broadcast by NumPy's rule; a Java number is
 * taken as a constant of the tensor's element type.
 */
public sealed interface Arithmetic extends Operand permits Tensor {

    /** An operator of this family with one input. */
    sealed interface Unary extends Op.Unary {}

    /** An operator of this family with two inputs. */
    sealed interface Binary extends Op.Binary {}

    /** y = a + b.   dy/da = 1, dy/db = 1. */
    record Add() implements Binary {
        @Override
        public <A> void forward(Kernels<A> k, A a, int a0, int da, A b, int b0, int db, A y, int y0, int n) {
            k.add(a, a0, da, b, b0, db, y, y0, n);
        }

        @Override
        public Tensor vjpLeft(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g;
        }

        @Override
        public Tensor vjpRight(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g;
        }
    }

    /** y = a - b.   dy/da = 1, dy/db = -1. */
    record Sub() implements Binary {
        @Override
        public <A> void forward(Kernels<A> k, A a, int a0, int da, A b, int b0, int db, A y, int y0, int n) {
            k.sub(a, a0, da, b, b0, db, y, y0, n);
        }

        @Override
        public Tensor vjpLeft(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g;
        }

        @Override
        public Tensor vjpRight(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g.neg();
        }
    }

    /** y = a b.   dy/da = b, dy/db = a. */
    record Mul() implements Binary {
        @Override
        public <A> void forward(Kernels<A> k, A a, int a0, int da, A b, int b0, int db, A y, int y0, int n) {
            k.mul(a, a0, da, b, b0, db, y, y0, n);
        }

        @Override
        public Tensor vjpLeft(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g.chain(b);
        }

        @Override
        public Tensor vjpRight(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g.chain(a);
        }
    }

    /** y = a / b.   dy/da = 1/b, dy/db = -y/b. */
    record Div() implements Binary {
        @Override
        public <A> void forward(Kernels<A> k, A a, int a0, int da, A b, int b0, int db, A y, int y0, int n) {
            k.div(a, a0, da, b, b0, db, y, y0, n);
        }

        @Override
        public Tensor vjpLeft(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g.chain(b.reciprocal());
        }

        @Override
        public Tensor vjpRight(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g.chain(y.div(b).neg());
        }
    }

    /**
     * y = a b, but 0 where one of them is 0, even if the other is infinite or NaN: the product of
     * the chain rule. It keeps a branch that {@code where} did not take from leaking NaN, into
     * derivatives of any order.   dy/da = b, dy/db = a, under the same convention.
     */
    record Chain() implements Binary {
        @Override
        public <A> void forward(Kernels<A> k, A a, int a0, int da, A b, int b0, int db, A y, int y0, int n) {
            k.chain(a, a0, da, b, b0, db, y, y0, n);
        }

        @Override
        public Tensor vjpLeft(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g.chain(b);
        }

        @Override
        public Tensor vjpRight(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g.chain(a);
        }
    }

    /**
     * y = a to the power of b; 1 where b = 0.   dy/da = b a^(b-1), 0 where b = 0; dy/db = y log a,
     * 0 where a = 0 and b >= 0. For {@code a < 0} the derivative with respect to b is NaN, as log a
     * is.
     */
    record Pow() implements Binary {
        @Override
        public <A> void forward(Kernels<A> k, A a, int a0, int da, A b, int b0, int db, A y, int y0, int n) {
            k.pow(a, a0, da, b, b0, db, y, y0, n);
        }

        @Override
        public Tensor vjpLeft(Tensor a, Tensor b, Tensor y, Tensor g) {
            return g.chain(b.chain(a.pow(b.sub(1))));
        }

        @Override
        public Tensor vjpRight(Tensor a, Tensor b, Tensor y, Tensor g) {
            Mask flat = a.equal(0).and(b.greaterOrEqual(0));
            return g.chain(y.chain(Tensor.where(flat, 1, a).log()));
        }
    }

    /** y = -x.   dy/dx = -1. */
    record Neg() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.neg(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.neg();
        }
    }

    /** y = 1/x.   dy/dx = -y². */
    record Reciprocal() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.reciprocal(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.chain(y.square().neg());
        }
    }

    /** y = x².   dy/dx = 2x. */
    record Square() implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.square(x, y, from, to);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.chain(x.mul(2));
        }
    }

    /** y = x to the power of a fixed exponent p.   dy/dx = p x^(p-1), and 0 everywhere if p = 0. */
    record PowConstant(double exponent) implements Unary {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, int from, int to) {
            k.powConstant(x, y, from, to, exponent);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return exponent == 0 ? g.zerosLike() : g.chain(x.pow(exponent - 1).mul(exponent));
        }
    }

    /** a + b. See {@link Add}. */
    default Tensor add(Tensor b) {
        return self().apply(new Add(), b);
    }

    /** a + b, b a number. */
    default Tensor add(double b) {
        return add(self().number(b));
    }

    /** a - b. See {@link Sub}. */
    default Tensor sub(Tensor b) {
        return self().apply(new Sub(), b);
    }

    /** a - b, b a number. */
    default Tensor sub(double b) {
        return sub(self().number(b));
    }

    /** a b, elementwise. See {@link Mul}; for the matrix product see {@link Contraction#matmul}. */
    default Tensor mul(Tensor b) {
        return self().apply(new Mul(), b);
    }

    /** a b, b a number. */
    default Tensor mul(double b) {
        return mul(self().number(b));
    }

    /** a / b. See {@link Div}. */
    default Tensor div(Tensor b) {
        return self().apply(new Div(), b);
    }

    /** a / b, b a number. */
    default Tensor div(double b) {
        return div(self().number(b));
    }

    /** a b, but 0 where one is 0: for the rules of operators. See {@link Chain}. */
    default Tensor chain(Tensor b) {
        return self().apply(new Chain(), b);
    }

    /** a to the power of b. See {@link Pow}. */
    default Tensor pow(Tensor b) {
        return self().apply(new Pow(), b);
    }

    /** x to the power of a number. See {@link PowConstant}. */
    default Tensor pow(double exponent) {
        return self().apply(new PowConstant(exponent));
    }

    /** -x. See {@link Neg}. */
    default Tensor neg() {
        return self().apply(new Neg());
    }

    /** 1 / x. See {@link Reciprocal}. */
    default Tensor reciprocal() {
        return self().apply(new Reciprocal());
    }

    /** x². See {@link Square}. */
    default Tensor square() {
        return self().apply(new Square());
    }
}
