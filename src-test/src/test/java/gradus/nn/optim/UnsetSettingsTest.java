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

/** What is not set says so, and what cannot be is refused in the words of who set it. */
class UnsetSettingsTest {
    private final Parameter w = Parameter.of("w", Tensor.of(1.0, -2.0));
    private final Parameter b = Parameter.of("b", Tensor.of(4.0));
    private final ImmutableList<Parameter> both = Lists.immutable.with(w, b);

    private static void refuses(Runnable call, String message) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(call::run).withMessage(message);
    }

    private Optimizer grouped() {
        return new SGD().of(both).group(Lists.immutable.with(b), group -> group.rule(new SGD().momentum(0.5)));
    }

    @Test
    void aLearningRateThatIsNotSetIsNoNumber() {
        assertThat(new SGD().of(both)).hasToString("SGD(learning rate not set)");
        assertThat(new SGD().of(both).group(both, group -> group.learningRateFactor(2)))
                .hasToString("SGD(learning rate not set, group 1 SGD(learning rate times 2.0))");
        assertThat(grouped()).hasToString("SGD(learning rate not set, group 1 SGD(momentum 0.5))");
        assertThat(grouped().learningRate(0.1).steadySettings()).containsExactly("group 1 SGD(momentum 0.5)");
    }

    private static SavedState without(SavedState state, String number) {
        var numbers = state.numbers().reject((name, _) -> name.equals(number)).toImmutable();
        return new SavedState(state.kind(), numbers, state.tensors());
    }

    private static String lacks(String kind, String number) {
        return kind + ".restore: needs a state with the number " + number
                + ", got none of that name; was it taken before learningRate(...) was set?";
    }

    @Test
    void aStateWithoutALearningRateIsRefused() {
        var sgd = new SGD().of(both).learningRate(0.1);
        refuses(() -> sgd.restore(new SGD().of(both).state()), lacks("SGD", "learning_rate"));
        assertThat(sgd.learningRate()).as("nothing has changed").isEqualTo(0.1);
        var fresh = new SGD().of(both);
        refuses(() -> fresh.restore(fresh.state()), lacks("SGD", "learning_rate"));
        var adam = new Adam().of(both);
        var empty = new SavedState("Adam", SortedMaps.immutable.empty(), SortedMaps.immutable.empty());
        refuses(() -> adam.restore(empty), lacks("Adam", "learning_rate"));
        assertThat(adam.learningRate()).isEqualTo(1e-3);
    }

    @Test
    void aGroupWithARateOfItsOwnNeedsItInTheState() {
        var sgd = new SGD().of(both).learningRate(0.1).group(Lists.immutable.with(b), group -> group.learningRate(0.3));
        var state = sgd.state();
        refuses(() -> sgd.restore(without(state, "group 1.learning_rate")), lacks("SGD", "group 1.learning_rate"));
        sgd.restore(state);
        assertThat(sgd).hasToString("SGD(learning rate 0.1, group 1 SGD(learning rate 0.3))");
        var common = grouped().learningRate(0.2);
        common.restore(common.state());
        assertThat(common).hasToString("SGD(learning rate 0.2, group 1 SGD(momentum 0.5))");
    }

    @Test
    void aPlateauNeedsARateToLower() {
        var sgd = new SGD().of(both);
        var plateau = OnPlateau.of(sgd).patience(0);
        refuses(
                () -> plateau.observe(1),
                "OnPlateau.observe: needs an optimizer with a learning rate, got none; learningRate(0.1) sets it");
        sgd.learningRate(0.5);
        plateau.observe(1);
        assertThat(plateau.observe(2)).isTrue();
        assertThat(plateau.optimizer()).isSameAs(sgd);
    }

    @Test
    void nesterovNeedsAMomentum() {
        refuses(
                () -> new SGD().nesterov(),
                "SGD: needs a momentum above 0 beside nesterov(), got 0; call momentum(0.9) before nesterov()");
        var sgd = new SGD().momentum(0.9).nesterov();
        refuses(
                () -> sgd.momentum(0),
                "SGD: needs a momentum above 0 beside nesterov(), got 0; call momentum(0.9) before nesterov()");
        refuses(() -> sgd.momentum(90), "SGD: needs a momentum from 0 to less than 1, got 90.0");
        assertThat(sgd.of(both).steadySettings()).containsExactly("momentum 0.9", "Nesterov");
    }

    @Test
    void noParametersAreRefusedWithAHint() {
        refuses(
                () -> new SGD().of(Lists.immutable.empty()),
                "SGD: needs at least one parameter, got none; a layer of your own is a record, or names its"
                        + " parts in namedParts(); a frozen() model has none");
    }

    @Test
    void stepsOfASchedule() {
        refuses(() -> Schedule.step(0.1, 0, 0.5), "Schedule.step: needs a number of steps of at least 1, got 0");
        refuses(() -> Schedule.step(-0.1, 3, 0.5), "Schedule.step: needs finite learning rates of 0 or more, got -0.1");
        refuses(() -> Schedule.step(0.1, 3, -0.5), "Schedule.step: needs finite factors of 0 or more, got -0.5");
        assertThat(Schedule.step(0.4, 3, 0.5).at(3)).isEqualTo(0.2);
        refuses(
                () -> Schedule.oneCycle(0.1, 100, 30, 25, 1e4),
                "Schedule.oneCycle: needs a rising part above 0 and below 1, got 30.0; 0.3 rises for three tenths of"
                        + " the steps");
    }

    @Test
    void aScheduleOfOnesOwnIsToBlameForItsRate() {
        var sgd = new SGD().of(both).learningRate(0.5);
        Schedule broken = step -> step == 0 ? 0.1 : Double.NaN;
        broken.apply(sgd, 0);
        refuses(
                () -> broken.apply(sgd, 1),
                "Schedule.apply: needs a schedule of finite learning rates of 0 or more, got NaN for step 1");
        assertThat(sgd.learningRate()).isEqualTo(0.1);
        Schedule negative = _ -> -1;
        refuses(
                () -> negative.apply(sgd, 7),
                "Schedule.apply: needs a schedule of finite learning rates of 0 or more, got -1.0 for step 7");
    }
}
