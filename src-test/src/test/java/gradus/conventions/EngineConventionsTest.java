package gradus.conventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.Axes;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Gradients;
import gradus.autodiff.Gradus;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/** Lines of the last table of {@code docs/conventions.md} that are about gradients, types, axes and order. */
class EngineConventionsTest {
    @Test
    void whatTheLossDoesNotDependOn() {
        Tensor x = Tensor.of(1.0, 2.0).asVariable();
        Tensor other = Tensor.variable(3.0);
        Gradients gradients = other.square().gradients();
        assertThat(gradients.dependsOn(x)).isFalse();
        assertThat(gradients.of(x).toDoubleArray()).containsExactly(0, 0);
        assertThatThrownBy(() -> gradients.requireDependsOn(x))
                .isInstanceOf(GradientException.class)
                .hasMessage(
                        "gradients: needs a loss that depends on the variable, got F64[2], which it was not computed"
                                + " from; was another tensor of these numbers used, or detach()?");
        assertThat(gradients.requireDependsOn(other).of(other).item()).isEqualTo(6);
        assertThatThrownBy(() -> Tensor.scalar(5.0).gradients())
                .isInstanceOf(GradientException.class)
                .hasMessage("gradients: needs a tensor computed from a variable, got a constant F64[];"
                        + " differentiableGradients() gives gradients that have gradients, asVariable() variables;"
                        + " unfreeze() lets frozen parameters be such");
        // the gradient of a linear function is constant, and can be differentiated all the same
        Tensor linear = x.mul(3).sum().differentiableGradients().of(x);
        assertThat(linear.sum().gradients().of(x).toDoubleArray()).containsExactly(0, 0);
        // the mistake that this catches: gradients are constants unless asked otherwise
        Tensor slope = x.square().sum().gradients().of(x).sum();
        assertThatThrownBy(slope::differentiableGradients).hasMessageStartingWith("differentiableGradients: needs");
    }

    @Test
    void stepsAreDependedOn() {
        ImmutableList<UnaryOperator<Tensor>> steps =
                Lists.immutable.with(Tensor::sign, Tensor::floor, Tensor::round, x -> x.pow(0));
        steps.forEach(step -> {
            Tensor x = Tensor.variable(1.25);
            Gradients gradients = step.apply(x).gradients();
            assertThat(gradients.dependsOn(x)).isTrue();
            assertThat(gradients.of(x).item()).isZero();
        });
    }

    @Test
    void gradientsThatAreRefused() {
        Tensor x = Tensor.of(1.0, 2.0).asVariable();
        Tensor square = x.square();
        assertThatThrownBy(square::gradients).isInstanceOf(GradientException.class);
        Gradients gradients = square.sum().gradients();
        assertThatThrownBy(() -> gradients.of(x.detach())).isInstanceOf(GradientException.class);
        assertThatThrownBy(() -> gradients.of(square)).isInstanceOf(GradientException.class);
        Tensor sum = square.sum();
        assertThat(sum.gradientsKeeping(square).of(square).toDoubleArray()).containsExactly(1, 1);
        assertThat(square.gradients(Tensor.of(1.0, 10.0)).of(x).toDoubleArray()).containsExactly(2, 40);
    }

    @Test
    void elementTypesDoNotMix() {
        Tensor single = Tensor.of(1f);
        Tensor twice = Tensor.of(1.0);
        assertThat(single.dtype()).isEqualTo(DType.F32);
        assertThat(twice.dtype()).isEqualTo(DType.F64);
        assertThatThrownBy(() -> single.add(twice)).isInstanceOf(ElementTypeException.class);
        assertThatThrownBy(() -> single.less(twice)).isInstanceOf(ElementTypeException.class);
        assertThatThrownBy(() -> Tensor.concat(0, single, twice)).isInstanceOf(ElementTypeException.class);
        assertThatThrownBy(twice::toFloatArray).isInstanceOf(ElementTypeException.class);
    }

    @Test
    void numbersTakeTheTensorsType() {
        Tensor tenth = Tensor.of(0.1f);
        assertThat(tenth.add(0.1).dtype()).isEqualTo(DType.F32);
        assertThat(tenth.equal(0.1).all()).isTrue();
        assertThat(tenth.to(DType.F64).equal(0.1).any()).isFalse();
    }

