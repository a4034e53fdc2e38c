package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.GradientException;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Softplus;
import gradus.nn.loss.CrossEntropy;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all optimizers share: groups, clipping, refusing, saved states, and room for one's own. */
class OptimizerTest {
    private final Parameter w = Parameter.of("w", Tensor.of(1.0, -2.0));
    private final Parameter b = Parameter.of("b", Tensor.of(new double[][] {{0.5, 4}}));
    private final ImmutableList<Parameter> both = Lists.immutable.with(w, b);

    /** A loss whose gradients are these numbers, wherever the parameters are. */
    private Tensor slopes(double... g) {
        return w.value()
                .mul(Tensor.of(g[0], g[1]))
                .sum()
                .add(b.value().mul(Tensor.of(new double[][] {{g[2], g[3]}})).sum());
    }

    private void assertValues(double... expected) {
        assertThat(w.value().toDoubleArray())
                .usingComparatorWithPrecision(1e-15)
                .containsExactly(expected[0], expected[1]);
        assertThat(b.value().toDoubleArray())
                .usingComparatorWithPrecision(1e-15)
                .containsExactly(expected[2], expected[3]);
    }

    @Test
    void groupsHaveSettingsOfTheirOwn() {
        var sgd = new SGD()
                .of(both)
                .learningRate(0.1)
                .weightDecay(0.5)
                .group(Lists.immutable.with(b), group -> group.weightDecay(0).learningRateFactor(2));
        sgd.minimize(slopes(1, 1, 1, 1));
        assertValues(1 - 0.1 * (1 + 0.5), -2 - 0.1 * (1 - 0.5 * 2), 0.5 - 0.2, 4 - 0.2);
        sgd.learningRate(1);
        sgd.minimize(slopes(0, 0, 1, 0));
        assertThat(b.value().get(0, 0)).isCloseTo(0.3 - 2, within(1e-15));
        assertThat(sgd).hasToString("SGD(learning rate 1.0, weight decay 0.5, group 1 SGD(learning rate times 2.0))");
    }

    @Test
    void aGroupMayKeepARateOfItsOwn() {
        var adam =
                new Adam().betas(0.5, 0.5).of(both).group(Lists.immutable.with(b), group -> group.learningRate(0.25));
        adam.learningRate(0.5);
        adam.minimize(slopes(3, -3, 3, -3));
        assertThat(w.value().toDoubleArray()).usingComparatorWithPrecision(1e-8).containsExactly(0.5, -1.5);
        assertThat(b.value().toDoubleArray()).usingComparatorWithPrecision(1e-8).containsExactly(0.25, 4.25);
        assertThat(adam.toString()).endsWith("group 1 Adam(learning rate 0.25, betas 0.5 and 0.5, epsilon 1.0E-8))");
    }

