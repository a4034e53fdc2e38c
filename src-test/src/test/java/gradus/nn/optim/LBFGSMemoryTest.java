package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Parameter;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.optim.LBFGS.End;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What L-BFGS remembers, where it starts, when it ends, and how many losses it takes. */
class LBFGSMemoryTest {
    private final Parameter x = Parameter.of("x", Tensor.scalar(0.0));
    private final Parameter y = Parameter.of("y", Tensor.scalar(0.0));
    private final ImmutableList<Parameter> both = Lists.immutable.with(x, y);
    private final MutableDoubleList seen = DoubleLists.mutable.empty();

    private void startAt(double first, double second) {
        x.set(Tensor.scalar(first));
        y.set(Tensor.scalar(second));
    }

    /** Rosenbrock's valley (1 - x)² + 100 (y - x²)². */
    private Tensor valley() {
        return x.value()
                .neg()
                .add(1)
                .square()
                .add(y.value().sub(x.value().square()).square().mul(100));
    }

    private LBFGS alongX() {
        return LBFGS.of(Lists.immutable.with(x));
    }

    /** factor (x - middle)², with a note of where it was computed. */
    private Tensor parabola(double factor, double middle) {
        seen.add(x.value().item());
        return x.value().sub(middle).square().mul(factor);
    }

    /**
     * A mistake in the search or in what is remembered takes longer: the counts are part of the
     * promise of the same bits.
     */
    @ParameterizedTest
    @CsvSource({"3, -4, 40", "-5, 10, 70"})
    void theValleyTakesSoManyLosses(double first, double second, int evaluations) {
        startAt(first, second);
        var outcome = LBFGS.of(both).minimize(this::valley);
        assertThat(outcome.end()).isEqualTo(End.FLAT);
        assertThat(outcome.evaluations()).isEqualTo(evaluations);
    }

    @Test
    void downAPlainGradientTheFirstStepHasALengthOfAtMostOne() {
        startAt(100, 0);
        alongX().step(() -> parabola(3, 0)); // slope 600
        assertThat(seen.get(1)).isCloseTo(99, within(1e-12));
        seen.clear();
        startAt(0.1, 0);
        alongX().step(() -> parabola(3, 0)); // slope 0.6: the step is the slope
        assertThat(seen.get(1)).isCloseTo(0.1 - 0.6, within(1e-12));
    }

    @Test
    void withAMemoryTheFirstStepIsNewtons() {
        startAt(100, 0);
        var lbfgs = alongX();
        lbfgs.step(() -> parabola(3, 0));
        seen.clear();
        lbfgs.step(() -> parabola(3, 0));
        assertThat(seen.get(1)).as("the curvature is known").isCloseTo(0, within(1e-9));
    }

    private static SavedState state(double step, double change) {
        return new SavedState(
                "LBFGS",
                SortedMaps.immutable.of("pairs", 1.0),
                SortedMaps.immutable.of("000.step", Tensor.of(step), "000.change", Tensor.of(change)));
    }

