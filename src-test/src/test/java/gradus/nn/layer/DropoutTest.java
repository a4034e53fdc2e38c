package gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Mode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
    private static Mode training() {
        return Mode.training(Randomness.seeded(11));
    }

    @Test
    void evaluationIsTheIdentity() {
        var x = Tensor.ones(5, 5);
        assertThat(new Dropout(0.5).forward(x, Mode.evaluation())).isSameAs(x);
    }

    /** Of 40,000 elements the share that is dropped has a deviation of 0.0022. */
    @Test
    void trainingDropsTheShareAndScalesTheRest() {
        var y = new Dropout(0.25).forward(Tensor.ones(DType.F64, Shape.of(200, 200)), training());
        assertThat(Arrays.stream(y.toDoubleArray()).distinct()).containsExactlyInAnyOrder(0.0, 1 / 0.75);
        double dropped = Arrays.stream(y.toDoubleArray()).filter(e -> e == 0).count() / 40_000.0;
        assertThat(dropped).isCloseTo(0.25, within(0.01));
    }

    @Test
    void anElementIsDroppedWhereItsNumberIsBelowTheProbability() {
        var numbers = Randomness.seeded(11);
        var y = new Dropout(0.5).forward(Tensor.ones(DType.F64, Shape.of(3, 4)), training());
        for (double element : y.toDoubleArray()) {
            assertThat(element).isEqualTo(numbers.nextDouble() < 0.5 ? 0 : 2);
        }
        var narrow = new Dropout(0.5).forward(Tensor.ones(3, 4), training());
        assertThat(narrow.toDoubleArray()).isEqualTo(y.toDoubleArray());
    }

    @Test
    void whatIsDroppedIsZeroWhateverItWasAndHasNoGradient() {
        var x = Tensor.full(DType.F64, Shape.of(50), Double.NaN).asVariable();
        var y = new Dropout(0.5).forward(x, training());
        var slope = y.sum().gradients().of(x).toDoubleArray();
        double[] values = y.toDoubleArray();
        assertThat(values).contains(0);
        for (int i = 0; i < values.length; i++) {
            assertThat(slope[i]).isEqualTo(values[i] == 0 ? 0 : 2);
        }
    }

    @Test
    void theExtremesKeepAllOrNothing() {
        var x = Tensor.of(1f, -2f).asVariable();
        assertThat(new Dropout(0).forward(x, training()).toFloatArray()).containsExactly(1, -2);
        var nothing = new Dropout(1).forward(x, training());
        assertThat(nothing.toFloatArray()).containsExactly(0, 0);
        assertThat(nothing.sum().gradients().of(x).toFloatArray()).containsExactly(0, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void otherProbabilitiesAreRefused(double probability) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new Dropout(probability))
                .withMessage("Dropout: needs a probability from 0 to 1, got " + probability
                        + "; 0.5 drops half of the elements");
    }
}
