package gradus.autodiff;

import java.util.function.Function;
import java.util.stream.IntStream;
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
        ValueAndGradient<ImmutableList<Tensor>> both = valueAndGrad(ofList(f), Lists.immutable.with(x));
        return new ValueAndGradient<>(both.value, both.gradient.getOnly());
    }

    /** f at x and its gradients there. See {@link #grad(Function, ImmutableList)}. */
    public static ValueAndGradient<ImmutableList<Tensor>> valueAndGrad(
            Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> x) {
        Recording recording = Recording.of(f, x);
        recording.requireNumber("grad");
        Tensor value = recording.nested ? recording.y : recording.y.detach();
        return new ValueAndGradient<>(value, recording.pullBack(recording.one()));
    }

    /**
     * The vector-Jacobian product: the gradient of the sum of {@code f(x) * cotangent}, in the
     * shape of x.
     *
     * @param cotangent in the shape of f's result
     */
    public static Tensor vjp(Function<Tensor, Tensor> f, Tensor x, Tensor cotangent) {
        return vjp(ofList(f), Lists.immutable.with(x), cotangent).getOnly();
    }

    /**
     * The vector-Jacobian products with respect to each argument. See {@link #vjp(Function, Tensor,
     * Tensor)}.
     */
    public static ImmutableList<Tensor> vjp(
            Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> x, Tensor cotangent) {
        Recording recording = Recording.of(f, x);
        requireLike("vjp", "a cotangent", cotangent, recording.y);
        return recording.pullBack(cotangent);
    }

    /**
     * The Jacobian-vector product: how f(x) changes as x moves along the tangent, in the shape of
     * f(x). Computed as the transpose of the transpose: the vjp is linear in its cotangent, and its
     * own vjp with respect to that is the jvp.
     *
     * @param tangent in the shape of x
     */
    public static Tensor jvp(Function<Tensor, Tensor> f, Tensor x, Tensor tangent) {
        return jvp(ofList(f), Lists.immutable.with(x), Lists.immutable.with(tangent));
    }

    /**
     * The Jacobian-vector product as every argument moves along its tangent. See {@link
     * #jvp(Function, Tensor, Tensor)}.
     */
    public static Tensor jvp(
            Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> x, ImmutableList<Tensor> tangents) {
        requireAlike("jvp", tangents, x);
        Recording recording = Recording.of(f, x);
        Tensor cotangent = recording.y.zerosLike().asVariable();
        Tensor product = inner(recording.recordedPullBack(cotangent), tangents);
        boolean nested = recording.nested || tangents.anySatisfy(Tensor::isTracked);
        Recording transposed = new Recording(Lists.immutable.with(cotangent), product, nested);
        return transposed.pullBack(transposed.one()).getOnly();
    }

    /**
     * All first derivatives: {@code [shape of f(x)] + [shape of x]}, one reverse sweep for each
     * element of f(x).
     */
    public static Tensor jacobian(Function<Tensor, Tensor> f, Tensor x) {
        return jacobian(ofList(f), Lists.immutable.with(x)).getOnly();
    }

    /** The Jacobian with respect to each argument. See {@link #jacobian(Function, Tensor)}. */
    public static ImmutableList<Tensor> jacobian(Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> x) {
        return Recording.of(f, x).jacobian();
    }

    /**
     * All second derivatives of f, which gives a single number: {@code [shape of x] + [shape of
     * x]}.
     *
     * @throws GradientException unless f gives a single number
     */
    public static Tensor hessian(Function<Tensor, Tensor> f, Tensor x) {
        return hessian(ofList(f), Lists.immutable.with(x)).getOnly().getOnly();
    }

    /**
     * The blocks of second derivatives: block i, j is that by arguments i and j, {@code [shape of
     * x_i] + [shape of x_j]}. See {@link #hessian(Function, Tensor)}.
     */
    public static ImmutableList<ImmutableList<Tensor>> hessian(
            Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> x) {
        Recording recording = Recording.of(f, x);
        recording.requireNumber("hessian");
        return recording
                .recordedPullBack(recording.one())
                .collect(gradient -> new Recording(recording.x, gradient, recording.nested).jacobian());
    }

    /**
     * The Hessian of f at x times v, in the shape of x, at the cost of two gradients.
     *
     * @param v in the shape of x
     * @throws GradientException unless f gives a single number
     */
    public static Tensor hvp(Function<Tensor, Tensor> f, Tensor x, Tensor v) {
        return hvp(ofList(f), Lists.immutable.with(x), Lists.immutable.with(v)).getOnly();
    }

    /**
     * The whole Hessian, of all arguments together, times v. See {@link #hvp(Function, Tensor,
     * Tensor)}.
     */
    public static ImmutableList<Tensor> hvp(
            Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> x, ImmutableList<Tensor> v) {
        requireAlike("hvp", v, x);
        Recording recording = Recording.of(f, x);
        recording.requireNumber("hvp");
        // A Hessian is symmetric: its vjp is its product with a vector.
        Tensor slope = inner(recording.recordedPullBack(recording.one()), v);
        boolean nested = recording.nested || v.anySatisfy(Tensor::isTracked);
        Recording second = new Recording(recording.x, slope, nested);
        return second.pullBack(second.one());
    }

    /**
     * A function's result y at fresh variables x.
     *
     * @param nested whether y depends on other variables, too, so that its derivatives must be
     *     recorded
     */
    private record Recording(ImmutableList<Tensor> x, Tensor y, boolean nested) {
        static Recording of(Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> point) {
            if (Given.all("derivatives", "arguments", point).isEmpty()) {
                throw new ArgumentException("derivatives", "at least one argument", "none", "");
            }
            Given.of("derivatives", "a function", f);
            ImmutableList<Tensor> x = point.collect(Recording::fresh);
            Tensor y = Given.of("derivatives", "a function that gives a tensor", f.apply(x));
            return new Recording(x, y, Paths.between(x, y).leadElsewhere());
        }

        /**
         * The same numbers under a node of their own, through which derivatives still reach the
         * variables behind them.
         */
        private static Tensor fresh(Tensor x) {
            return x.isTracked() ? x.apply(new Movement.Reshape(x.shape())) : x.asVariable();
        }

        ImmutableList<Tensor> pullBack(Tensor cotangent) {
            return pullBack(cotangent, nested || cotangent.isTracked());
        }

        ImmutableList<Tensor> recordedPullBack(Tensor cotangent) {
            return pullBack(cotangent, true);
        }

        private ImmutableList<Tensor> pullBack(Tensor cotangent, boolean recorded) {
            Gradients gradients = Backward.run(y, cotangent, recorded, Paths.between(x, y));
            return x.collect(gradients::of);
        }

        ImmutableList<Tensor> jacobian() {
            int rows = y.shape().size();
            Paths paths = Paths.between(x, y);
            ImmutableList<Gradients> sweeps = Lists.immutable.fromStream(IntStream.range(0, rows)
                    .mapToObj(row -> Indices.of(row).oneHot(rows, y.dtype()).reshape(y.shape()))
                    .map(cotangent -> Backward.run(y, cotangent, nested, paths)));
            return x.collect(input -> {
                Shape shape = Shape.of(y.shape().dims().newWithAll(input.shape().dims()));
                return rows == 0
                        ? Tensor.zeros(input.dtype(), shape)
                        : Tensor.stack(0, sweeps.collect(sweep -> sweep.of(input)))
                                .reshape(shape);
            });
        }

        Tensor one() {
            return Tensor.ones(y.dtype(), y.shape());
        }

        void requireNumber(String method) {
            if (y.shape().size() != 1) {
                throw new GradientException(
                        method,
                        "a function that gives a single number",
                        y.type(),
                        "reduce it (sum, mean), or use vjp or jacobian");
            }
        }
    }

    private static Function<ImmutableList<Tensor>, Tensor> ofList(Function<Tensor, Tensor> f) {
        Given.of("derivatives", "a function", f);
        return x -> f.apply(x.getOnly());
    }

    /** The sum of all products of elements. */
    private static Tensor inner(ImmutableList<Tensor> a, ImmutableList<Tensor> b) {
        return a.zip(b)
                .collect(pair -> pair.getOne().mul(pair.getTwo()).sum())
                .reduce(Tensor::add)
                .orElseThrow();
    }

    private static void requireAlike(String method, ImmutableList<Tensor> directions, ImmutableList<Tensor> x) {
        Given.all("derivatives", "arguments", x);
        if (Given.of(method, "directions", directions).size() != x.size()) {
            throw new ArgumentException(
                    method,
                    "one direction for each of " + GradusException.counted(x.size(), "argument"),
                    directions.size() + "",
                    "");
        }
        directions.forEachWithIndex((direction, i) -> requireLike(method, "a direction", direction, x.get(i)));
    }

    private static void requireLike(String method, String what, Tensor direction, Tensor x) {
        Given.of(method, what, direction);
        if (!direction.shape().equals(x.shape()) || direction.dtype() != x.dtype()) {
            throw new GradientException(
                    method,
                    what + " " + x.type(),
                    direction.type(),
                    direction.dtype() == x.dtype() ? "" : "convert it with to(DType." + x.dtype() + ")");
        }
    }
}