    @Test
    void aRestoredStateReplacesWhatWasRemembered() {
        startAt(4, 0);
        var used = alongX();
        used.step(() -> parabola(3, 0));
        used.step(() -> parabola(7, 1));
        var state = state(2, 8);
        used.restore(state);
        assertThat(used.state()).hasToString(state.toString());
        startAt(1, 0);
        seen.clear();
        used.step(() -> parabola(2, 0)); // curvature 4, as the state says
        assertThat(seen.get(1)).isCloseTo(0, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"1, -1", "1, 0", "0, 1", "NaN, 1", "1, Infinity"})
    void aStateThatIsNotConvexIsRefusedAndChangesNothing(double step, double change) {
        startAt(4, 0);
        var used = alongX();
        used.step(() -> parabola(3, 0));
        var before = used.state();
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> used.restore(state(step, change)))
                .withMessage("LBFGS.restore: needs steps along which the loss is convex, got others");
        assertThat(used.state()).hasToString(before.toString());
    }

    @Test
    void aStateOfAnotherTypeIsRefused() {
        var tensors = SortedMaps.immutable.of("000.step", Tensor.of(1f), "000.change", Tensor.of(1f));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(
                        () -> alongX().restore(new SavedState("LBFGS", SortedMaps.immutable.of("pairs", 1.0), tensors)))
                .withMessage("LBFGS.restore, 000.step: needs F64[1], got F32[1]");
    }

    @Test
    void aMemoryThatMisleadsIsForgottenAndTheGradientFollowedAgain() {
        startAt(0.5, 0);
        var lbfgs = alongX();
        lbfgs.restore(state(1e15, 1)); // so flat that each step leads far out, where the loss is not a number
        var outcome = lbfgs.step(() -> {
            seen.add(x.value().item());
            return Math.abs(x.value().item()) < 1
                    ? x.value().square()
                    : x.value().mul(Double.NaN);
        });
        assertThat(outcome.iterations()).isEqualTo(1);
        assertThat(outcome.loss()).isLessThan(0.25);
        assertThat(outcome.evaluations()).isEqualTo(seen.size());
        // the start, one step and 25 halves of it in vain, then the gradient itself and the
        // middle, which is the
        // minimum
        assertThat(seen.toArray()).hasSize(29).endsWith(-0.5, 0);
        assertThat(lbfgs.state().numbers().get("pairs")).isEqualTo(1.0);
        assertThat(lbfgs.state().tensors().get("000.step").item()).isEqualTo(-0.5);
    }

    /** The last place that the search looks at need not be the one that it takes. */
    @Test
    void theParametersEndWhereTheLossWasLowest() {
        var outcome = alongX().step(() -> {
            seen.add(x.value().item());
            return x.value().item() <= 1 ? x.value().neg() : x.value().mul(Double.NaN);
        });
        assertThat(seen.getLast()).as("beyond the border").isGreaterThan(1);
        assertThat(outcome.loss()).isEqualTo(-1);
        assertThat(x.value().item()).isEqualTo(1);
    }

    @Test
    void withoutAMemoryThereIsNoSecondSearch() {
        var lbfgs = alongX();
        startAt(1, 0);
        var outcome = lbfgs.minimize(() -> {
            seen.add(x.value().item());
            return x.value().item() == 1 ? x.value().square() : x.value().mul(Double.NaN);
        });
        assertThat(outcome.end()).isEqualTo(End.STUCK);
        assertThat(outcome.evaluations()).isEqualTo(27).isEqualTo(seen.size());
        assertThat(x.value().item()).isEqualTo(1);
    }

    @Test
    void theBordersOfItsEnds() {
        startAt(3, 0);
        assertThat(alongX().gradientTolerance(18).minimize(() -> parabola(3, 0)).end())
                .as("18 is no more than 18")
                .isEqualTo(End.FLAT);
        var steeper = alongX().gradientTolerance(Math.nextDown(18)).mostIterations(1);
        assertThat(steeper.minimize(() -> parabola(3, 0)).iterations()).isEqualTo(1);
        // from 3 by a step of length 1 to 2: the loss falls from 9 to 4, the slope from 6 to 4
        startAt(3, 0);
        assertThat(alongX().lossTolerance(5).minimize(() -> parabola(1, 0)).end())
                .isEqualTo(End.SLOW);
        startAt(3, 0);
        assertThat(alongX().lossTolerance(Math.nextDown(5))
                        .minimize(() -> parabola(1, 0))
                        .end())
                .isEqualTo(End.FLAT);
        startAt(3, 0);
        assertThat(alongX().lossTolerance(5)
                        .gradientTolerance(4)
                        .minimize(() -> parabola(1, 0))
                        .end())
                .as("flat comes first")
                .isEqualTo(End.FLAT);
    }

    @Test
    void aSlopeOfZeroIsFlatWhateverTheTolerance() {
        var outcome = alongX().gradientTolerance(0).minimize(() -> parabola(1, 0));
        assertThat(outcome.end()).isEqualTo(End.FLAT);
        assertThat(outcome.iterations()).isZero();
        assertThat(outcome.evaluations()).isEqualTo(1);
        assertThat(outcome.gradient()).isZero();
    }

    @Test
    void countsAreThoseOfOneRun() {
        startAt(-1.2, 1);
        var lbfgs = LBFGS.of(both).mostIterations(1);
        var first = lbfgs.minimize(this::valley);
        var second = lbfgs.minimize(this::valley);
        assertThat(first.iterations()).isEqualTo(1);
        assertThat(first.end()).isEqualTo(End.LIMIT);
        assertThat(second.evaluations()).isLessThan(5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NaN})
    void aSlopeThatIsNotFiniteIsRefusedThoughTheLossIsFinite(double slope) {
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> alongX().minimize(
                                () -> x.value().sub(x.value().detach()).chain(Tensor.scalar(slope))))
                .withMessage("LBFGS: needs a finite loss and gradient to start from, got loss 0.0, largest slope "
                        + slope + "; start from smaller parameters?");
    }
}
