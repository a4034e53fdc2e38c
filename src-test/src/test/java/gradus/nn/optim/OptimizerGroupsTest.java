package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/**
 * A group starts with all settings of its optimizer, may change each, and its learning rate is
 * saved.
 */
class OptimizerGroupsTest {
    private static final double[] SLOPES = {3, -1, 0.5, 0, -2e-3, 7};

    private final Parameter a = Parameter.of("a", Tensor.of(1.5, -4));
    private final Parameter b = Parameter.of("b", Tensor.of(1.5, -4));
    private final ImmutableList<Parameter> both = Lists.immutable.with(a, b);
    private final ImmutableList<Parameter> second = Lists.immutable.with(b);

    private void run(Optimizer optimizer) {
        for (double slope : SLOPES) {
            optimizer.step(a.value().add(b.value()).mul(slope).sum().gradients());
        }
    }

    /** Both parameters start alike and have the same gradients. */
    private void assertGroupGoesTheSameWay(Optimizer optimizer) {
        run(optimizer);
        assertThat(b.value().toDoubleArray())
                .containsExactly(a.value().toDoubleArray())
                .isNotEqualTo(new double[] {1.5, -4});
    }

    @Test
    void aGroupOfSGDStartsWithItsSettings() {
        assertGroupGoesTheSameWay(new SGD()
                .momentum(0.7)
                .nesterov()
                .of(both)
                .learningRate(0.1)
                .weightDecay(0.3)
                .group(second, _ -> {}));
    }

    @Test
    void aGroupOfAdamStartsWithItsSettings() {
        assertGroupGoesTheSameWay(new Adam()
                .betas(0.6, 0.7)
                .epsilon(0.5)
                .of(both)
                .weightDecay(0.3)
                .group(second, _ -> {}));
    }

    @Test
    void aGroupOfAdamWStartsWithItsSettings() {
        assertGroupGoesTheSameWay(new AdamW()
                .betas(0.6, 0.7)
                .epsilon(0.5)
                .of(both)
                .weightDecay(0.3)
                .group(second, _ -> {}));
    }

    @Test
    void aGroupOfAdagradStartsWithItsSettings() {
        assertGroupGoesTheSameWay(new Adagrad()
                .rateDecay(0.4)
                .initialSum(2)
                .epsilon(0.5)
                .of(both)
                .weightDecay(0.3)
                .group(second, _ -> {}));
    }

    @Test
    void aGroupOfRMSpropStartsWithItsSettings() {
        assertGroupGoesTheSameWay(new RMSprop()
                .alpha(0.6)
                .epsilon(0.5)
                .momentum(0.7)
                .centered()
                .of(both)
                .weightDecay(0.3)
                .group(second, _ -> {}));
    }

    @Test
    void aGroupOfPlainRMSpropIsNotCentered() {
        assertGroupGoesTheSameWay(new RMSprop().alpha(0.6).of(both).group(second, _ -> {}));
    }

    @Test
    void aGroupThatChangesASettingGoesAnotherWay() {
        assertAnotherWay(new AdamW().of(both).group(second, group -> group.weightDecay(0.5)));
        assertAnotherWay(new Adagrad().of(both).group(second, group -> group.rule(new Adagrad().rateDecay(0.5))));
        assertAnotherWay(new RMSprop().of(both).group(second, group -> group.rule(new RMSprop().centered())));
        assertAnotherWay(new SGD()
                .of(both)
                .learningRate(0.1)
                .group(second, group -> group.learningRateFactor(0.5).weightDecay(0)));
    }

    private void assertAnotherWay(Optimizer optimizer) {
        both.forEach(parameter -> parameter.set(Tensor.of(1.5, -4)));
        run(optimizer);
        assertThat(b.value().toDoubleArray()).isNotEqualTo(a.value().toDoubleArray());
    }

    @Test
    void aGroupHasItsMembersAlone() {
        var sgd = new SGD()
                .of(both)
                .learningRate(0.1)
                .group(second, group -> assertThat(group.parameters()).containsExactly(b));
        assertThat(sgd.parameters()).containsExactly(a, b);
    }

