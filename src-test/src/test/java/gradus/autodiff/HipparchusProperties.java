package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.Test;

/**
 * Values and all derivatives to third order against an implementation that shares nothing with
 * ours, in forward mode.
 */
class HipparchusProperties {
    private static final int ORDER = 3;
    private static final double RELATIVE = 1e-9;

    /**
     * Derivatives below this are compared as if they were this large: the tails of sigmoid
     * functions come from 1 - y.
     */
    private static final double TINY = 1e-5;

    @Property(tries = 2000)
    void everySmoothFunction(@ForAll SmoothFunction f, @ForAll @DoubleRange(min = 0, max = 1) double place) {
        compare(f, f.low + (f.high - f.low) * place);
    }

    @Test
    void everySmoothFunctionAtTheEndsOfItsRangeAndNearZero() {
        for (SmoothFunction f : SmoothFunction.values()) {
            compare(f, f.low);
            compare(f, f.high);
            compare(f, Math.max(f.low, 1e-9));
        }
    }

    private static void compare(SmoothFunction f, double at) {
        DerivativeStructure theirs = f.theirs.apply(new DSFactory(1, ORDER).variable(0, at));
        Function<Tensor, Tensor> derivative = f.ours::apply;
        for (int order = 0; order <= ORDER; order++) {
            double expected = theirs.getPartialDerivative(order);
            assertThat(derivative.apply(Tensor.scalar(at)).item())
                    .as("derivative %d of %s at %s", order, f, at)
                    .isCloseTo(expected, within(RELATIVE * Math.max(TINY, Math.abs(expected))));
            derivative = Derivatives.grad(derivative);
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyPartialDerivativeOfACompositionOfTwoVariables(
            @ForAll("expressions") RandomExpression expression,
            @ForAll @DoubleRange(min = -2, max = 2) double a,
            @ForAll @DoubleRange(min = -2, max = 2) double b) {
        DSFactory factory = new DSFactory(2, ORDER);
        DerivativeStructure theirs =
                expression.theirs(Lists.immutable.with(factory.variable(0, a), factory.variable(1, b)));
        ImmutableList<Tensor> point = Lists.immutable.with(Tensor.scalar(a), Tensor.scalar(b));
        for (int i = 0; i <= ORDER; i++) {
            for (int j = 0; i + j <= ORDER; j++) {
                double expected = theirs.getPartialDerivative(i, j);
                assertThat(partial(expression::ours, i, j).apply(point).item())
                        .as("derivative %d, %d of %s", i, j, expression)
                        .isCloseTo(expected, within(RELATIVE * Math.max(1, Math.abs(expected))));
            }
        }
    }

    /** The derivative i times by the first variable and j times by the second. */
    private static Function<ImmutableList<Tensor>, Tensor> partial(
            Function<ImmutableList<Tensor>, Tensor> f, int i, int j) {
        if (i + j == 0) {
            return f;
        }
        int variable = i > 0 ? 0 : 1;
        Function<ImmutableList<Tensor>, Tensor> lower = partial(f, i - 1 + variable, j - variable);
        return x -> Derivatives.grad(lower, x).get(variable);
    }

    @Provide
    Arbitrary<RandomExpression> expressions() {
        return RandomExpression.arbitrary();
    }
}