    @Test
    void recordedTensorsKeepTheirType() {
        Tensor x = Tensor.variable(1.0);
        assertThatThrownBy(() -> x.to(DType.F32)).isInstanceOf(GradientException.class);
        assertThat(x.detach().to(DType.F32).dtype()).isEqualTo(DType.F32);
        assertThat(x.to(DType.F64)).isSameAs(x);
    }

    @Test
    void axes() {
        Tensor x = Tensor.zeros(2, 3, 4);
        assertThat(x.sum(-1).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(x.sum(0, -1).shape()).isEqualTo(Shape.of(3));
        assertThat(x.sum().shape()).isEqualTo(Shape.SCALAR);
        assertThat(x.sum(Axes.ALL.kept()).shape()).isEqualTo(Shape.of(1, 1, 1));
        assertThat(x.expandDims(-1).shape()).isEqualTo(Shape.of(2, 3, 4, 1));
        assertThatThrownBy(() -> x.sum(2, -1)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> x.sum(3)).isInstanceOf(ShapeException.class);
    }

    @Test
    void anEmptyListOfAxesIsNoAxis() {
        int[] none = {};
        Tensor x = Tensor.of(new double[][] {{1, -2}, {3, 4}});
        ImmutableList<UnaryOperator<Tensor>> unchanged = Lists.immutable.with(
                y -> y.sum(none),
                y -> y.prod(none),
                y -> y.max(none),
                y -> y.min(none),
                y -> y.mean(none),
                y -> y.logSumExp(none),
                y -> y.sum(Axes.of(none).kept()),
                y -> y.flip(none),
                y -> y.squeeze(none),
                y -> y.expandDims(none));
        unchanged.forEach(f -> {
            assertThat(f.apply(x).toDoubleArray()).containsExactly(1, -2, 3, 4);
            assertThat(f.apply(x).shape()).isEqualTo(x.shape());
        });
        assertThat(x.norm(none).toDoubleArray()).containsExactly(1, 2, 3, 4);
        assertThat(x.variance(none).toDoubleArray()).containsExactly(0, 0, 0, 0);
        assertThat(x.greater(0).any(none)).isEqualTo(x.greater(0));
        assertThat(x.greater(0).count(none).toArray()).containsExactly(1, 0, 1, 1);
        assertThat(x.argMax(Axes.of(none)).toArray()).containsExactly(0, 0, 0, 0);
        Tensor variable = x.asVariable();
        assertThat(variable.sum(none).sum().gradients().of(variable).toDoubleArray())
                .containsExactly(1, 1, 1, 1);
        assertThat(x.sum().item()).isEqualTo(6);
        assertThat(x.prod().item()).isEqualTo(-24);
        assertThat(x.max().item()).isEqualTo(4);
        assertThat(x.min().item()).isEqualTo(-2);
        assertThat(x.mean().item()).isEqualTo(1.5);
        assertThat(x.norm().item()).isEqualTo(Math.sqrt(30));
        assertThat(x.variance().item()).isEqualTo(5.25);
        assertThat(x.standardDeviation().item()).isEqualTo(Math.sqrt(5.25));
        assertThat(x.logSumExp().shape()).isEqualTo(Shape.SCALAR);
        assertThat(x.flip().toDoubleArray()).containsExactly(4, 3, -2, 1);
        assertThat(Axes.of(none)).hasToString("none").isNotEqualTo(Axes.ALL);
        assertThat(Axes.ALL.kept()).hasToString("all kept");
    }

    @Test
    void broadcasting() {
        Tensor column = Tensor.ones(2, 1);
        assertThat(column.add(Tensor.ones(3)).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(column.add(Tensor.zeros(0)).shape()).isEqualTo(Shape.of(2, 0));
        assertThatThrownBy(() -> Tensor.ones(2).add(Tensor.ones(3))).isInstanceOf(ShapeException.class);
        Tensor x = column.asVariable();
        assertThat(x.add(Tensor.zeros(0)).sum().gradients().of(x).toDoubleArray())
                .containsExactly(0, 0);
    }

    @Test
    void bothOperandsAreRepeatedUnlessThatIsRefused() {
        Tensor column = Tensor.ones(4, 1);
        Tensor vector = Tensor.ones(4);
        assertThat(column.sub(vector).shape()).isEqualTo(Shape.of(4, 4));
        Gradus.refuseMutualBroadcasting(true);
        try {
            assertThatThrownBy(() -> column.sub(vector))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("sub: needs an operand that broadcasts to the other's shape, got [4, 1] and [4],"
                            + " which fill [4, 4] together; reshape one, or write its missing axes with expandDims");
            assertThatThrownBy(() -> vector.mul(column)).isInstanceOf(ShapeException.class);
            assertThatThrownBy(() -> vector.less(column)).isInstanceOf(ShapeException.class);
            assertThatThrownBy(() -> Tensor.where(vector.less(0), column, 0)).isInstanceOf(ShapeException.class);
            assertThatThrownBy(() -> Tensor.zeros(5, 1, 2, 3).matmul(Tensor.zeros(4, 3, 2)))
                    .isInstanceOf(ShapeException.class);
            assertThatThrownBy(() -> Indices.arange(4).expandDims(1).sub(Indices.arange(4)))
                    .isInstanceOf(ShapeException.class);
            assertThat(column.sub(vector.expandDims(0)).shape()).isEqualTo(Shape.of(4, 4));
            assertThat(column.sub(vector.expandDims(1)).shape()).isEqualTo(Shape.of(4, 1));
            assertThat(vector.outer(vector).shape()).isEqualTo(Shape.of(4, 4));
            assertThat(Tensor.ones(3, 4).add(vector).shape()).isEqualTo(Shape.of(3, 4));
            assertThat(column.add(1).shape()).isEqualTo(Shape.of(4, 1));
            assertThat(Tensor.ones(1, 1).add(vector).shape()).isEqualTo(Shape.of(1, 4));
        } finally {
            Gradus.refuseMutualBroadcasting(false);
        }
        assertThat(column.sub(vector).shape()).isEqualTo(Shape.of(4, 4));
    }

    @Test
    void lossesDoNotBroadcast() {
        Tensor logits = Tensor.zeros(3, 1);
        assertThatThrownBy(() -> logits.binaryCrossEntropy(Tensor.zeros(3))).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> logits.crossEntropy(Tensor.zeros(1))).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> logits.crossEntropy(Indices.of(0))).isInstanceOf(ShapeException.class);
    }