    @Test
    void theRateOfAGroupIsSavedAndRestored() {
        var adagrad = new Adagrad()
                .of(both)
                .learningRate(0.5)
                .group(Lists.immutable.with(a), group -> group.learningRate(0.25))
                .group(second, group -> group.learningRate(0.125));
        assertThat(adagrad.state().numbers().toString())
                .contains("learning_rate=0.5", "group 1.learning_rate=0.25", "group 2.learning_rate=0.125");
        assertThat(adagrad.state().numbers()).hasSize(3);
        var other = new Adagrad()
                .of(both)
                .group(Lists.immutable.with(a), group -> group.learningRate(7))
                .group(second, group -> group.learningRate(8));
        other.restore(adagrad.state());
        assertThat(other).hasToString(adagrad.toString());
        assertThat(other.state()).isEqualTo(adagrad.state());
    }

    @Test
    void aGroupWithoutARateOfItsOwnSavesNone() {
        var adagrad = new Adagrad().of(both).learningRate(0.5).group(second, _ -> {});
        var state = adagrad.state();
        assertThat(state.numbers().keysView()).containsExactly("learning_rate");
        var same = new Adagrad().of(both).group(second, _ -> {});
        same.restore(state);
        run(same);
        assertThat(same.learningRate()).isEqualTo(0.5);
        assertThat(b.value().toDoubleArray())
                .as("it follows the rate of all")
                .containsExactly(a.value().toDoubleArray());
        var other = new Adagrad().of(both).group(second, group -> group.learningRate(8));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> other.restore(state))
                .withMessageStartingWith("Adagrad.restore: needs a state with the number group 1.learning_rate");
        assertThat(other.toString()).contains("Adagrad(learning rate 0.01,", "group 1 Adagrad(learning rate 8.0,");
    }

    @Test
    void rmspropAndAdamWGoOnBitForBitWithGroups() {
        assertGoesOn(parameters -> new RMSprop()
                .momentum(0.5)
                .of(parameters)
                .group(
                        parameters.drop(1),
                        group -> group.rule(new RMSprop().momentum(0.5).centered())
                                .learningRate(0.3)));
        assertGoesOn(parameters -> new AdamW()
                .of(parameters)
                .group(
                        parameters.drop(1),
                        group -> group.rule(new AdamW().betas(0.5, 0.6)).learningRate(0.3)));
        assertGoesOn(parameters -> new Adagrad()
                .of(parameters)
                .group(
                        parameters.drop(1),
                        group -> group.rule(new Adagrad().initialSum(3)).learningRate(0.3)));
    }

    private interface Maker {
        Optimizer of(ImmutableList<Parameter> parameters);
    }

    private void assertGoesOn(Maker maker) {
        both.forEach(parameter -> parameter.set(Tensor.of(1.5, -4)));
        var whole = maker.of(both);
        run(whole);
        var state = whole.state();
        double[] middle = b.value().toDoubleArray();
        double[] first = a.value().toDoubleArray();
        run(whole);
        double[] end = b.value().toDoubleArray();
        a.set(Tensor.of(first));
        b.set(Tensor.of(middle));
        var resumed = maker.of(both);
        resumed.restore(state);
        assertThat(resumed.state()).hasToString(state.toString());
        run(resumed);
        assertThat(b.value().toDoubleArray()).containsExactly(end);
    }

    @Test
    void aSavedRateOfAGroupIsChecked() {
        var sgd = new SGD().of(both).learningRate(0.5).group(second, group -> group.learningRate(0.25));
        var numbers = SortedMaps.mutable.ofSortedMap(sgd.state().numbers().castToSortedMap());
        numbers.put("group 1.learning_rate", Double.NaN);
        var broken = new SavedState("SGD", numbers.toImmutable(), sgd.state().tensors());
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> sgd.restore(broken))
                .withMessage("SGD: needs a finite learning rate of 0 or more, got NaN");
        assertThat(sgd).hasToString("SGD(learning rate 0.5, group 1 SGD(learning rate 0.25))");
    }
}
