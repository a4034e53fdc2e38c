package gradus.autodiff;

import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Derivatives of functions on tensors, at a point. Each one is itself a function that can be
 * differentiated: they nest to any depth and in any mixture, and what a function captures from
 * outside is a variable or a constant of its own, never confused with its argument.
 *
 * {@snippet lang = java :
 * Derivatives.grad(x -> x.square().sum(), x);                     // 2x, in the shape of x
 * Derivatives.jacobian(x -> x.softmax(0), x);                     // [n, n]: diag(y) - y yᵀ
 * Derivatives.hvp(f, x, v);                                       // the Hessian times v, without the Hessian
 * Derivatives.grad(s -> s.mul(Derivatives.grad(t -> s.add(t), s)), Tensor.scalar(3.0)); // 1: s is not t
 * var thirdDerivative = Derivatives.grad(Derivatives.grad(Derivatives.grad(f)));
 * }
 *
 * <p>A function of several tensors takes them as a list, and its derivatives come as a list in the
 * same order. A function that ignores an argument has zeros as derivative; where that would be a
 * mistake, take {@link Tensor#gradients()}, and {@link Gradients#requireDependsOn(Tensor)} refuses it.
 * The results are constants, unless the point or something else that the function uses depends on a variable: then
 * they are recorded.
 *
 * <p>No method keeps anything between calls; all may be used from any thread.
 */
public final class Derivatives {
    private Derivatives() {}

    /**
     * A function's value and its gradient, from one evaluation.
     *
     * @param value the result, a single number
     * @param gradient a tensor in the shape of the argument, or a list of them
     * @param <G> {@link Tensor} or {@code ImmutableList<Tensor>}
     */
    public record ValueAndGradient<G>(Tensor value, G gradient) {}

    /**
     * The gradient of f as a function: {@code grad(grad(f))} is the second derivative of a function
     * of one number.
     */
    public static Function<Tensor, Tensor> grad(Function<Tensor, Tensor> f) {
        Given.of("grad", "a function", f);
        return x -> grad(f, x);
    }

    /**
     * The gradient of f at x, in the shape of x.
     *
     * @throws GradientException unless f gives a single number
     */
    public static Tensor grad(Function<Tensor, Tensor> f, Tensor x) {
        return valueAndGrad(f, x).gradient();
    }

    /**
     * The gradients of f with respect to each of its arguments, in their shapes. See {@link
     * #grad(Function, Tensor)}.
     */
    public static ImmutableList<Tensor> grad(Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> x) {
        return valueAndGrad(f, x).gradient();
    }

    /** f at x and its gradient there. See {@link #grad(Function, Tensor)}. */
    public static ValueAndGradient<Tensor> valueAndGrad(Function<Tensor, Tensor> f, Tensor x) {
        Linearization recording = Linearization.of(f, x).ofNumber("grad");
        return new ValueAndGradient<>(recording.value(), recording.pullBack(recording.one())[0]);
    }

    /** f at x and its gradients there. See {@link #grad(Function, ImmutableList)}. */
    public static ValueAndGradient<ImmutableList<Tensor>> valueAndGrad(
            Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> x) {
        Linearization recording = Linearization.of(f, x).ofNumber("grad");
        return new ValueAndGradient<>(recording.value(), Lists.immutable.with(recording.pullBack(recording.one())));
    }

    /**
     * The vector-Jacobian product: the gradient of the sum of {@code f(x) * cotangent}, in the
     * shape of x.
     *
     * @param cotangent in the shape of f's result
     */
    public static Tensor vjp(Function<Tensor, Tensor> f, Tensor x, Tensor cotangent) {
        return Linearization.of(f, x).vjp(cotangent)[0];
    }

    /**
     * The vector-Jacobian products with respect to each argument. See {@link #vjp(Function, Tensor,
     * Tensor)}.
     */
    public static ImmutableList<Tensor> vjp(
            Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> x, Tensor cotangent) {
        return Lists.immutable.with(Linearization.of(f, x).vjp(cotangent));
    }

    /**
     * The Jacobian-vector product: how f(x) changes as x moves along the tangent, in the shape of
     * f(x). Computed as the transpose of the transpose: the vjp is linear in its cotangent, and its
     * own vjp with respect to that is the jvp.
     *
     * @param tangent in the shape of x
     */
    public static Tensor jvp(Function<Tensor, Tensor> f, Tensor x, Tensor tangent) {
        requireAlike("jvp", new Tensor[] {tangent}, x);
        return Linearization.of(f, x).jvp(tangent);
    }

    /**
     * The Jacobian-vector product as every argument moves along its tangent. See {@link
     * #jvp(Function, Tensor, Tensor)}.
     */
    public static Tensor jvp(
            Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> x, ImmutableList<Tensor> tangents) {
        Tensor[] directions = requireAlike("jvp", tangents, x);
        return Linearization.of(f, x).jvp(directions);
    }

    /**
     * All first derivatives: {@code [shape of f(x)] + [shape of x]}, one reverse sweep for each
     * element of f(x).
     */
    public static Tensor jacobian(Function<Tensor, Tensor> f, Tensor x) {
        return Linearization.of(f, x).jacobian()[0];
    }

    /** The Jacobian with respect to each argument. See {@link #jacobian(Function, Tensor)}. */
    public static ImmutableList<Tensor> jacobian(Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> x) {
        return Lists.immutable.with(Linearization.of(f, x).jacobian());
    }

    /**
     * All second derivatives of f, which gives a single number: {@code [shape of x] + [shape of
     * x]}.
     *
     * @throws GradientException unless f gives a single number
     */
    public static Tensor hessian(Function<Tensor, Tensor> f, Tensor x) {
        return Linearization.of(f, x).ofNumber("hessian").slopes()[0].jacobian()[0];
    }

    /**
     * The blocks of second derivatives: block i, j is that by arguments i and j, {@code [shape of
     * x_i] + [shape of x_j]}. See {@link #hessian(Function, Tensor)}.
     */
    public static ImmutableList<ImmutableList<Tensor>> hessian(
            Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> x) {
        return Lists.immutable
                .with(Linearization.of(f, x).ofNumber("hessian").slopes())
                .collect(slope -> Lists.immutable.with(slope.jacobian()));
    }

    /**
     * The Hessian of f at x times v, in the shape of x, at the cost of two gradients.
     *
     * @param v in the shape of x
     * @throws GradientException unless f gives a single number
     */
    public static Tensor hvp(Function<Tensor, Tensor> f, Tensor x, Tensor v) {
        requireAlike("hvp", new Tensor[] {v}, x);
        return Linearization.of(f, x).ofNumber("hvp").hvp(v)[0];
    }

    /**
     * The whole Hessian, of all arguments together, times v. See {@link #hvp(Function, Tensor,
     * Tensor)}.
     */
    public static ImmutableList<Tensor> hvp(
            Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> x, ImmutableList<Tensor> v) {
        Tensor[] directions = requireAlike("hvp", v, x);
        return Lists.immutable.with(Linearization.of(f, x).ofNumber("hvp").hvp(directions));
    }

    private static Tensor[] requireAlike(String method, ImmutableList<Tensor> directions, ImmutableList<Tensor> x) {
        return requireAlike(
                method,
                Given.of(method, "directions", directions).toArray(new Tensor[0]),
                Given.of("derivatives", "arguments", x).toArray(new Tensor[0]));
    }

    private static Tensor[] requireAlike(String method, Tensor[] directions, Tensor... x) {
        Given.all("derivatives", "arguments", x);
        if (directions.length != x.length) {
            throw new ArgumentException(
                    method,
                    "one direction for each of " + GradusException.counted(x.length, "argument"),
                    directions.length + "",
                    "");
        }
        for (int i = 0; i < x.length; i++) {
            Linearization.requireLike(method, "a direction", directions[i], x[i]);
        }
        return directions;
    }
}
