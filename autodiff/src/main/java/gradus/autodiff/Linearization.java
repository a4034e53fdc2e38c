package gradus.autodiff;

import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * A function as {@link Derivatives} sees it at a point: its result y at fresh variables x, and the
 * products of its derivatives with vectors.
 */
final class Linearization {
    private static final String DERIVATIVES = "derivatives";
    private static final String ARGUMENTS = "arguments";

    private final Tensor[] x;
    private final Tensor y;
    private final boolean nested;

    /**
     * One that is known already.
     *
     * @param nested whether y depends on other variables, too, so that its derivatives must be
     *     recorded
     */
    private Linearization(Tensor[] x, Tensor y, boolean nested) {
        this.x = x;
        this.y = y;
        this.nested = nested;
    }

    static Linearization of(Function<Tensor, Tensor> f, Tensor point) {
        Tensor[] x = fresh(given(f, point));
        return of(x, f.apply(x[0]));
    }

    static Linearization of(Function<ImmutableList<Tensor>, Tensor> f, ImmutableList<Tensor> point) {
        Tensor[] x = fresh(given(f, Given.of(DERIVATIVES, ARGUMENTS, point).toArray(new Tensor[0])));
        return of(x, f.apply(Lists.immutable.with(x)));
    }

    private static Linearization of(Tensor[] x, @Nullable Tensor result) {
        Tensor y = Given.of(DERIVATIVES, "a function that gives a tensor", result);
        return new Linearization(x, y, Paths.between(x, y).leadElsewhere());
    }

    /**
     * The same numbers under nodes of their own, through which derivatives still reach the
     * variables behind them.
     */
    private static Tensor[] fresh(Tensor... point) {
        if (point.length == 0) {
            throw new ArgumentException(DERIVATIVES, "at least one argument", "none", "");
        }
        Tensor[] x = point.clone();
        for (int i = 0; i < x.length; i++) {
            x[i] = x[i].isTracked() ? x[i].apply(new Movement.Reshape(x[i].shape())) : x[i].asVariable();
        }
        return x;
    }

    Tensor value() {
        return nested ? y : y.detach();
    }

    Tensor[] pullBack(Tensor cotangent) {
        return pullBack(cotangent, nested || cotangent.isTracked());
    }

    private Tensor[] recordedPullBack(Tensor cotangent) {
        return pullBack(cotangent, true);
    }

    private Tensor[] pullBack(Tensor cotangent, boolean recorded) {
        Gradients gradients = Backward.run(y, cotangent, recorded, Paths.between(x, y));
        Tensor[] slopes = new Tensor[x.length];
        for (int i = 0; i < x.length; i++) {
            slopes[i] = gradients.of(x[i]);
        }
        return slopes;
    }

    Tensor[] vjp(Tensor cotangent) {
        requireLike("vjp", "a cotangent", cotangent, y);
        return pullBack(cotangent);
    }

    Tensor jvp(Tensor... tangents) {
        Tensor cotangent = y.zerosLike().asVariable();
        Tensor product = inner(recordedPullBack(cotangent), tangents);
        Linearization transposed = new Linearization(new Tensor[] {cotangent}, product, nested || anyTracked(tangents));
        return transposed.pullBack(transposed.one())[0];
    }

    /** A Hessian is symmetric: its vjp is its product with a vector. */
    Tensor[] hvp(Tensor... v) {
        Linearization slope = new Linearization(x, inner(recordedPullBack(one()), v), nested || anyTracked(v));
        return slope.pullBack(slope.one());
    }

    /** The gradient by each argument, as a function of all of them. */
    Linearization[] slopes() {
        Tensor[] gradients = recordedPullBack(one());
        Linearization[] slopes = new Linearization[x.length];
        for (int i = 0; i < x.length; i++) {
            slopes[i] = new Linearization(x, gradients[i], nested);
        }
        return slopes;
    }

    Tensor[] jacobian() {
        int rows = y.shape().size();
        Paths paths = Paths.between(x, y);
        Gradients[] sweeps = new Gradients[rows];
        for (int row = 0; row < rows; row++) {
            Tensor cotangent = Indices.of(row).oneHot(rows, y.dtype()).reshape(y.shape());
            sweeps[row] = Backward.run(y, cotangent, nested, paths);
        }
        Tensor[] jacobian = new Tensor[x.length];
        for (int i = 0; i < x.length; i++) {
            jacobian[i] = stacked(sweeps, x[i])
                    .reshape(y.shape().followedBy(x[i].shape().toArray()));
        }
        return jacobian;
    }

    private static Tensor stacked(Gradients[] sweeps, Tensor input) {
        if (sweeps.length == 0) {
            return Tensor.zeros(input.dtype(), Shape.of(0));
        }
        Tensor[] rows = new Tensor[sweeps.length];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = sweeps[row].of(input);
        }
        return Tensor.stack(0, rows);
    }

    Tensor one() {
        return Tensor.ones(y.dtype(), y.shape());
    }

    /** This, of a function that gives a single number. */
    Linearization ofNumber(String method) {
        if (y.shape().size() != 1) {
            throw new GradientException(
                    method,
                    "a function that gives a single number",
                    y.type(),
                    "reduce it (sum, mean), or use vjp or jacobian");
        }
        return this;
    }

    /** The point at which a function is given. */
    private static Tensor[] given(Function<?, Tensor> f, Tensor... point) {
        Given.of(DERIVATIVES, "a function", f);
        return Given.all(DERIVATIVES, ARGUMENTS, point);
    }

    private static boolean anyTracked(Tensor... tensors) {
        for (Tensor tensor : tensors) {
            if (tensor.isTracked()) {
                return true;
            }
        }
        return false;
    }

    /** The sum of all products of elements. */
    private static Tensor inner(Tensor[] a, Tensor[] b) {
        Tensor sum = a[0].mul(b[0]).sum();
        for (int i = 1; i < a.length; i++) {
            sum = sum.add(a[i].mul(b[i]).sum());
        }
        return sum;
    }

    static void requireLike(String method, String what, Tensor direction, Tensor x) {
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
