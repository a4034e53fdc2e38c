package gradus.autodiff;

import static gradus.autodiff.TensorAssertions.assertSame;
import static gradus.autodiff.TensorAssertions.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GradientsTest {
    private final Tensor x = Tensor.of(1.0, 2.0, 3.0).asVariable();

    @Test
    void independentVariableHasZerosOfItsShape() {
        Tensor other = normal(1, 2, 2).asVariable();
        Gradients gradients = x.sum().gradients();
        assertSame(gradients.of(other), Tensor.zeros(DType.F64, Shape.of(2, 2)));
        assertThat(gradients.dependsOn(other)).isFalse();
        assertThat(gradients.dependsOn(x)).isTrue();
        Tensor single = Tensor.variable(1f);
        assertSame(gradients.of(single), Tensor.scalar(0f));
    }

    @Test
    void zeroGradientAndNoDependenceDiffer() {
        Gradients gradients = x.mul(0).sum().gradients();
        assertSame(gradients.of(x), Tensor.of(0.0, 0.0, 0.0));
        assertThat(gradients.dependsOn(x)).isTrue();
    }

    @Test
    void constantLossIsRefusedWithOrWithoutCotangent() {
        Tensor constant = Tensor.scalar(3.0);
        assertThatThrownBy(constant::gradients)
                .hasMessageStartingWith("gradients: needs a tensor computed from a variable");
        assertThatThrownBy(() -> constant.gradients(constant)).hasMessageStartingWith("gradients: needs a tensor");
        assertThatThrownBy(constant::gradientsKeeping).hasMessageStartingWith("gradientsKeeping: needs a tensor");
    }

    @Test
    void variableIsItsOwnLoss() {
        Tensor single = Tensor.variable(5.0);
        assertSame(single.gradients().of(single), Tensor.scalar(1.0));
    }

    @Test
    void constantIsRefused() {
        Gradients gradients = x.sum().gradients();
        assertThatThrownBy(() -> gradients.of(Tensor.of(1.0, 2.0)))
                .isInstanceOf(GradientException.class)
                .hasMessage("gradients.of: needs a variable, got a constant F64[2]; "
                        + "make it one with Tensor.variable(...) or asVariable() before computing the loss");
        assertThat(gradients.dependsOn(Tensor.scalar(1.0))).isFalse();
    }

    @Test
    void intermediateResultIsRefusedUnlessKept() {
        Tensor h = x.exp();
        Tensor loss = h.square().sum();
        assertThatThrownBy(() -> loss.gradients().of(h))
                .isInstanceOf(GradientException.class)
                .hasMessage("gradients.of: needs a variable, got the result of exp F64[3]; "
                        + "ask for it beforehand: loss.gradientsKeeping(it)");
        Gradients keeping = loss.gradientsKeeping(h);
        assertSame(keeping.of(h), h.detach().mul(2));
        assertThat(keeping.dependsOn(h)).isTrue();
        assertThat(keeping.dependsOn(x)).isTrue();
        Tensor unused = x.sin();
        assertSame(loss.gradientsKeeping(unused).of(unused), Tensor.of(0.0, 0.0, 0.0));
        assertThat(loss.gradientsKeeping(unused).dependsOn(unused)).isFalse();
        assertSame(loss.gradientsKeeping(loss).of(loss), Tensor.scalar(1.0));
    }

    @Test
    void severalElementsAskForACotangent() {
        assertThatThrownBy(() -> x.exp().gradients())
                .isInstanceOf(GradientException.class)
                .hasMessage("gradients: needs a single number, got F64[3]; reduce it (sum, mean) or give a cotangent of"
                        + " its shape");
        assertThatThrownBy(() -> x.exp().differentiableGradients())
                .hasMessageStartingWith("differentiableGradients: needs a single number, got F64[3]");
        assertThatThrownBy(() -> x.exp().gradientsKeeping(x))
                .hasMessageStartingWith("gradientsKeeping: needs a single number, got F64[3]");
        Tensor cotangent = Tensor.of(1.0, 10.0, 100.0);
        assertSame(x.square().gradients(cotangent).of(x), Tensor.of(2.0, 40.0, 600.0));
    }

    @Test
    void singleElementOfAnyRankIsASingleNumber() {
        assertSame(x.sum().reshape(1, 1).gradients().of(x), Tensor.of(1.0, 1.0, 1.0));
    }

    @Test
    void cotangentOfTheWrongShapeOrTypeIsRefused() {
        assertThatThrownBy(() -> x.exp().gradients(Tensor.scalar(1.0)))
                .isInstanceOf(GradientException.class)
                .hasMessage("gradients: needs a cotangent F64[3], got F64[]");
        assertThatThrownBy(() -> x.exp().gradients(Tensor.of(1f, 1f, 1f)))
                .isInstanceOf(GradientException.class)
                .hasMessage("gradients: needs a cotangent F64[3], got F32[3]; convert it with to(DType.F64)");
        assertThatThrownBy(() -> x.exp().differentiableGradients(Tensor.of(1.0)))
                .hasMessage("differentiableGradients: needs a cotangent F64[3], got F64[1]");
    }

    @Test
    void gradientsAreValues() {
        Tensor loss = x.square().sum();
        Gradients first = loss.gradients();
        Gradients second = loss.gradients();
        assertSame(first.of(x), Tensor.of(2.0, 4.0, 6.0));
        assertSame(second.of(x), Tensor.of(2.0, 4.0, 6.0));
    }

    @Test
    void detachStopsTheFlow() {
        Gradients gradients = x.mul(x.detach()).sum().gradients();
        assertSame(gradients.of(x), Tensor.of(1.0, 2.0, 3.0));
        assertThat(x.detach().exp().sum().isTracked()).isFalse();
        Tensor constant = Tensor.scalar(1.0);
        assertThat(constant.detach()).isSameAs(constant);
    }

    @Test
    void asVariableStartsAnew() {
        Tensor y = x.mul(2).asVariable();
        Gradients gradients = y.square().sum().gradients();
        assertSame(gradients.of(y), Tensor.of(4.0, 8.0, 12.0));
        assertThat(gradients.dependsOn(x)).isFalse();
    }

    @Test
    void differentiableCotangent() {
        Tensor u = Tensor.of(1.0, 2.0, 3.0).asVariable();
        Tensor pulled = x.square().differentiableGradients(u).of(x).sum();
        assertSame(pulled.gradients().of(u), Tensor.of(2.0, 4.0, 6.0));
        assertSame(pulled.gradients().of(x), Tensor.of(2.0, 4.0, 6.0));
    }

    @Test
    void recordedTensorKeepsItsElementType() {
        assertThatThrownBy(() -> x.exp().to(DType.F32))
                .isInstanceOf(GradientException.class)
                .hasMessage("to: needs a constant, got a recorded F64[3]; detach() it first, or convert before making"
                        + " it a variable");
        assertThat(x.to(DType.F64)).isSameAs(x);
        assertSame(Tensor.of(1.5, 1e-50).to(DType.F32), Tensor.of(1.5f, 0f));
    }

    @Test
    void aGradientIsFiniteIfEachOfItsNumbersIs() {
        Parameter w = Parameter.of("w", Tensor.of(0.0, 1.0));
        assertThat(w.value().square().sum().gradients().isFinite(w)).isTrue();
        assertThat(w.value().sqrt().sum().gradients().isFinite(w)).as("1/0").isFalse();
        assertThat(x.sum().gradients().isFinite(w)).as("zeros").isTrue();
    }
}