    /** 10^8 swallows a single 1, but not in another lane. */
    @Test
    void oneOrderOfSummation() {
        float[] elements = new float[65];
        Arrays.fill(elements, 1);
        elements[0] = 1e8f;
        elements[64] = -1e8f; // in the same lane as the first
        Tensor x = Tensor.of(elements);
        assertThat(x.sum().item()).isEqualTo(63);
        assertThat(x.cumulativeSum(0).get(64)).isZero();
        assertThat(x.dot(Tensor.ones(65)).item()).isZero();
        Tensor almostOne = Tensor.of(1f, 1 + 0x1p-12f);
        assertThat(almostOne.dot(Tensor.of(-1f, 1 - 0x1p-12f)).item()).isEqualTo(-0x1p-24);
    }

    @Test
    void oneOrderOfAccumulation() {
        Tensor x = Tensor.variable(1.0);
        Tensor y = x.mul(1e16).add(x.mul(1)).add(x.mul(-1e16));
        // From the last sum: -1e16 first, then through the other sum 1e16 and last 1.
        assertThat(y.gradients().of(x).item()).isOne();
    }

    @Test
    void whatHasNoGradient() {
        Tensor x = Tensor.of(1.0, -2.0).asVariable();
        Tensor one = Tensor.of(1.0);
        assertThat(Tensor.where(x.greater(0), one, one.neg()).isTracked()).isFalse();
        assertThat(x.argMax(0).oneHot(2, DType.F64).isTracked()).isFalse();
        assertThat(Tensor.normal(DType.F64, Shape.of(2), x.get(0), 1, Randomness.seeded(1))
                        .isTracked())
                .isFalse();
    }

    @Test
    void constantsAndParameters() {
        Tensor x = Tensor.variable(3.0);
        assertThat(x.mul(x.detach()).gradients().of(x).item()).isEqualTo(3);
        Parameter weight = Parameter.of("weight", Tensor.scalar(3.0));
        Tensor loss = weight.value().square();
        weight.set(Tensor.scalar(7.0));
        assertThat(loss.gradients().of(weight).item()).isEqualTo(6);
    }
}
