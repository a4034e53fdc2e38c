package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.GradientException;
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

/**
 * The last numbers that a setting takes, and the exact limits of clipping and of waiting on a
 * plateau.
 */
class OptimizerBordersTest {
    private static final double BELOW_ONE = Math.nextDown(1.0);

    private final Parameter w = Parameter.of("w", Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}}));
    private final ImmutableList<Parameter> parameters = Lists.immutable.with(w);

    private Tensor slopes(double... g) {
        return w.value().mul(Tensor.of(g).reshape(2, 3)).sum();
    }

    private Optimizer sgd() {
        return new SGD().of(parameters).learningRate(1);
    }

    private void assertRefused(Runnable setting, String text) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(setting::run)
                .withMessage(text);
    }

    @Test
    void optimizersTakeZeroAndWhatIsJustBelowOne() {
        assertThat(new SGD()
                        .momentum(0)
                        .of(parameters)
                        .learningRate(0)
                        .weightDecay(0)
                        .group(parameters, group -> group.learningRateFactor(0)))
                .hasToString("SGD(learning rate 0.0, group 1 SGD(learning rate times 0.0))");
        assertThat(new SGD().momentum(BELOW_ONE).of(parameters).learningRate(1))
                .hasToString("SGD(learning rate 1.0, momentum " + BELOW_ONE + ")");
        assertThat(new Adam().betas(0, 0).epsilon(0).of(parameters))
                .hasToString("Adam(learning rate 0.001, betas 0.0 and 0.0, epsilon 0.0)");
        assertThat(new Adam().betas(BELOW_ONE, BELOW_ONE).of(parameters).toString())
                .contains("betas " + BELOW_ONE + " and " + BELOW_ONE);
        assertThat(new RMSprop().alpha(0).epsilon(0).momentum(0).of(parameters))
                .hasToString("RMSprop(learning rate 0.01, alpha 0.0, epsilon 0.0)");
        assertThat(new RMSprop().alpha(BELOW_ONE).of(parameters).toString()).contains("alpha " + BELOW_ONE);
        assertThat(new Adagrad().rateDecay(0).initialSum(0).epsilon(0).of(parameters))
                .hasToString("Adagrad(learning rate 0.01, epsilon 0.0)");
        assertThat(new SGD().of(parameters).learningRate(Double.MAX_VALUE).learningRate())
                .isEqualTo(Double.MAX_VALUE);
    }

    @Test
    void limitsTakeWhatIsJustAboveZeroAndInfinity() {
        var clipped = sgd().clipByNorm(Double.MIN_VALUE).clipByValue(Double.MIN_VALUE);
        assertThat(clipped.toString()).contains("clipped at value 4.9E-324, clipped at norm 4.9E-324");
        assertThat(clipped.clipByNorm(Double.POSITIVE_INFINITY).clipByValue(Double.POSITIVE_INFINITY))
                .hasToString("SGD(learning rate 1.0)");
        clipped.minimize(slopes(1e9, 0, 0, 0, 0, 0));
        assertThat(w.value().get(0, 0)).isEqualTo(1 - 1e9);
    }

    @Test
    void elementsAtTheLimitStayAndThoseBeyondAreBroughtThere() {
        sgd().clipByValue(2).minimize(slopes(2, -2, Math.nextUp(2), Math.nextDown(-2), 1e300, -1));
        assertThat(w.value().toDoubleArray()).containsExactly(-1, 4, 1, 6, 3, 7);
    }

    /** 3² + 4² + 12² = 13². */
    @ParameterizedTest
    @CsvSource({"13, true", "13.000001, false", "13.1, false", "12, true"})
    void theNormOfAMatrixIsClippedAtTheLimit(double limit, boolean shorter) {
        sgd().clipByNorm(limit).minimize(slopes(0, 3, 0, -4, 12, 0));
        double factor = shorter ? limit / (13 + 1e-6) : 1;
        assertThat(w.value().toDoubleArray())
                .usingComparatorWithPrecision(1e-15)
                .containsExactly(1, 2 - 3 * factor, 3, 4 + 4 * factor, 5 - 12 * factor, 6);
    }

    @Test
    void thePlaceOfWhatIsNotFiniteIsNamed() {
        var strict = sgd().refuseNonFinite();
        double nan = Double.NaN;
        assertPlace(strict, "NaN at [1, 2]", 0, 1, 2, 3, 4, nan);
        assertPlace(strict, "NaN at [0, 1]", 0, nan, 2, nan, 4, nan);
        assertPlace(strict, "Infinity at [1, 0]", 0, 1, 2, Double.POSITIVE_INFINITY, 4, nan);
        assertPlace(strict, "-Infinity at [0, 0]", Double.NEGATIVE_INFINITY, 1, 2, 3, 4, nan);
        strict.minimize(slopes(Double.MAX_VALUE, 0, 0, 0, 0, -Double.MAX_VALUE));
        assertThat(w.value().get(1, 2)).isEqualTo(Double.MAX_VALUE);
    }

    private void assertPlace(Optimizer strict, String place, double... slopes) {
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> strict.minimize(slopes(slopes)))
                .withMessage(
                        "SGD.step: needs finite gradients, got " + place + " of the gradient of w F64[2, 3]; a smaller"
                                + " learning rate, or clipByNorm(1) before it comes to that?");
        assertThat(w.value().toDoubleArray()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void thePlaceInThreeAxesIsNamed() {
        var cube = Parameter.of("cube", Tensor.zeros(DType.F64, Shape.of(2, 3, 4)));
        var strict = new SGD().of(Lists.immutable.with(cube)).learningRate(1).refuseNonFinite();
        double[] slopes = new double[24];
        slopes[12 + 8 + 3] = Double.NaN;
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> strict.minimize(
                        cube.value().mul(Tensor.of(slopes).reshape(2, 3, 4)).sum()))
                .withMessageContaining("NaN at [1, 2, 3] of the gradient of cube");
        slopes[4 + 2] = Double.NEGATIVE_INFINITY;
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> strict.minimize(
                        cube.value().mul(Tensor.of(slopes).reshape(2, 3, 4)).sum()))
                .withMessageContaining("-Infinity at [0, 1, 2] of the gradient of cube");
    }

    @Test
    void aParameterWithoutElementsIsFinite() {
        var empty = Parameter.of("empty", Tensor.zeros(DType.F64, Shape.of(0, 3)));
        var strict = new SGD()
                .of(Lists.immutable.with(w, empty))
                .learningRate(1)
                .refuseNonFinite()
                .clipByNorm(1);
        assertThatNoException()
                .isThrownBy(() -> strict.minimize(
                        slopes(1, 0, 0, 0, 0, 0).add(empty.value().sum())));
        assertThat(w.value().get(0, 0)).isCloseTo(1 - 1 / (1 + 1e-6), within(1e-15));
    }

    @Test
    void aPlateauTakesTheLastNumbersOfItsSettings() {
        var plateau = OnPlateau.of(sgd());
        assertThat(plateau.factor(BELOW_ONE).threshold(0).least(0).patience(0).coolDown(0))
                .hasToString("OnPlateau(factor " + BELOW_ONE + ", threshold 0.0, least 0.0, patience 0, cool-down 0)");
        assertThat(plateau.factor(Double.MIN_VALUE).threshold(BELOW_ONE).toString())
                .contains("factor 4.9E-324, threshold " + BELOW_ONE);
        assertRefused(() -> plateau.factor(0), "OnPlateau: needs a factor above 0 and below 1, got 0.0");
        assertRefused(() -> plateau.factor(1), "OnPlateau: needs a factor above 0 and below 1, got 1.0");
        assertRefused(() -> plateau.threshold(1), "OnPlateau: needs a threshold from 0 to less than 1, got 1.0");
        assertRefused(
                () -> plateau.least(-Double.MIN_VALUE),
                "OnPlateau: needs a finite least learning rate of 0 or more, got -4.9E-324");
    }

    @Test
    void anEqualLossIsNoImprovement() {
        var sgd = sgd();
        var plateau = OnPlateau.of(sgd).factor(0.5).patience(0).threshold(0);
        assertThat(plateau.observe(3)).isFalse();
        assertThat(plateau.observe(Math.nextDown(3))).as("lower by the least").isFalse();
        assertThat(plateau.observe(Math.nextDown(3))).as("equal").isTrue();
        assertThat(sgd.learningRate()).isEqualTo(0.5);
    }

    /** 8 - 8 / 8 = 7. */
    @ParameterizedTest
    @CsvSource({"8, 7", "-8, -9"})
    void aLossAtTheThresholdIsNoImprovement(double best, double edge) {
        var plateau = OnPlateau.of(sgd()).patience(0).threshold(0.125);
        plateau.observe(best);
        assertThat(plateau.observe(edge)).isTrue();
        var other = OnPlateau.of(sgd()).patience(0).threshold(0.125);
        other.observe(best);
        assertThat(other.observe(Math.nextDown(edge))).isFalse();
        assertThat(other.state().numbers().get("best")).isEqualTo(Math.nextDown(edge));
    }

    @Test
    void anInfiniteLossIsNoImprovementOverNone() {
        var plateau = OnPlateau.of(sgd()).patience(0);
        assertThat(plateau.observe(Double.POSITIVE_INFINITY)).isTrue();
        assertThat(plateau.state().numbers().keysView()).doesNotContain("best");
        assertThat(plateau.observe(1e300)).isFalse();
        assertThat(plateau.state().numbers().get("best")).isEqualTo(1e300);
    }

    @Test
    void patienceIsWhatIsBorne() {
        var plateau = OnPlateau.of(sgd()).patience(2).coolDown(1);
        assertThat(plateau.observe(1)).isFalse();
        assertThat(plateau.observe(1)).isFalse();
        assertThat(plateau.observe(1)).isFalse();
        assertThat(plateau.observe(1)).as("the third in a row").isTrue();
        assertThat(plateau.observe(1)).as("not counted").isFalse();
        assertThat(plateau.observe(1)).isFalse();
        assertThat(plateau.observe(1)).isFalse();
        assertThat(plateau.observe(1)).isTrue();
    }

    @Test
    void aRateThatIsTheLeastIsNotLowered() {
        var sgd = sgd();
        var plateau = OnPlateau.of(sgd).patience(0).least(0.5).factor(0.1);
        plateau.observe(1);
        assertThat(plateau.observe(1)).isTrue();
        assertThat(sgd.learningRate()).isEqualTo(0.5);
        assertThat(plateau.observe(1)).isFalse();
        sgd.learningRate(0.25);
        assertThat(plateau.observe(1)).isFalse();
        assertThat(sgd.learningRate()).as("one below the least stays").isEqualTo(0.25);
    }

    @Test
    void schedulesTakeTheLastNumbersOfTheirSettings() {
        assertThat(Schedule.oneCycle(1, 2, 0.5, 1, 1).at(0)).isEqualTo(1);
        assertThat(Schedule.oneCycle(8, 10, BELOW_ONE, 2, 4).at(0)).isCloseTo(4, within(1e-12));
        assertThat(Schedule.oneCycle(8, 10, 0.5, 2, 1).at(9)).isCloseTo(4, within(1e-12));
        String hint = "0.3 rises for three tenths of the steps";
        String rising = "Schedule.oneCycle: needs a rising part above 0 and below 1, got ";
        assertRefused(() -> Schedule.oneCycle(1, 10, 0, 1, 1), rising + "0.0; " + hint);
        assertRefused(() -> Schedule.oneCycle(1, 10, 1, 1, 1), rising + "1.0; " + hint);
        String divisors = "Schedule.oneCycle: needs divisors of at least 1, got ";
        assertRefused(() -> Schedule.oneCycle(1, 10, 0.5, BELOW_ONE, 1), divisors + BELOW_ONE + " and 1.0");
        assertRefused(() -> Schedule.oneCycle(1, 10, 0.5, 1, BELOW_ONE), divisors + "1.0 and " + BELOW_ONE);
        assertRefused(
                () -> Schedule.oneCycle(1, 1, 0.5, 1, 1),
                "Schedule.oneCycle: needs a number of steps of at least 2, got 1");
        assertThat(Schedule.linear(0, 1, 1).at(0)).isZero();
        assertThat(Schedule.cosine(1, 0, 1).at(0)).isEqualTo(1);
        assertThat(Schedule.constant(0).times(0).at(3)).isZero();
        assertThat(Schedule.constant(2).then(0, Schedule.constant(3)).at(0)).isEqualTo(3);
        assertThat(Schedule.constant(2).perEpoch(1).at(5)).isEqualTo(2);
    }

    @Test
    void lbfgsTakesTheLastNumbersOfItsSettings() {
        var layer = Linear.of(2, 1, Randomness.seeded(1));
        var lbfgs = LBFGS.of(layer)
                .history(1)
                .mostIterations(1)
                .gradientTolerance(0)
                .lossTolerance(0);
        var inputs = Tensor.ones(1, 2);
        var outcome = lbfgs.minimize(() -> layer.forward(inputs).sub(3).square().sum());
        assertThat(outcome.iterations()).isEqualTo(1);
        assertThat(lbfgs.state().numbers().get("pairs")).isEqualTo(1.0);
        assertThat(lbfgs.state().tensors().get("000.step").shape()).isEqualTo(Shape.of(3));
    }

    @Test
    void stepsAreCountedUpToTheLargestWholeNumber() {
        var state = OnPlateau.of(sgd()).state();
        var largest = new SavedState("OnPlateau", state.numbers().newWithKeyValue("worse", 0x1p53), state.tensors());
        assertThat(largest.count("worse")).isEqualTo(1L << 53);
        assertThat(largest.count("cooling")).isZero();
        var beyond = new SavedState(
                "OnPlateau", state.numbers().newWithKeyValue("worse", Math.nextUp(0x1p53)), state.tensors());
        assertRefused(
                () -> beyond.count("worse"),
                "OnPlateau.restore, worse: needs a whole number of 0 or more, got 9.007199254740994E15");
    }
}
