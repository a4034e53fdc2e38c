package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import java.io.IOException;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnPlateauTest {
    /** As in {@code pytorch_optimizers.py}. */
    private static final double[] LOSSES = {
        5, 4, 4, 4.1, 3.9999, 3, 3, 3, 3, 3.5, 2, 2, 2, 2, 2, 2, 2, 1.9, 1.9, 1.9, 1.9, 1.9
    };

    private static Optimizer sgd() {
        return new SGD()
                .of(Lists.immutable.with(Parameter.of("w", Tensor.of(1.0))))
                .learningRate(0.4);
    }

    private static OnPlateau halving(Optimizer optimizer) {
        return OnPlateau.of(optimizer).factor(0.5).patience(2);
    }

    private static OnPlateau cooling(Optimizer optimizer) {
        return OnPlateau.of(optimizer).patience(1).coolDown(2).least(0.001).threshold(0.01);
    }

    private static void compare(String name, Optimizer sgd, OnPlateau plateau) throws IOException {
        String[] line = PyTorchOptimizersTest.fixture("pytorch-schedules.csv").detect(it -> it[0].equals(name));
        for (int i = 0; i < LOSSES.length; i++) {
            double before = sgd.learningRate();
            boolean lowered = plateau.observe(LOSSES[i]);
            assertThat(sgd.learningRate())
                    .as("%s, observation %d", name, i)
                    .isCloseTo(Double.parseDouble(line[1 + i]), within(1e-15));
            assertThat(lowered).isEqualTo(sgd.learningRate() < before);
        }
    }

    @Test
    void lowersTheRateWhenPyTorchDoes() throws IOException {
        var sgd = sgd();
        compare("plateau", sgd, halving(sgd));
        sgd.learningRate(0.4);
        compare("plateau cooldown", sgd, cooling(sgd));
    }

    @Test
    void goesOnFromASavedState() {
        for (int cut = 0; cut <= LOSSES.length; cut++) {
            var whole = sgd();
            var plateau = cooling(whole);
            var resumed = sgd();
            for (int i = 0; i < cut; i++) {
                plateau.observe(LOSSES[i]);
            }
            var other = cooling(resumed);
            other.restore(plateau.state());
            resumed.restore(whole.state());
            for (int i = cut; i < LOSSES.length; i++) {
                assertThat(other.observe(LOSSES[i])).isEqualTo(plateau.observe(LOSSES[i]));
                assertThat(resumed.learningRate()).isEqualTo(whole.learningRate());
            }
            assertThat(other.state()).isEqualTo(plateau.state());
        }
    }

    @Test
    void notANumberIsNoImprovementAndLossesBelowZeroMayFall() {
        var sgd = sgd();
        var plateau = halving(sgd);
        plateau.observe(-1);
        plateau.observe(-1.5);
        plateau.observe(-1.5);
        plateau.observe(Double.NaN);
        assertThat(sgd.learningRate()).isEqualTo(0.4);
        assertThat(plateau.observe(-1.5)).isTrue();
        assertThat(sgd.learningRate()).isEqualTo(0.2);
    }

    @Test
    void aStateOfSomethingElseIsRefused() {
        var plateau = halving(sgd());
        assertThatThrownBy(() -> plateau.restore(sgd().state()))
                .hasMessage("OnPlateau.restore: needs the state of one like it, got that of SGD");
        var broken = new SavedState(
                "OnPlateau", SortedMaps.immutable.of("worse", 0.5, "cooling", 0.0), SortedMaps.immutable.empty());
        assertThatThrownBy(() -> plateau.restore(broken))
                .hasMessage("OnPlateau.restore, worse: needs a whole number of 0 or more, got 0.5");
        var lacking = new SavedState("OnPlateau", SortedMaps.immutable.empty(), SortedMaps.immutable.empty());
        assertThatThrownBy(() -> plateau.restore(lacking))
                .hasMessage("OnPlateau.restore: needs a number cooling, got []");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void impossibleSettingsAreRefused(double bad) {
        var plateau = OnPlateau.of(sgd());
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> plateau.factor(bad))
                .withMessage("OnPlateau: needs a factor above 0 and below 1, got " + bad);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> plateau.threshold(bad))
                .withMessage("OnPlateau: needs a threshold from 0 to less than 1, got " + bad);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> plateau.least(bad))
                .withMessage("OnPlateau: needs a finite least learning rate of 0 or more, got " + bad);
    }

    @Test
    void countsAreNeededFromZero() {
        var plateau = OnPlateau.of(sgd());
        assertThatThrownBy(() -> plateau.factor(1)).hasMessageEndingWith("got 1.0");
        assertThatThrownBy(() -> plateau.patience(-1)).hasMessage("OnPlateau: needs a patience of 0 or more, got -1");
        assertThatThrownBy(() -> plateau.coolDown(-1)).hasMessage("OnPlateau: needs a cool-down of 0 or more, got -1");
    }
}
