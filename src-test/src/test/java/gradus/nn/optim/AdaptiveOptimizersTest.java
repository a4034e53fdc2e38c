package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps against the published formulas in plain numbers, and what the settings refuse. */
class AdaptiveOptimizersTest {
    private static final double[] SLOPES = {3, -1, 0.5, 0, -2e-3, 7};

    private final Parameter w = Parameter.of("w", Tensor.of(1.5));
    private final ImmutableList<Parameter> parameters = Lists.immutable.with(w);

    /** Steps with given gradients; after each, {@code next} must give the value from the one before. */
    private void follow(Optimizer optimizer, Expected next) {
        double value = 1.5;
        for (int t = 1; t <= SLOPES.length; t++) {
            optimizer.step(w.value().mul(SLOPES[t - 1]).sum().gradients());
            value = next.value(t, value, SLOPES[t - 1]);
            assertThat(w.value().item()).as("step %d", t).isCloseTo(value, within(1e-14));
        }
    }

    private interface Expected {
        double value(int step, double value, double slope);
    }

    @Test
    void adamFollowsTheFormula() {
        double[] m = {0, 0};
        follow(new Adam().of(parameters).learningRate(0.1).weightDecay(0.2), (t, value, slope) -> {
            double g = slope + 0.2 * value;
            m[0] = 0.9 * m[0] + 0.1 * g;
            m[1] = 0.999 * m[1] + 0.001 * g * g;
            double mean = m[0] / (1 - Math.pow(0.9, t));
            double square = m[1] / (1 - Math.pow(0.999, t));
            return value - 0.1 * mean / (Math.sqrt(square) + 1e-8);
        });
    }

    @Test
    void adamWDecaysTheWeightsBesideTheGradient() {
        double[] m = {0, 0};
        follow(new AdamW().betas(0.5, 0.75).of(parameters).learningRate(0.1), (t, value, slope) -> {
            m[0] = 0.5 * m[0] + 0.5 * slope;
            m[1] = 0.75 * m[1] + 0.25 * slope * slope;
            double mean = m[0] / (1 - Math.pow(0.5, t));
            double square = m[1] / (1 - Math.pow(0.75, t));
            return value - 0.1 * 0.01 * value - 0.1 * mean / (Math.sqrt(square) + 1e-8);
        });
    }

    @Test
    void adagradFollowsTheFormula() {
        double[] sum = {0.25};
        follow(new Adagrad().rateDecay(0.5).initialSum(0.25).of(parameters), (t, value, slope) -> {
            sum[0] += slope * slope;
            return value - 0.01 / (1 + (t - 1) * 0.5) * slope / (Math.sqrt(sum[0]) + 1e-10);
        });
    }

    @Test
    void rmspropFollowsTheFormula() {
        double[] s = {0};
        follow(new RMSprop().of(parameters), (_, value, slope) -> {
            s[0] = 0.99 * s[0] + 0.01 * slope * slope;
            return value - 0.01 * slope / (Math.sqrt(s[0]) + 1e-8);
        });
    }

    @Test
    void rmspropCenteredWithMomentumFollowsTheFormula() {
        double[] s = {0, 0, 0};
        follow(new RMSprop().alpha(0.5).epsilon(0.1).momentum(0.9).centered().of(parameters), (_, value, slope) -> {
            s[0] = 0.5 * s[0] + 0.5 * slope * slope;
            s[1] = 0.5 * s[1] + 0.5 * slope;
            s[2] = 0.9 * s[2] + slope / (Math.sqrt(s[0] - s[1] * s[1]) + 0.1);
            return value - 0.01 * s[2];
        });
    }

    @Test
    void aGradientThatNeverChangesHasNoDeviation() {
        var rmsprop =
                new RMSprop().alpha(0).centered().epsilon(0.5).of(parameters).learningRate(0.1);
        rmsprop.step(
                w.value().mul(1 / 3.0).sum().gradients()); // its square less the square of itself, but for rounding
        assertThat(w.value().item()).isCloseTo(1.5 - 0.1 / 3 / 0.5, within(1e-7));
    }

