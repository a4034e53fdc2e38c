package gradus.autodiff;

import static gradus.autodiff.TensorAssertions.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class ParameterTest {
    private static final UpdateRule DESCEND = new UpdateRule.Descent(0.5, 0);

    private final Parameter w = Parameter.of("layer.weight", Tensor.of(1.0, 2.0));

    @Test
    void valueIsAVariable() {
        assertThat(w.name()).isEqualTo("layer.weight");
        assertThat(w.value().isTracked()).isTrue();
        assertThat(w.toString()).isEqualTo("layer.weight F64[2]");
        Gradients gradients = w.value().square().sum().gradients();
        assertSame(gradients.of(w), Tensor.of(2.0, 4.0));
        assertSame(gradients.of(w.value()), Tensor.of(2.0, 4.0));
        assertThat(gradients.dependsOn(w)).isTrue();
        assertThat(gradients.requireDependsOn(w)).isSameAs(gradients);
        Gradients others = Tensor.variable(2.0).square().gradients();
        assertThatThrownBy(() -> others.requireDependsOn(w))
                .isInstanceOf(GradientException.class)
                .hasMessageStartingWith(
                        "gradients: needs a loss that depends on the parameter, got layer.weight F64[2],");
    }

    @Test
    void theLastQualifiedNameHoldsUnlessItIsAPartOfTheOneBefore() {
        Parameter weight = Parameter.of("weight", Tensor.of(1.0));
        assertThat(weight.qualifiedName()).isEqualTo("weight");
        weight.qualify("0.weight");
        weight.qualify("weight");
        assertThat(weight.qualifiedName()).isEqualTo("0.weight");
        weight.qualify("1.0.weight");
        weight.qualify("0.weight");
        assertThat(weight).hasToString("1.0.weight F64[1]");
        weight.qualify("2.weight");
        assertThat(weight.qualifiedName()).isEqualTo("2.weight");
        assertThat(weight.name()).isEqualTo("weight");
    }

    @Test
    void recordedGraphKeepsTheValueItWasRecordedWith() {
        Tensor loss = w.value().square().sum();
        w.set(Tensor.of(100.0, 200.0));
        assertSame(loss.gradients().of(w), Tensor.of(2.0, 4.0));
        assertSame(w.value().square().sum().gradients().of(w), Tensor.of(200.0, 400.0));
    }

    @Test
    void mixtureOfTwoValuesIsRefused() {
        Tensor before = w.value();
        w.set(Tensor.of(3.0, 4.0));
        Gradients gradients = before.mul(w.value()).sum().gradients();
        assertThatThrownBy(() -> gradients.of(w))
                .isInstanceOf(GradientException.class)
                .hasMessage("gradients.of: needs one value of parameter layer.weight, "
                        + "got a loss recorded from several, because it was set in between; "
                        + "record the whole loss again after setting a parameter");
        // each value by itself is still there
        assertSame(gradients.of(before), Tensor.of(3.0, 4.0));
        assertSame(gradients.of(w.value()), Tensor.of(1.0, 2.0));
    }

    @Test
    void independentParameterHasZeros() {
        Gradients gradients = Tensor.variable(1.0).square().gradients();
        assertThat(gradients.dependsOn(w)).isFalse();
        assertSame(gradients.of(w), Tensor.of(0.0, 0.0));
    }

    @Test
    void anUpdateTakesAGradientThatWasChangedOnTheWay() {
        w.update(Tensor.of(1.0, -1.0), Lists.immutable.empty(), DESCEND);
        assertSame(w.value(), Tensor.of(0.5, 2.5));
        assertThatThrownBy(() -> w.update(Tensor.of(1.0), Lists.immutable.empty(), DESCEND))
                .isInstanceOf(ShapeException.class)
                .hasMessage("parameter layer.weight: needs a gradient of shape [2], got [1]");
        assertThatThrownBy(() -> w.update(Tensor.of(1f, 2f), Lists.immutable.empty(), DESCEND))
                .isInstanceOf(ElementTypeException.class)
                .hasMessage("parameter layer.weight: needs a gradient of type F64, got F32; convert it with to(DType)");
        assertSame(w.value(), Tensor.of(0.5, 2.5));
    }

    @Test
    void wrongShapeOrTypeIsRefused() {
        assertThatThrownBy(() -> w.set(Tensor.of(1.0)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("parameter layer.weight: needs a value of shape [2], got [1]");
        assertThatThrownBy(() -> w.set(Tensor.of(1f, 2f)))
                .isInstanceOf(ElementTypeException.class)
                .hasMessage("parameter layer.weight: needs a value of type F64, got F32; convert it with to(DType)");
        assertSame(w.value(), Tensor.of(1.0, 2.0));
    }

    @Test
    void setTakesNumbersNotHistory() {
        w.set(w.value().sub(w.value().mul(0.5)));
        Gradients gradients = w.value().sum().gradients();
        assertSame(gradients.of(w), Tensor.of(1.0, 1.0));
        assertThat(w.value().node.op).isNull();
    }

    @Test
    void secondDerivativeByAParameter() {
        Tensor slope = w.value().pow(3).sum().differentiableGradients().of(w);
        assertSame(slope.sum().gradients().of(w), Tensor.of(6.0, 12.0));
    }

    /** An update works in place only where nobody else has the numbers. */
    @Test
    void tensorsThatWereGivenToItStayAsTheyAre() {
        Tensor initial = Tensor.of(1.0, 2.0);
        Parameter p = Parameter.of("p", initial);
        p.update(Tensor.of(2.0, 2.0), Lists.immutable.empty(), DESCEND);
        assertSame(initial, Tensor.of(1.0, 2.0));
        Tensor next = Tensor.of(5.0, 6.0);
        p.set(next);
        p.update(Tensor.of(2.0, 2.0), Lists.immutable.empty(), DESCEND);
        assertSame(next, Tensor.of(5.0, 6.0));
        assertSame(p.value(), Tensor.of(4.0, 5.0));
    }

    /** The state of an update changes in place as its value does. */
    @Test
    void aLossRecordedFromAStateRefusesAfterTheUpdateThatChangedIt() {
        Parameter value = Parameter.of("w", Tensor.ones(DType.F64, Shape.of(2, 2)));
        Parameter velocity = Parameter.of("v", Tensor.ones(DType.F64, Shape.of(2, 2)));
        UpdateRule rule = new UpdateRule.MomentumDescent(0.5, 0, 0.5, false);
        Tensor g = Tensor.ones(DType.F64, Shape.of(2, 2));
        value.update(g, Lists.immutable.with(velocity), rule); // from now on in memory of their own
        Tensor loss = Tensor.of(1.0, 2.0).linear(velocity, null).sum();
        value.update(g, Lists.immutable.with(velocity), rule);
        assertThatThrownBy(loss::gradients)
                .isInstanceOf(GradientException.class)
                .hasMessageStartingWith("vjp of linear: needs parameter v as it was recorded");
    }
}
