package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * Runs an operator and records it when some input depends on a variable. Knows no thread, no mode
 * and no tape.
 */
final class Engine {
    private Engine() {}

    static Tensor apply(Op.OfOne op, Tensor x) {
        Shape shape = op.shape(Given.of(op, "a tensor", x).shape());
        Object y = forward(x.dtype().kernels(), op, x, shape);
        Node node = Node.of(op, x);
        return x.isIn(y) ? x.sharing(shape, node) : Tensor.ofNew(shape, x.dtype(), y, op, node);
    }

    static Tensor apply(Op.OfTwo op, Tensor a, Tensor b) {
        if (Given.of(op, "two tensors", a).dtype()
                != Given.of(op, "two tensors", b).dtype()) {
            throw ElementTypeException.of(op.name(), a, b);
        }
        Shape shape = op.shape(a.shape(), b.shape());
        Object y = forward(a.dtype().kernels(), op, a, b, shape);
        return Tensor.ofNew(shape, a.dtype(), y, op, Node.of(op, a, b));
    }

    static Tensor apply(Op.OfMany op, Tensor[] x) {
        Tensor[] detached = new Tensor[x.length];
        for (int i = 0; i < x.length; i++) {
            detached[i] = Given.of(op, "tensors", x[i]).detach();
            if (x[i].dtype() != x[0].dtype()) {
                throw ElementTypeException.of(op.name(), x[0], x[i]);
            }
        }
        Tensor y = op.forward(detached);
        if (y == null) { // a user's operator may break the contract
            throw new GradientException(op.name(), "a forward that gives a tensor", "null", "");
        }
        if (y.isTracked()) {
            throw new GradientException(
                    op.name(),
                    "a forward that computes from its inputs alone",
                    "a result that depends on another variable",
                    "pass the variable as an input, or detach() it, so that no gradient is lost");
        }
        if (y.dtype() != x[0].dtype()) {
            throw new ElementTypeException(
                    op.name(),
                    "a result of its inputs' type " + x[0].dtype(),
                    y.dtype().toString(),
                    "");
        }
        return y.asResult(op, Node.of(op, x));
    }

    private static <A> A forward(Kernels<A> k, Op.OfOne op, Tensor x, Shape to) {
        return op.forward(k, x.array(k), x.shape(), to);
    }

    private static <A> A forward(Kernels<A> k, Op.OfTwo op, Tensor a, Tensor b, Shape to) {
        return op.forward(k, a.array(k), a.shape(), b.array(k), b.shape(), to);
    }

    /** The cotangent of one input by the operator's rule: see {@link #checked}. */
    static Tensor vjp(Op op, int input, Tensor[] x, Tensor y, Tensor g) {
        return switch (op) {
            case Op.OfOne one -> vjp(one, x[0], y, g);
            case Op.OfTwo two when input == 0 -> vjpLeft(two, x[0], x[1], y, g);
            case Op.OfTwo two -> vjpRight(two, x[0], x[1], y, g);
            case Op.OfMany many -> vjp(many, input, x, y, g);
        };
    }

    static Tensor vjp(Op.OfOne op, Tensor x, Tensor y, Tensor g) {
        return checked(op, 0, x, y, op.vjp(x, y, g));
    }

    static Tensor vjpLeft(Op.OfTwo op, Tensor a, Tensor b, Tensor y, Tensor g) {
        return checked(op, 0, a, y, op.vjpLeft(a, b, y, g));
    }

    static Tensor vjpRight(Op.OfTwo op, Tensor a, Tensor b, Tensor y, Tensor g) {
        return checked(op, 1, b, y, op.vjpRight(a, b, y, g));
    }

    static Tensor vjp(Op.OfMany op, int input, Tensor[] x, Tensor y, Tensor g) {
        return checked(op, input, x[input], y, op.vjp(input, x, y, g));
    }

    /**
     * The cotangent of an input {@code x}, checked against the contract of {@link Op} and summed
     * back over broadcast axes.
     */
    private static Tensor checked(Op op, int input, Tensor x, Tensor y, @Nullable Tensor cotangent) {
        if (cotangent == null) { // a user's rule may break the contract
            throw new GradientException(
                    "vjp of " + op.name(),
                    "a cotangent for input " + input,
                    "null",
                    "zeros of its shape, if it has none");
        }
        Shape need = x.shape();
        if (cotangent.shape().equals(need) && cotangent.dtype() == y.dtype()) {
            return cotangent;
        }
        if (op instanceof Op.OfTwo && cotangent.dtype() == y.dtype() && need.broadcastsTo(cotangent.shape())) {
            return cotangent.sumTo(need);
        }
        throw new GradientException(
                "vjp of " + op.name(),
                "a cotangent " + y.dtype() + need + " for input " + input,
                cotangent.type(),
                "the rule returns the cotangent of one input, in its shape");
    }
}
