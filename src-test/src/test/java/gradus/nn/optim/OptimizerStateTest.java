package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.layer.Linear;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/** A saved state is whole or refused; and settings in words, for checkpoints. */
class OptimizerStateTest {
    private final Parameter w = Parameter.of("w", Tensor.of(1.0, -2.0));
    private final Parameter b = Parameter.of("b", Tensor.of(4.0));
    private final ImmutableList<Parameter> both = Lists.immutable.with(w, b);

    private Tensor loss() {
        return w.value().square().sum().add(b.value().square().sum());
    }

    private SavedState stateOf(Optimizer optimizer) {
        optimizer.minimize(loss());
        return optimizer.state();
    }

    private static SavedState without(SavedState state, String tensor) {
        return new SavedState(
                state.kind(),
                state.numbers(),
                state.tensors().reject((name, _) -> name.equals(tensor)).toImmutable());
    }

    private static SavedState with(SavedState state, String name, Tensor tensor) {
        var tensors = SortedMaps.mutable.ofSortedMap(state.tensors().castToSortedMap());
        tensors.put(name, tensor);
        return new SavedState(state.kind(), state.numbers(), tensors.toImmutable());
    }

    private void refuses(Function<ImmutableList<Parameter>, Optimizer> make, SavedState state, String message) {
        var optimizer = make.apply(both);
        var before = stateOf(optimizer);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> optimizer.restore(state))
                .withMessage(message);
        assertThat(optimizer.state().numbers()).as("nothing has changed").isEqualTo(before.numbers());
    }

    private static Optimizer momentum(ImmutableList<Parameter> parameters) {
        return new SGD().momentum(0.9).of(parameters).learningRate(0.1);
    }

    @Test
    void halfAMemoryIsRefused() {
        var state = stateOf(momentum(both));
        refuses(
                OptimizerStateTest::momentum,
                without(state, "w.velocity"),
                "SGD.restore, w: needs velocity, got nothing; make the settings as they were when it was saved");
        refuses(
                parameters -> new Adam().of(parameters),
                without(stateOf(new Adam().of(both)), "b.mean_square"),
                "Adam.restore, b: needs mean and mean_square, got mean; make the settings as they were when it was"
                        + " saved");
    }

    @Test
    void aMemoryThatNobodyReadsIsRefused() {
        var state = stateOf(momentum(both));
        refuses(
                OptimizerStateTest::momentum,
                with(state, "w.bogus", Tensor.of(1.0, 2.0)),
                "SGD.restore, w: needs velocity, got bogus and velocity; make the settings as they were when it was"
                        + " saved");
        refuses(
                parameters -> new SGD().of(parameters).learningRate(0.1),
                state,
                "SGD.restore, w: needs nothing remembered but its steps, got velocity; make the settings as they were"
                        + " when it was saved");
    }

    @Test
    void aMemoryNeedsItsSteps() {
        var state = stateOf(momentum(both));
        var numbers = state.numbers().reject((name, _) -> name.equals("w.step")).toImmutable();
        refuses(
                OptimizerStateTest::momentum,
                new SavedState("SGD", numbers, state.tensors()),
                "SGD.restore: needs a number w.step, got [b.step, learning_rate]");
    }

    @Test
    void whatASettingNeedsFromNowOnIsSavedToo() {
        var sgd = new SGD().of(both).learningRate(0.1);
        sgd.minimize(loss());
        sgd.rule(new SGD().momentum(0.9));
        var state = sgd.state();
        assertThat(state.tensors().keysView()).containsExactly("b.velocity", "w.velocity");
        var other = momentum(both);
        other.restore(state);
        assertThat(other.state()).hasToString(state.toString());
        sgd.minimize(loss());
        sgd.rule(new SGD());
        assertThat(sgd.state().tensors()).isEmpty();
    }

    @Test
    void steadySettingsLeaveOutTheRateOfAll() {
        var sgd = momentum(both)
                .weightDecay(0.5)
                .clipByNorm(2)
                .group(
                        Lists.immutable.with(b),
                        group -> group.learningRate(0.25).rule(new SGD()));
        assertThat(sgd.steadySettings())
                .containsExactly(
                        "momentum 0.9",
                        "weight decay 0.5",
                        "clipped at norm 2.0",
                        "group 1 SGD(learning rate 0.25, weight decay 0.5)");
        sgd.learningRate(0.01);
        assertThat(sgd.steadySettings()).doesNotContain("learning rate 0.01").hasSize(4);
        assertThat(OnPlateau.of(sgd).factor(0.5).patience(3))
                .hasToString("OnPlateau(factor 0.5, threshold 1.0E-4, least 0.0, patience 3, cool-down 0)");
    }

    /** Also at the very first step, before which a value may be seen from outside and so stays readable after. */
    @Test
    void theSameLossTwiceIsRefused() {
        var model = Sequential.of(Linear.of(2, 1, Randomness.seeded(1)));
        var sgd = new SGD().of(model).learningRate(0.1);
        var loss = model.forward(Tensor.ones(1, 2)).sum();
        sgd.minimize(loss);
        var after = model.parameters().getFirst().value().toFloatArray();
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> sgd.minimize(loss))
                .withMessage("SGD.minimize: needs a loss computed anew for each step, got the one of the step before;"
                        + " compute it inside the loop, from the parameters as they are now");
        assertThat(model.parameters().getFirst().value().toFloatArray()).isEqualTo(after);
        sgd.minimize(model.forward(Tensor.ones(1, 2)).sum());
    }

    @Test
    void aNormThatIsNotANumberLeavesNoGradientAsItWas() {
        var sgd = new SGD().of(both).learningRate(0.1).clipByNorm(1);
        sgd.minimize(w.value().sum().add(b.value().mul(Double.NaN).sum()));
        assertThat(w.value().toDoubleArray()).as("scaled by 1 / NaN").containsOnly(Double.NaN);
    }
}