    @Test
    void stepsAreCountedForEachParameter() {
        var late = Parameter.of("late", Tensor.of(1.5));
        var adam = new Adam().of(Lists.immutable.with(w, late)).learningRate(0.1);
        for (int i = 0; i < 5; i++) {
            adam.step(w.value().sum().gradients());
        }
        adam.step(late.value().sum().gradients());
        assertThat(late.value().item()).as("its first step is a whole one").isCloseTo(1.4, within(1e-8));
    }

    @Test
    void withoutDecayAWeightThatRanAwayStaysWhereItIs() {
        w.set(Tensor.of(Double.POSITIVE_INFINITY));
        new Adam().of(parameters).step(w.value().mul(0).sum().gradients());
        assertThat(w.value().item()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    private static void assertRefused(DoubleUnaryOperator setting, double bad, String text) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> setting.applyAsDouble(bad))
                .withMessage(text + ", got " + bad);
    }

    /** A setter as a function, so that it fits in a line. */
    private static <T> DoubleUnaryOperator setting(DoubleFunction<T> setter) {
        return value -> {
            setter.apply(value);
            return value;
        };
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY, 1})
    void impossibleSettingsAreRefused(double bad) {
        var adam = new Adam();
        var rmsprop = new RMSprop();
        assertRefused(setting(x -> adam.betas(x, 0.9)), bad, "Adam: needs a first beta from 0 to less than 1");
        assertRefused(setting(x -> adam.betas(0.9, x)), bad, "Adam: needs a second beta from 0 to less than 1");
        var adamW = new AdamW();
        assertRefused(setting(x -> adamW.betas(x, 0.9)), bad, "AdamW: needs a first beta from 0 to less than 1");
        assertRefused(setting(x -> adamW.betas(0.9, x)), bad, "AdamW: needs a second beta from 0 to less than 1");
        assertRefused(setting(rmsprop::alpha), bad, "RMSprop: needs an alpha from 0 to less than 1");
        assertRefused(setting(rmsprop::momentum), bad, "RMSprop: needs a momentum from 0 to less than 1");
        double worse = bad == 1 ? Double.NEGATIVE_INFINITY : bad;
        assertRefused(setting(adamW::epsilon), worse, "AdamW: needs a finite epsilon of 0 or more");
        assertRefused(setting(adam::epsilon), worse, "Adam: needs a finite epsilon of 0 or more");
        assertRefused(
                setting(adam.of(parameters)::learningRate), worse, "Adam: needs a finite learning rate of 0 or more");
        assertRefused(setting(rmsprop::epsilon), worse, "RMSprop: needs a finite epsilon of 0 or more");
        assertRefused(
                setting(rmsprop.of(parameters)::weightDecay),
                worse,
                "RMSprop: needs a finite weight decay of 0 or more");
        var adagrad = new Adagrad();
        assertRefused(setting(adagrad::epsilon), worse, "Adagrad: needs a finite epsilon of 0 or more");
        assertRefused(setting(adagrad::initialSum), worse, "Adagrad: needs a finite initial sum of 0 or more");
        assertRefused(
                setting(adagrad::rateDecay), worse, "Adagrad: needs a finite decay of the learning rate of 0 or more");
        assertThat(adam.of(parameters)).hasToString("Adam(learning rate 0.001, betas 0.9 and 0.999, epsilon 1.0E-8)");
    }

    @Test
    void theirTextsNameTheSettings() {
        assertThat(new AdamW().betas(0.8, 0.9).of(parameters))
                .hasToString("AdamW(learning rate 0.001, betas 0.8 and 0.9, epsilon 1.0E-8, weight decay 0.01)");
        assertThat(new RMSprop().momentum(0.9).centered().of(parameters))
                .hasToString("RMSprop(learning rate 0.01, alpha 0.99, epsilon 1.0E-8, momentum 0.9, centered)");
        assertThat(new Adagrad().rateDecay(0.1).initialSum(1).of(parameters))
                .hasToString("Adagrad(learning rate 0.01, decay of the learning rate 0.1, initial sum 1.0, epsilon"
                        + " 1.0E-10)");
    }
}
