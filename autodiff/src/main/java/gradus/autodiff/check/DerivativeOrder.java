package gradus.autodiff.check;

import gradus.autodiff.DType;
import gradus.autodiff.Derivatives;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.autodiff.check.NumericSlope.Sample;
import java.util.Arrays;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * One order of a {@link GradientComparison}: a function of several variables, and its gradient by
 * the operators' rules.
 */
final class DerivativeOrder {
    private static final double FIRST_STEP = 0x1p-3;
    private static final double LAST_STEP = 0x1p-17;
    private static final double SMALLEST_STEP = 0x1p-45;

    /**
     * How many times the estimated rounding is forgiven: what happens inside the function adds to
     * its last sum.
     */
    private static final int NOISE_ALLOWED = 8;

    private final int number;
    private final double allowed;
    private final Function<ImmutableList<Tensor>, Tensor> terms;
    private final ImmutableList<Tensor> variables;
    private final ImmutableList<Tensor> gradients;

    /** Of the gradients and, after them, the value; measured when it is needed. */
    private @Nullable InnerRounding innerRounding;

    /**
     * A function at a point.
     *
     * @param allowed the relative error allowed
     * @param terms gives the products that the function's value is the sum of, as a vector
     */
    DerivativeOrder(
            int number,
            double allowed,
            Function<ImmutableList<Tensor>, Tensor> terms,
            ImmutableList<Tensor> variables) {
        this.number = number;
        this.allowed = allowed;
        this.terms = terms;
        this.variables = variables;
        this.gradients = gradients(variables);
    }

    private ImmutableList<Tensor> gradients(ImmutableList<Tensor> z) {
        return Derivatives.grad(p -> terms.apply(p).sum(), z);
    }

    private ImmutableList<Tensor> gradientsAndValue(ImmutableList<Tensor> z) {
        var both = Derivatives.valueAndGrad(p -> terms.apply(p).sum(), z);
        return both.gradient().newWith(both.value());
    }

    /** 1, 2 or 3. */
    int number() {
        return number;
    }

    /** The relative error allowed. */
    double allowed() {
        return allowed;
    }

    ImmutableList<Tensor> variables() {
        return variables;
    }

    /** The derivative by the rules with respect to each variable. */
    ImmutableList<Tensor> gradients() {
        return gradients;
    }

    /**
     * The next order's terms: those of the slope of this function along directions, by the rules.
     */
    Function<ImmutableList<Tensor>, Tensor> slopesAlong(ImmutableList<Tensor> directions) {
        return z -> Tensor.concat(
                0,
                gradients(z)
                        .take(directions.size())
                        .zip(directions)
                        .collect(pair -> pair.getOne().mul(pair.getTwo()).reshape(-1)));
    }

    /**
     * The slope along a direction by the rules and by differences.
     *
     * @param relativeError their distance, relative to the larger; where rounding alone could
     *     explain the distance, at most the error allowed
     */
    record Comparison(int variable, Tensor direction, double analytic, NumericSlope numeric, double relativeError) {
        double distance() {
            return Math.abs(analytic - numeric.value());
        }
    }

    /**
     * Asks the differences once, and again with other steps if they disagree with the rules: the
     * closest answer counts. If none agrees, what is lost to rounding inside the function is
     * measured and forgiven.
     */
    Comparison compare(int variable, Tensor direction) {
        Comparison first = compare(variable, direction, 1);
        if (first.relativeError <= allowed) {
            return first;
        }
        ImmutableList<Comparison> all =
                Lists.immutable.with(first, compare(variable, direction, 0.73), compare(variable, direction, 0.41));
        double spread = all.collectDouble(each -> each.numeric.value()).max()
                - all.collectDouble(each -> each.numeric.value()).min();
        Comparison closest = all.minBy(Comparison::relativeError);
        NumericSlope uncertain = closest.numeric
                .withUncertainty(spread)
                .withMoreNoise(innerRounding(variable, direction, closest.numeric.step()));
        return comparison(variable, direction, uncertain);
    }

    private double innerRounding(int variable, Tensor direction, double step) {
        if (innerRounding == null) {
            innerRounding = new InnerRounding(this::gradientsAndValue, variables);
        }
        return innerRounding.of(variable, direction) + innerRounding.of(variables.size(), Tensor.scalar(1.0)) / step;
    }

    private Comparison compare(int variable, Tensor direction, double stepFactor) {
        return comparison(
                variable,
                direction,
                NumericSlope.of(line(variable, direction), stepFactor * firstStep(variable), lastStep(variable)));
    }

    private Comparison comparison(int variable, Tensor direction, NumericSlope numeric) {
        Sample analytic = sample(gradients.get(variable).mul(direction));
        double distance = Math.abs(analytic.value() - numeric.value());
        double scale = Math.max(analytic.magnitude(), Math.abs(numeric.value()));
        double floor = NOISE_ALLOWED * numeric.noise() / allowed;
        double relativeError = distance == 0 ? 0 : distance / Math.max(scale, floor);
        if (!Double.isFinite(relativeError)) {
            relativeError = Double.POSITIVE_INFINITY;
        }
        return new Comparison(variable, direction, analytic.value(), numeric, relativeError);
    }

    /** The function along a line through the point. */
    DoubleFunction<Sample> line(int variable, Tensor direction) {
        return step -> {
            Tensor moved = variables.get(variable).add(direction.mul(step));
            return sample(terms.apply(variables.collectWithIndex((z, i) -> i == variable ? moved : z)));
        };
    }

    private static Sample sample(Tensor products) {
        return new Sample(products.sum().item(), products.abs().sum().item());
    }

    private double firstStep(int variable) {
        double largest = Arrays.stream(variables.get(variable).toDoubleArray())
                .map(Math::abs)
                .max()
                .orElseThrow();
        return FIRST_STEP * Math.max(1, largest);
    }

    /** Small enough for the smallest element. */
    private double lastStep(int variable) {
        double smallest = Arrays.stream(variables.get(variable).toDoubleArray())
                .map(Math::abs)
                .filter(value -> value > 0)
                .min()
                .orElse(1);
        return Math.max(SMALLEST_STEP, LAST_STEP * Math.min(1, smallest));
    }

    /** 1 at one place in row-major order, 0 elsewhere. */
    static Tensor unit(Shape shape, int position) {
        return Indices.of(position).oneHot(shape.size(), DType.F64).reshape(shape);
    }
}
