package gradus.autodiff.check;

import static gradus.autodiff.TensorAssertions.normal;
import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Axes;
import gradus.autodiff.Derivatives;
import gradus.autodiff.Indices;
import gradus.autodiff.RandomExpression;
import gradus.autodiff.Tensor;
import gradus.autodiff.check.GradientCheck.Report;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.eclipse.collections.api.factory.Lists;

/** Right functions pass and wrong ones fail, whatever they are composed of. */
class GradientCheckProperties {
    /**
     * Functions on matrices that keep the shape and an ordinary scale; kinks and windows included.
     */
    enum Step {
        TANH(Tensor::tanh),
        SIGMOID(Tensor::sigmoid),
        GELU(Tensor::gelu),
        SOFTPLUS(Tensor::softplus),
        SIN(Tensor::sin),
        RELU(Tensor::relu),
        ABS(Tensor::abs),
        LEAKY_RELU(x -> x.leakyRelu(0.1)),
        BOUNDED_EXP(x -> x.tanh().exp()),
        LOG_OF_SQUARE(x -> x.square().add(0.5).log()),
        ROOT(x -> x.square().add(0.5).sqrt()),
        SOFTMAX(x -> x.softmax(-1)),
        LOG_SOFTMAX(x -> x.logSoftmax(0)),
        CENTERD(x -> x.sub(x.mean(Axes.of(0).kept()))),
        NORMALIZED(x -> x.div(x.norm(Axes.of(-1).kept()).add(1))),
        /**
         * A tenth, for where tanh levels off, 1 - tanh² is made of the last digits of tanh and no
         * derivative of it is exact.
         */
        TIMES_ITS_GRAM_MATRIX(x -> x.matmulTransposed(x).mul(0.1).tanh().matmul(x)),
        MINUS_LARGEST(x -> x.sub(x.max(Axes.of(-1).kept()))),
        RUNNING_SUM(x -> x.cumulativeSum(0).tanh()),
        TURNED(x -> x.transpose().reshape(x.shape())),
        SHIFTED(x -> Tensor.concat(
                0, x.slice(0, 1, x.shape().dim(0)), x.slice(0, 0, 1).mul(2))),
        PICKED(x -> x.indexSelect(0, Indices.of(0, 0, x.shape().dim(0) - 1))
                .mean(Axes.of(0).kept())
                .mul(x)
                .tanh()),
        WITH_DERIVATIVE_INSIDE(x -> Derivatives.grad(y -> y.square().sin().sum(), x.tanh()));

        final UnaryOperator<Tensor> f;

        Step(UnaryOperator<Tensor> f) {
            this.f = f;
        }
    }

    private static Tensor through(List<Step> steps, Tensor x) {
        return Lists.immutable.withAll(steps).injectInto(x, (y, step) -> step.f.apply(y));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void rightCompositionsPassToTheThirdOrder(
            @ForAll @Size(min = 1, max = 4) List<Step> steps,
            @ForAll @IntRange(min = 1, max = 3) int rows,
            @ForAll @IntRange(min = 1, max = 4) int columns,
            @ForAll long seed) {
        Report report = GradientCheck.of((Tensor x) -> through(steps, x))
                .named(steps.toString())
                .orders(3)
                .seed(seed)
                .at(normal(seed, rows, columns));
        assertThat(report.passed()).as("%s", report).isTrue();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void rightFunctionsOfTwoVariablesPassToTheThirdOrder(
            @ForAll("expressions") RandomExpression expression, @ForAll long seed) {
        Report report = GradientCheck.ofMany(expression::ours)
                .named(expression.toString())
                .orders(3)
                .seed(seed)
                .at(normal(seed, 3), normal(seed + 1, 2, 1));
        assertThat(report.passed()).as("%s", report).isTrue();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void wrongFactorInsideACompositionIsCaught(
            @ForAll @Size(max = 2) List<Step> before, @ForAll @Size(max = 2) List<Step> after, @ForAll long seed) {
        Tensor x = normal(seed, 2, 3).add(0.5);
        Tensor jacobian =
                Derivatives.jacobian(y -> through(after, through(before, y).square()), x);
        // where the steps after it level everything out, there is nothing to be caught
        Assume.that(jacobian.abs().sum().item() > 1e-6);
        PlantedRules.ScaledSquare wrong = new PlantedRules.ScaledSquare(1.0005);
        Report report = GradientCheck.of((Tensor y) -> through(after, wrong.apply(through(before, y))))
                .seed(seed)
                .at(x);
        assertThat(report.passed()).as("%s then %s: %s", before, after, report).isFalse();
    }

    @Provide
    Arbitrary<RandomExpression> expressions() {
        return RandomExpression.arbitrary();
    }
}
