package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.GradientException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.optim.LBFGS.End;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LBFGSTest {
    private final Parameter x = Parameter.of("x", Tensor.scalar(-1.2));
    private final Parameter y = Parameter.of("y", Tensor.scalar(1.0));
    private final ImmutableList<Parameter> both = Lists.immutable.with(x, y);

    /** Rosenbrock's valley (1 - x)² + 100 (y - x²)², with its minimum 0 at (1, 1). */
    private Tensor valley() {
        return valley(x, y);
    }

    private static Tensor valley(Parameter x, Parameter y) {
        return x.value()
                .neg()
                .add(1)
                .square()
                .add(y.value().sub(x.value().square()).square().mul(100));
    }

    @Test
    void findsTheMinimumOfRosenbrocksValley() {
        var outcome = LBFGS.of(both).minimize(this::valley);
        assertThat(outcome.end()).isEqualTo(End.FLAT);
        assertThat(outcome.gradient()).isLessThanOrEqualTo(1e-7);
        assertThat(outcome.iterations()).isLessThan(50);
        assertThat(outcome.evaluations()).isLessThan(80);
        assertThat(x.value().item()).isCloseTo(1, within(1e-6));
        assertThat(y.value().item()).isCloseTo(1, within(1e-6));
        assertThat(outcome.loss()).isEqualTo(valley().item()).isLessThan(1e-13);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void solvesLeastSquaresOfSeveralParameters(DType dtype) {
        var random = Randomness.seeded(3);
        var inputs = Tensor.normal(dtype, Shape.of(40, 6), 0, 1, random);
        var weight = Parameter.of("weight", Tensor.zeros(dtype, Shape.of(6, 2)));
        var bias = Parameter.of("bias", Tensor.zeros(dtype, Shape.of(2)));
        var truth = Tensor.normal(dtype, Shape.of(6, 2), 0, 1, random);
        var outputs = inputs.matmul(truth).add(0.5);
        var outcome = LBFGS.of(Lists.immutable.with(weight, bias))
                .minimize(() -> inputs.matmul(weight.value())
                        .add(bias.value())
                        .sub(outputs)
                        .square()
                        .mean());
        double tolerance = dtype == DType.F32 ? 1e-5 : 1e-6;
        assertThat(outcome.end()).isIn(End.FLAT, End.SLOW, End.STUCK);
        assertThat(weight.value().sub(truth).abs().max().item()).isLessThan(tolerance);
        assertThat(bias.value().sub(0.5).abs().max().item()).isLessThan(tolerance);
    }

    @Test
    void everyIterationLowersTheLoss() {
        var lbfgs = LBFGS.of(both).history(3);
        double before = valley().item();
        for (int i = 0; i < 20; i++) {
            var outcome = lbfgs.step(this::valley);
            assertThat(outcome.iterations()).isEqualTo(1);
            assertThat(outcome.loss()).isLessThan(before).isEqualTo(valley().item());
            before = outcome.loss();
        }
    }

    /**
     * On ½ (x² + 9 y²) from (9, 1): the first step along the gradient (9, 9) has length 1, the
     * second is that of algorithm 7.4 by hand.
     */
    @Test
    void theDirectionIsThatOfTheTwoLoops() {
        var pairs = new CurvaturePairs(2);
        double[] s = {-0.5, -0.25};
        double[] y = {-0.5, -2.25};
        pairs.add(
                point(new double[] {9, 1}, new double[] {9, 9}),
                point(new double[] {8.5, 0.75}, new double[] {8.5, 6.75}));
        double rho = 1 / (s[0] * y[0] + s[1] * y[1]);
        double gamma = 1 / rho / (y[0] * y[0] + y[1] * y[1]);
        double alpha = rho * (s[0] * 8.5 + s[1] * 6.75);
        double q0 = gamma * (8.5 - alpha * y[0]);
        double q1 = gamma * (6.75 - alpha * y[1]);
        double beta = rho * (y[0] * q0 + y[1] * q1);
        assertThat(pairs.direction(new double[] {8.5, 6.75}))
                .usingComparatorWithPrecision(1e-14)
                .containsExactly(-(q0 + s[0] * (alpha - beta)), -(q1 + s[1] * (alpha - beta)));
    }

    private static FlatParameters.Point point(double[] x, double[] gradient) {
        return new FlatParameters.Point(x, 0, gradient);
    }

    @Test
    void aQuadraticInAsManyNumbersAsItRemembersIsSolvedInAFewIterations() {
        var w = Parameter.of("w", Tensor.of(1.0, 1, 1, 1));
        var outcome = LBFGS.of(Lists.immutable.with(w))
                .minimize(() -> w.value().square().mul(Tensor.of(1.0, 2, 3, 4)).sum());
        assertThat(outcome.end()).isEqualTo(End.FLAT);
        assertThat(outcome.iterations()).isLessThan(15);
    }

    @Test
    void itGoesOnBitForBitFromASavedState() {
        var whole = LBFGS.of(both).history(4).mostIterations(8);
        whole.minimize(this::valley);
        var state = whole.state();
        var x2 = Parameter.of("x", x.value());
        var y2 = Parameter.of("y", y.value());
        whole.minimize(this::valley);
        var resumed = LBFGS.of(Lists.immutable.with(x2, y2)).history(4).mostIterations(8);
        resumed.restore(state);
        resumed.minimize(() -> valley(x2, y2));
        assertThat(state.numbers()).isEqualTo(SortedMaps.immutable.of("pairs", 4.0));
        assertThat(x2.value().item()).isEqualTo(x.value().item());
        assertThat(y2.value().item()).isEqualTo(y.value().item());
        assertThat(resumed.state().tensors().collectValues((_, t) -> t.toDoubleArray()[0]))
                .isEqualTo(whole.state().tensors().collectValues((_, t) -> t.toDoubleArray()[0]));
    }

    @Test
    void aStateThatDoesNotFitIsRefused() {
        var long4 = LBFGS.of(both).mostIterations(5);
        long4.minimize(this::valley);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> LBFGS.of(both).history(2).restore(long4.state()))
                .withMessage("LBFGS.restore: needs a history of at most 2, got 5; set history(...) first");
        assertThatThrownBy(() -> LBFGS.of(Lists.immutable.with(x)).restore(long4.state()))
                .hasMessage("LBFGS.restore, 000.step: needs F64[1], got F64[2]");
        assertThatThrownBy(() -> long4.restore(new SGD().of(both).state()))
                .hasMessage("LBFGS.restore: needs the state of one like it, got that of SGD");
        var broken = new SavedState("LBFGS", SortedMaps.immutable.of("pairs", 1.0), SortedMaps.immutable.empty());
        assertThatThrownBy(() -> long4.restore(broken)).hasMessage("LBFGS.restore: needs a tensor 000.step, got []");
        assertThat(long4.state().tensors()).hasSize(10);
    }

    @Test
    void aFailingClosureLeavesTheParametersWhereTheyWere() {
        int[] calls = {0};
        assertThatThrownBy(() -> LBFGS.of(both).minimize(() -> {
                    if (++calls[0] == 2) {
                        assertThat(x.value().item()).as("on trial").isNotEqualTo(-1.2);
                        throw new IllegalStateException("no more");
                    }
                    return valley();
                }))
                .hasMessage("no more");
        assertThat(x.value().item()).isEqualTo(-1.2);
        assertThat(y.value().item()).isEqualTo(1);
    }

    @Test
    void aLossOfOtherParametersIsRefused() {
        var other = Parameter.of("other", Tensor.scalar(1.0));
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> LBFGS.of(both).minimize(() -> other.value().square()))
                .withMessage(
                        "LBFGS: needs a loss that depends on its parameters, got one that depends on none of x F64[], y"
                                + " F64[]; is the loss computed from another model?");
    }

    @Test
    void withoutALowerLossDownTheGradientNothingChanges() {
        // the gradient says that the loss falls where it rises
        var z = Parameter.of("z", Tensor.scalar(1.0));
        var outcome = LBFGS.of(Lists.immutable.with(z))
                .minimize(() -> z.value().sub(z.value().detach().mul(3)).square());
        assertThat(outcome.end()).isEqualTo(End.STUCK);
        assertThat(outcome.iterations()).isZero();
        assertThat(outcome.loss()).isEqualTo(4);
        assertThat(z.value().item()).isEqualTo(1);
    }

    @Test
    void aLossThatIsNotFiniteAtTheStartIsRefused() {
        x.set(Tensor.scalar(Double.NaN));
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> LBFGS.of(both).minimize(this::valley))
                .withMessage(
                        "LBFGS: needs a finite loss and gradient to start from, got loss NaN, largest slope NaN; start"
                                + " from smaller parameters?");
    }

    /** The line search must not take what lies beyond 0, where log is NaN. */
    @Test
    void placesWhereTheLossIsNotANumberAreAvoided() {
        var z = Parameter.of("z", Tensor.scalar(0.1));
        var outcome = LBFGS.of(Lists.immutable.with(z))
                .minimize(() -> z.value().sub(z.value().log().mul(2))); // lowest at 2
        assertThat(outcome.end()).isEqualTo(End.FLAT);
        assertThat(z.value().item()).isCloseTo(2, within(1e-6));
    }

    @Test
    void whatStopsIt() {
        assertThat(LBFGS.of(both).mostIterations(2).minimize(this::valley).end())
                .isEqualTo(End.LIMIT);
        assertThat(LBFGS.of(both).lossTolerance(1e3).minimize(this::valley).end())
                .isEqualTo(End.SLOW);
        assertThat(LBFGS.of(both).gradientTolerance(1e3).minimize(this::valley).iterations())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void impossibleSettingsAreRefused(double bad) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> LBFGS.of(both).gradientTolerance(bad))
                .withMessage("LBFGS: needs a finite tolerance of the gradient, 0 or more, got " + bad);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> LBFGS.of(both).lossTolerance(bad))
                .withMessage("LBFGS: needs a finite tolerance of the loss, 0 or more, got " + bad);
    }

    @Test
    void countsAreNeededFromOne() {
        assertThatThrownBy(() -> LBFGS.of(both).history(0)).hasMessage("LBFGS: needs a history of 1 or more, got 0");
        assertThatThrownBy(() -> LBFGS.of(both).mostIterations(0))
                .hasMessage("LBFGS: needs a number of iterations of 1 or more, got 0");
        assertThatThrownBy(() -> LBFGS.of(Lists.immutable.with(x, x)))
                .hasMessageStartingWith("LBFGS: needs parameters, each once, got [x F64");
        assertThatThrownBy(() -> LBFGS.of(Lists.immutable.empty()))
                .hasMessage("LBFGS: needs parameters, each once, got []");
    }

    @Test
    void itsTextNamesTheSettings() {
        assertThat(LBFGS.of(both)).hasToString("LBFGS(at most 100 iterations, gradient tolerance 1.0E-7)");
        assertThat(LBFGS.of(both).mostIterations(1).gradientTolerance(0).lossTolerance(0.5))
                .hasToString("LBFGS(at most 1 iteration, gradient tolerance 0.0, loss tolerance 0.5)");
    }
}
