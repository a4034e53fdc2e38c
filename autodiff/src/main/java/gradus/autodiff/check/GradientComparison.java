package gradus.autodiff.check;

import gradus.autodiff.DType;
import gradus.autodiff.GradusException;
import gradus.autodiff.Randomness;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.autodiff.check.GradientCheck.Mismatch;
import gradus.autodiff.check.GradientCheck.Report;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;

/**
 * One run of a {@link GradientCheck}, order after order. The variables are the inputs and, after
 * them, the cotangent. Each order has a function of the variables that gives a single number: for
 * order 1 the inner product of result and cotangent; for each further order the slope of the one
 * before along random directions, as the operators' rules give it. An order compares the gradient
 * of its function with differences of its function; so it rests only on rules that the order before
 * has confirmed.
 */
final class GradientComparison {
    private static final int ROUNDS = 3;

    private final Function<ImmutableList<Tensor>, Tensor> f;
    private final ImmutableList<Tensor> x;
    private final Randomness random;
    private final double tolerance;
    private final boolean everyElement;

    GradientComparison(
            Function<ImmutableList<Tensor>, Tensor> f,
            ImmutableList<Tensor> x,
            Randomness random,
            double tolerance,
            boolean everyElement) {
        this.f = f;
        this.x = x;
        this.random = random;
        this.tolerance = tolerance;
        this.everyElement = everyElement;
    }

    /** The relative error allowed at an order. */
    static double allowed(double tolerance, int order) {
        return order == 1 ? tolerance : 10 * allowed(tolerance, order - 1);
    }

    Report report(String subject, int orders) {
        Tensor y = f.apply(x);
        MutableDoubleList worst = DoubleLists.mutable.empty();
        ImmutableList<Mismatch> mismatches = unfit(y);
        ImmutableList<Tensor> variables = x.newWith(randomLike(y));
        Function<ImmutableList<Tensor>, Tensor> terms =
                z -> f.apply(z.take(x.size())).mul(z.getLast()).reshape(-1);
        for (int order = 1; order <= orders && mismatches.isEmpty(); order++) {
            DerivativeOrder current;
            try {
                current = new DerivativeOrder(order, allowed(tolerance, order), terms, variables);
            } catch (GradusException broken) {
                mismatches = without(order, "an operator's rule breaks its contract: " + broken.getMessage());
                break;
            }
            mismatches = compare(current, worst);
            // From the second order on, the slope runs along the cotangent, too.
            terms = current.slopesAlong((order == 1 ? x : variables).collect(this::randomLike));
        }
        return new Report(subject, tolerance, x.size(), worst.toImmutable(), mismatches);
    }

    private ImmutableList<Mismatch> compare(DerivativeOrder order, MutableDoubleList worst) {
        // The cotangent is a variable from order 2 on: at order 1 its derivative is the function's result itself.
        ImmutableList<Tensor> variables = order.number() == 1 ? x : order.variables();
        double[] largest = {0};
        ImmutableList<Mismatch> mismatches = Lists.immutable
                .fromStream(IntStream.range(0, variables.size()).boxed())
                .collect(variable -> worst(order, variable))
                .tap(comparison -> largest[0] = Math.max(largest[0], comparison.relativeError()))
                .select(comparison -> comparison.relativeError() > order.allowed())
                .collect(comparison -> new MismatchSearch(order, comparison).find());
        worst.add(largest[0]);
        return mismatches;
    }

    private DerivativeOrder.Comparison worst(DerivativeOrder order, int variable) {
        Tensor at = order.variables().get(variable);
        int size = at.shape().size();
        return Lists.immutable
                .fromStream(IntStream.range(0, everyElement ? size : ROUNDS)
                        .mapToObj(i -> everyElement ? DerivativeOrder.unit(at.shape(), i) : randomLike(at)))
                .collect(direction -> order.compare(variable, direction))
                .maxBy(DerivativeOrder.Comparison::relativeError);
    }

    /** What makes differences of the function meaningless, if anything. */
    private ImmutableList<Mismatch> unfit(Tensor y) {
        if (y.shape().size() == 0) {
            throw new ShapeException(
                    "gradientCheck",
                    "a function whose result has elements",
                    y.shape().toString(),
                    "");
        }
        double[] values = y.toDoubleArray();
        if (!Arrays.equals(values, f.apply(x).toDoubleArray())) {
            return without(0, "the function is not deterministic: evaluated twice at one point it gives two results");
        }
        return Arrays.stream(values).allMatch(Double::isFinite)
                ? Lists.immutable.empty()
                : without(0, "the function gives infinity or NaN here; choose a point inside its domain");
    }

    /** A mismatch without numbers. */
    private static ImmutableList<Mismatch> without(int order, String cause) {
        return Lists.immutable.with(
                new Mismatch(order, 0, IntLists.immutable.empty(), Double.NaN, Double.NaN, Double.NaN, cause));
    }

    private Tensor randomLike(Tensor tensor) {
        return Tensor.normal(DType.F64, tensor.shape(), 0, 1, random);
    }
}
