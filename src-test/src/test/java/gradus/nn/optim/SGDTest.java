package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.GradientException;
import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.layer.Linear;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SGDTest {
    private final Parameter w = Parameter.of("w", Tensor.of(1.0, -2.0));

    private final ImmutableList<Parameter> parameters = Lists.immutable.with(w);

    /**
     * The gradients of a loss that is linear in w, so that they are these numbers whatever w is.
     */
    private Gradients slopes(double first, double second) {
        return w.value().mul(Tensor.of(first, second)).sum().gradients();
    }

    private void assertValue(double first, double second) {
        assertThat(w.value().toDoubleArray())
                .usingComparatorWithPrecision(1e-15)
                .containsExactly(first, second);
    }

    @Test
    void plainStep() {
        var sgd = new SGD().of(parameters).learningRate(0.1);
        sgd.step(slopes(3, 5));
        assertValue(1 - 0.1 * 3, -2 - 0.1 * 5);
    }

    @Test
    void momentumStartsWithTheFirstGradient() {
        var sgd = new SGD().momentum(0.9).of(parameters).learningRate(0.1);
        sgd.step(slopes(3, 5));
        assertValue(1 - 0.1 * 3, -2 - 0.1 * 5);
        sgd.step(slopes(-1, 2));
        assertValue(0.7 - 0.1 * (0.9 * 3 - 1), -2.5 - 0.1 * (0.9 * 5 + 2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutDecayAWeightThatRanAwayStaysWhereItIs(boolean nesterov) {
        w.set(Tensor.of(Double.POSITIVE_INFINITY, -2.0));
        var rule = new SGD().momentum(0.9);
        (nesterov ? rule.nesterov() : rule).of(parameters).learningRate(0.1).step(slopes(0, 0));
        assertThat(w.value().toDoubleArray()).containsExactly(Double.POSITIVE_INFINITY, -2);
    }

    @Test
    void nesterovLooksAhead() {
        var sgd = new SGD().momentum(0.5).nesterov().of(parameters).learningRate(0.1);
        sgd.step(slopes(4, 0));
        assertValue(1 - 0.1 * (4 + 0.5 * 4), -2);
        sgd.step(slopes(1, 0));
        double velocity = 0.5 * 4 + 1;
        assertValue(0.4 - 0.1 * (1 + 0.5 * velocity), -2);
    }

    @Test
    void weightDecayIsAddedToTheGradientBeforeTheMomentum() {
        var sgd = new SGD().momentum(0.9).of(parameters).learningRate(0.1).weightDecay(0.01);
        sgd.step(slopes(3, 5));
        double first = 3 + 0.01 * 1;
        double second = 5 + 0.01 * -2;
        assertValue(1 - 0.1 * first, -2 - 0.1 * second);
        double w0 = 1 - 0.1 * first;
        double w1 = -2 - 0.1 * second;
        sgd.step(slopes(0, 0));
        assertValue(w0 - 0.1 * (0.9 * first + 0.01 * w0), w1 - 0.1 * (0.9 * second + 0.01 * w1));
    }

    @Test
    void theVelocitySurvivesAChangeOfTheLearningRate() {
        var sgd = new SGD().momentum(0.9).of(parameters).learningRate(0.1);
        sgd.step(slopes(10, 0));
        sgd.learningRate(0.01);
        assertThat(sgd.learningRate()).isEqualTo(0.01);
        sgd.step(slopes(1, 0));
        assertValue(1 - 0.1 * 10 - 0.01 * (0.9 * 10 + 1), -2);
    }

    /**
     * Five steps on ½ w² from w = 1 with learning rate 0.1, momentum 0.9 and weight decay 0.05: the
     * recurrence in plain numbers.
     */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void followsTheRecurrenceForManySteps(boolean nesterov) {
        var x = Parameter.of("x", Tensor.scalar(1.0));
        var rule = new SGD().momentum(0.9);
        var sgd = (nesterov ? rule.nesterov() : rule)
                .of(Lists.immutable.with(x))
                .learningRate(0.1)
                .weightDecay(0.05);
        double value = 1;
        double velocity = 0;
        for (int i = 0; i < 5; i++) {
            double g = value + 0.05 * value;
            velocity = 0.9 * velocity + g;
            value -= 0.1 * (nesterov ? g + 0.9 * velocity : velocity);
            sgd.step(x.value().square().mul(0.5).gradients());
            assertThat(x.value().item()).isCloseTo(value, within(1e-15));
        }
    }

    @Test
    void parametersThatTheLossDoesNotDependOnStay() {
        var other = Parameter.of("other", Tensor.of(7.0));
        var sgd = new SGD().of(Lists.immutable.with(w, other)).learningRate(0.1).weightDecay(0.5);
        sgd.step(slopes(1, 1));
        assertThat(other.value().item()).isEqualTo(7);
    }

    @Test
    void aStepRecordsNothing() {
        var sgd = new SGD().momentum(0.9).of(parameters).learningRate(0.1);
        var before = w.value();
        sgd.step(before.square().sum().differentiableGradients());
        assertThat(w.value().square().sum().gradients().dependsOn(before)).isFalse();
    }

    @Test
    void aGraphRecordedBeforeAStepKeepsItsGradient() {
        var loss = w.value().square().sum();
        new SGD().of(parameters).learningRate(0.1).step(slopes(1, 1));
        assertThat(loss.gradients().of(w).toDoubleArray()).containsExactly(2, -4);
    }

    @Test
    void minimizeIsAStepDownTheGradients() {
        var other = Parameter.of("w", w.value());
        var plain = new SGD()
                .momentum(0.9)
                .nesterov()
                .of(parameters)
                .learningRate(0.1)
                .weightDecay(0.01);
        var leaner = new SGD()
                .momentum(0.9)
                .nesterov()
                .of(Lists.immutable.with(other))
                .learningRate(0.1)
                .weightDecay(0.01);
        for (int i = 0; i < 5; i++) {
            plain.step(w.value().square().sum().gradients());
            leaner.minimize(other.value().square().sum());
            assertThat(other.value().toDoubleArray()).isEqualTo(w.value().toDoubleArray());
        }
    }

    @Test
    void aLossRecordedByALayerBeforeAStepRefuses() {
        var layer = Linear.of(3, 2, Randomness.seeded(1));
        var descent = new SGD().of(layer.parameters()).learningRate(0.1);
        var x = Tensor.full(DType.F32, Shape.of(4, 3), 1);
        descent.minimize(layer.forward(x).square().sum());
        var before = layer.forward(x).square().sum();
        descent.minimize(layer.forward(x).square().sum());
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> descent.minimize(before))
                .withMessageContaining("parameter weight as it was recorded")
                .withMessageContaining("record it again after");
    }

    @Test
    void gradientsOfAnotherModelAreRefused() {
        var loss = Tensor.variable(3.0).square();
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> new SGD().of(parameters).learningRate(0.1).step(loss.gradients()))
                .withMessageContaining("depends on none of w");
    }

    @Test
    void aLossThatMixesTwoValuesOfAParameterChangesNothing() {
        var other = Parameter.of("other", Tensor.of(7.0));
        var before = w.value();
        w.set(before.detach().mul(2));
        var mixed = before.mul(w.value()).sum().add(other.value().sum());
        var sgd = new SGD().of(Lists.immutable.with(other, w)).learningRate(0.1);
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> sgd.step(mixed.gradients()))
                .withMessageContaining("one value of parameter w");
        assertThat(other.value().item()).isEqualTo(7);
        assertValue(2, -4);
    }

    @Test
    void aLearningRateIsNeeded() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new SGD().of(parameters).step(slopes(1, 1)))
                .withMessageContaining("learningRate(0.1)");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void impossibleSettingsAreRefused(double bad) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new SGD().of(parameters).learningRate(bad));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new SGD().of(parameters).weightDecay(bad));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new SGD().momentum(bad));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new SGD().momentum(1));
    }

    @Test
    void nesterovNeedsMomentum() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new SGD().nesterov())
                .withMessageContaining("momentum(0.9) before nesterov()");
        var sgd = new SGD().momentum(0.9).nesterov();
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> sgd.momentum(0));
        assertThat(sgd.of(parameters)).hasToString("SGD(learning rate not set, momentum 0.9, Nesterov)");
    }

    @Test
    void parametersAreNeededOnceEach() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new SGD().of(Lists.immutable.empty()));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new SGD().of(Lists.immutable.with(w, w)));
    }

    @Test
    void itsTextNamesTheSettings() {
        assertThat(new SGD().of(parameters).learningRate(0.1)).hasToString("SGD(learning rate 0.1)");
        assertThat(new SGD()
                        .momentum(0.9)
                        .nesterov()
                        .of(parameters)
                        .learningRate(0.1)
                        .weightDecay(1e-4))
                .hasToString("SGD(learning rate 0.1, momentum 0.9, Nesterov, weight decay 1.0E-4)");
    }
}
