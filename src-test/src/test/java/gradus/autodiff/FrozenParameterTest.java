package gradus.autodiff;

import static gradus.autodiff.TensorAssertions.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

/** A frozen parameter is a constant until it is let go. */
class FrozenParameterTest {
    private static final UpdateRule DESCEND = new UpdateRule.Descent(0.5, 0);

    private final Parameter w = Parameter.of("w", Tensor.of(new double[][] {{1, 2}, {3, 4}}));
    private final Parameter b = Parameter.of("b", Tensor.of(1.0, 2.0));
    private final Tensor x = Tensor.of(new double[][] {{1, -1}});

    @Test
    void whatIsComputedFromItIsNotRecorded() {
        w.freeze();
        assertThat(w.isFrozen()).isTrue();
        assertThat(w.value().isTracked()).isFalse();
        assertThat(x.linear(w, null).isTracked()).isFalse();
        assertSame(x.linear(w, null), Tensor.of(new double[][] {{-1, -1}}));
    }

    @Test
    void gradientsFlowToTheOthersAndThroughIt() {
        w.freeze();
        Tensor input = x.asVariable();
        Gradients gradients = input.linear(w, b).sum().gradients();
        assertThat(gradients.parameters()).containsExactly(b);
        assertThat(gradients.dependsOn(w)).isFalse();
        assertSame(gradients.of(w), Tensor.of(new double[][] {{0, 0}, {0, 0}}));
        assertSame(gradients.of(b), Tensor.of(1.0, 1.0));
        assertSame(gradients.of(input), Tensor.of(new double[][] {{4, 6}}));
    }

    @Test
    void letGoItIsAVariableAgain() {
        w.freeze();
        w.freeze();
        w.unfreeze();
        assertThat(w.isFrozen()).isFalse();
        Gradients gradients = x.linear(w, b).sum().gradients();
        assertThat(gradients.parameters()).containsExactlyInAnyOrder(w, b);
        assertSame(gradients.of(w), Tensor.of(new double[][] {{1, -1}, {1, -1}}));
    }

    /** Also where an update worked in place before, so that nobody but the graph has the numbers. */
    @Test
    void aLossRecordedBeforeStaysRight() {
        Tensor g = Tensor.ones(DType.F64, Shape.of(2, 2));
        w.update(g, Lists.immutable.empty(), DESCEND);
        w.update(g, Lists.immutable.empty(), DESCEND);
        Tensor loss = x.linear(w, b).square().sum();
        w.freeze();
        w.update(g, Lists.immutable.empty(), DESCEND);
        Gradients gradients = loss.gradients();
        assertThat(gradients.dependsOn(w)).isTrue();
        assertSame(loss.differentiableGradients().of(w), gradients.of(w));
    }

    /** Nothing would refuse a loss that is recorded from a constant: an update must not change it in place. */
    @Test
    void aLossRecordedFromTheConstantKeepsItsNumbers() {
        w.freeze();
        Tensor g = Tensor.ones(DType.F64, Shape.of(2, 2));
        w.update(g, Lists.immutable.empty(), DESCEND);
        Tensor input = x.asVariable();
        Tensor loss = input.linear(w, null).sum();
        w.update(g, Lists.immutable.empty(), DESCEND);
        w.update(g, Lists.immutable.empty(), DESCEND);
        assertSame(loss.gradients().of(input), Tensor.of(new double[][] {{3, 5}}));
        assertSame(w.value(), Tensor.of(new double[][] {{-0.5, 0.5}, {1.5, 2.5}}));
    }

    @Test
    void itsValueCanBeSet() {
        w.freeze();
        w.set(Tensor.of(new double[][] {{5, 6}, {7, 8}}));
        assertThat(w.value().isTracked()).isFalse();
        assertSame(w.value(), Tensor.of(new double[][] {{5, 6}, {7, 8}}));
        w.unfreeze();
        assertSame(w.value().sum().gradients().of(w), Tensor.ones(DType.F64, Shape.of(2, 2)));
    }

    @Test
    void theParametersOfALossAreThoseItWasComputedFrom() {
        assertThat(b.value().square().sum().gradients().parameters()).containsExactly(b);
        assertThat(Tensor.variable(2.0).square().gradients().parameters()).isEmpty();
    }
}
