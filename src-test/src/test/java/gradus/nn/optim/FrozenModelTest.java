package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.autodiff.UpdateRule;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.train.Trainer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A loss of frozen parameters cannot be made smaller, and the error says what to do. */
class FrozenModelTest {
    private static final String FROZEN = "all of them are frozen: unfreeze() lets them be trained again";

    private final Linear linear = Linear.of(2, 1, Randomness.seeded(1));
    private final Linear other = Linear.of(2, 1, Randomness.seeded(2));
    private final Tensor inputs = Tensor.ones(3, 2).to(linear.weight().dtype());
    private final Optimizer descent = new SGD().of(linear).learningRate(0.1);

    @BeforeEach
    void freeze() {
        linear.freeze();
    }

    private Tensor loss() {
        return linear.forward(inputs).square().mean();
    }

    @Test
    void minimizeSaysThatAllIsFrozen() {
        assertThatThrownBy(() -> descent.minimize(loss()))
                .isInstanceOf(GradientException.class)
                .hasMessage(
                        "SGD.minimize: needs a loss that depends on its parameters, got a constant F32[]; " + FROZEN);
        assertThatThrownBy(() -> LBFGS.of(linear).minimize(this::loss))
                .isInstanceOf(GradientException.class)
                .hasMessage("LBFGS: needs a loss that depends on its parameters, got a constant F32[]; " + FROZEN);
    }

    @Test
    void soDoesAStepWithTheLossOfAnotherModel() {
        Tensor mixed = loss().add(other.forward(inputs).mean());
        assertThatThrownBy(() -> descent.step(mixed.gradients()))
                .isInstanceOf(GradientException.class)
                .hasMessageContaining("got one that depends on none of weight F32[1, 2], bias F32[1]; " + FROZEN);
    }

    @Test
    void soDoesATrainer() {
        var data = Dataset.of(inputs, Tensor.ones(3, 1).to(inputs.dtype()));
        assertThatThrownBy(() -> Trainer.of(linear, (y, _) -> y.mean(), descent).train(data))
                .isInstanceOf(GradientException.class)
                .hasMessageContaining("got a constant F32[]; " + FROZEN);
    }

    @Test
    void aConstantForAnotherReasonIsSaidToBeOne() {
        linear.weight().unfreeze();
        assertThatThrownBy(
                        () -> descent.minimize(linear.forward(inputs).detach().mean()))
                .isInstanceOf(GradientException.class)
                .hasMessageEndingWith("got a constant F32[]; is all that it was computed from frozen, or detached?"
                        + " unfreeze() lets parameters be trained");
    }

    @Test
    void nothingIsNoLoss() {
        linear.unfreeze();
        assertThatThrownBy(() -> descent.minimize((Tensor) null))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("SGD.minimize: needs a loss, got null");
        assertThatThrownBy(() -> descent.minimize(() -> null))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("SGD.minimize: needs a loss, got null");
        assertThatThrownBy(() -> LBFGS.of(linear).minimize(() -> null))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("LBFGS: needs a loss, got null");
        var data = Dataset.of(inputs, Tensor.ones(3, 1).to(inputs.dtype()));
        assertThatThrownBy(() -> Trainer.of(linear, (_, _) -> null, descent).train(data))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("Trainer: needs a loss from the objective, got null");
    }

    @Test
    void nothingIsNoResultOfARule() {
        linear.unfreeze();
        Rule rule = (_, _, _) -> (UpdateRule.Computed) (_, _, _) -> null;
        assertThatThrownBy(() -> rule.of(linear).learningRate(0.1).minimize(loss()))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("update of weight: needs from the rule the next value and state, got null");
        Rule none = (_, _, _) -> null;
        assertThatThrownBy(() -> none.of(linear).learningRate(0.1).minimize(loss()))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("needs a rule, got null");
    }
}