    @Test
    void groupsThatMakeNoSenseAreRefused() {
        var sgd = new SGD().of(both).learningRate(0.1);
        var stranger = Lists.immutable.with(Parameter.of("s", Tensor.of(1.0)));
        String free = "SGD.group: needs parameters of the optimizer that are in no other group, got ";
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> sgd.group(stranger, _ -> {}))
                .withMessage(free + "s F64[1]; are they those of another model?");
        sgd.group(Lists.immutable.with(b), group -> group.rule(new SGD().momentum(0.9)));
        assertThatThrownBy(() -> sgd.group(Lists.immutable.with(b), _ -> {}))
                .hasMessage(free + "b F64[1, 2]; in a group already");
        assertThatThrownBy(() -> sgd.group(Lists.immutable.empty(), _ -> {})).hasMessage(free + "none");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aStepThatIsNotFiniteIsRefusedAndChangesNothing(double bad) {
        var adam = new Adam().of(both).refuseNonFinite().clipByNorm(1);
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> adam.minimize(slopes(1, 2, 3, bad)))
                .withMessage(
                        "Adam.step: needs finite gradients, got " + bad + " at [0, 1] of the gradient of b F64[1, 2]; a"
                                + " smaller learning rate, or clipByNorm(1) before it comes to that?");
        assertValues(1, -2, 0.5, 4);
        assertThat(adam.state().tensors()).isEmpty();
        adam.minimize(slopes(1e300, 2, 3, 4));
        assertThat(w.value().get(0)).isLessThan(1);
    }

    @Test
    void aModelsParametersHaveTheirFullNamesInErrors() {
        var random = Randomness.seeded(1);
        var model = Sequential.of(Linear.of(2, 2, random), new Softplus(), Linear.of(2, 2, random));
        var sgd = new SGD().of(model).learningRate(0.1).refuseNonFinite();
        var x = Tensor.full(DType.F32, Shape.of(1, 2), Double.NaN);
        assertThatThrownBy(() -> sgd.minimize(model.forward(x).sum()))
                .hasMessageContaining("gradient of 0.weight F32[2, 2]");
        sgd.rule(new SGD().momentum(0.9))
                .minimize(model.forward(Tensor.ones(1, 2)).sum());
        assertThat(sgd.state().tensors().keysView().toList())
                .containsExactly("0.bias.velocity", "0.weight.velocity", "2.bias.velocity", "2.weight.velocity");
    }

    private enum Kind {
        SGD_(w -> new SGD().momentum(0.9).of(w).learningRate(0.05)),
        ADAM(w -> new Adam().of(w).learningRate(0.05)),
        ADAMW(w -> new AdamW().of(w).clipByNorm(0.1)),
        RMSPROP(w -> new RMSprop().momentum(0.5).centered().of(w)),
        ADAGRAD(w -> new Adagrad().rateDecay(0.1).of(w)),
        GROUPS(w -> new Adam()
                .of(w)
                .group(w.take(1), group -> group.learningRate(0.1).rule(new Adam().betas(0.1, 0.2))));

        private final Function<ImmutableList<Parameter>, Optimizer> make;

        Kind(Function<ImmutableList<Parameter>, Optimizer> make) {
            this.make = make;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void itGoesOnBitForBitFromASavedState(Kind kind) {
        var whole = network();
        var optimizer = kind.make.apply(whole.parameters());
        train(whole, optimizer, 5);
        optimizer.learningRate(0.02);
        var resumed = network();
        resumed.parameters()
                .zip(whole.parameters())
                .forEach(pair -> pair.getOne().set(pair.getTwo().value()));
        var state = optimizer.state();
        var other = kind.make.apply(resumed.parameters());
        other.restore(state);
        train(whole, optimizer, 5);
        train(resumed, other, 5);
        assertThat(other.learningRate()).isEqualTo(0.02);
        assertThat(numbers(resumed)).isEqualTo(numbers(whole));
        var again = kind.make.apply(network().parameters());
        again.restore(state);
        assertThat(again.state().numbers()).as("later steps do not change it").isEqualTo(state.numbers());
        assertThat(state.numbers().get("0.weight.step")).isEqualTo(5);
        assertThat(state.numbers().get("learning_rate")).isEqualTo(0.02);
    }

    private static Sequential network() {
        var random = Randomness.seeded(8);
        return Sequential.of(Linear.of(3, 4, random), new Softplus(), Linear.of(4, 2, random));
    }

    private static void train(Sequential model, Optimizer optimizer, int steps) {
        var x = Tensor.normal(DType.F32, Shape.of(6, 3), 0, 1, Randomness.seeded(9));
        for (int i = 0; i < steps; i++) {
            optimizer.minimize(new CrossEntropy().mean(model.forward(x), Indices.of(0, 1, 1, 0, 1, 0)));
        }
    }

    private static float[][] numbers(Sequential model) {
        return model.parameters()
                .collect(parameter -> parameter.value().toFloatArray())
                .toArray(new float[0][]);
    }

    @Test
    void aStateThatDoesNotFitIsRefusedAndChangesNothing() {
        var sgd = new SGD().momentum(0.9).of(both).learningRate(0.1);
        sgd.minimize(slopes(1, 2, 3, 4));
        var state = sgd.state();
        assertThatThrownBy(() -> new Adam().of(both).restore(state))
                .hasMessage("Adam.restore: needs the state of one like it, got that of SGD");
        assertThatThrownBy(() -> new SGD().of(Lists.immutable.with(w)).restore(state))
                .hasMessage("SGD.restore: needs the state of w, got b.step; make the model and the optimizer, with its"
                        + " groups, as they were when it was saved");
        String of = "SGD.restore, w.velocity: needs ";
        String other = "; was it saved of another model?";
        assertRefused(state, "w.velocity", Tensor.of(1.0), of + "shape [2], got [1]" + other);
        assertRefused(state, "w.velocity", Tensor.of(1f, 2f), of + "type F64, got F32" + other);
        assertRefused(state, "w.step", 1.5, "SGD.restore, w.step: needs a whole number of 0 or more, got 1.5");
        assertRefused(state, "w.step", -1, "SGD.restore, w.step: needs a whole number of 0 or more, got -1.0");
        assertRefused(state, "w.age", 1, "SGD.restore: needs numbers of steps, got w.age");
        assertRefused(state, "learning_rate", Double.NaN, "SGD: needs a finite learning rate of 0 or more, got NaN");
    }

    private void assertRefused(SavedState state, String key, double number, String text) {
        var changed = SortedMaps.mutable.ofSortedMap(state.numbers().castToSortedMap());
        changed.put(key, number);
        assertRefused(new SavedState("SGD", changed.toImmutable(), state.tensors()), text);
    }

    private void assertRefused(SavedState state, String key, Tensor tensor, String text) {
        var changed = SortedMaps.mutable.ofSortedMap(state.tensors().castToSortedMap());
        changed.put(key, tensor);
        assertRefused(new SavedState("SGD", state.numbers(), changed.toImmutable()), text);
    }

    private void assertRefused(SavedState state, String text) {
        var sgd = new SGD().momentum(0.9).of(both).learningRate(0.7);
        sgd.minimize(slopes(0, 0, 0, 0));
        assertThatThrownBy(() -> sgd.restore(state)).hasMessage(text);
        assertThat(sgd.learningRate()).isEqualTo(0.7);
        assertThat(sgd.state().tensors().get("b.velocity").toDoubleArray()).containsOnly(0);
    }

    @Test
    void parametersOfOneNameAreToldApartByTheirNumbers() {
        var first = Parameter.of("weight", Tensor.of(1.0));
        var second = Parameter.of("weight", Tensor.of(2.0));
        var adagrad = new Adagrad().initialSum(3).of(Lists.immutable.with(first, second));
        adagrad.minimize(first.value().add(second.value()).sum());
        assertThat(adagrad.state().tensors().keysView().toList()).containsExactly("0.weight.sum", "1.weight.sum");
        assertThat(adagrad.state().tensors().get("0.weight.sum").item()).isEqualTo(4);
        assertThat(adagrad.parameters()).containsExactly(first, second);
    }
}
