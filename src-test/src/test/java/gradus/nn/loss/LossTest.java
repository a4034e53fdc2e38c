package gradus.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest {
    private final Tensor outputs = Tensor.of(new double[][] {{0.1, 0.2}, {0.3, 0.4}, {0.5, 0.6}});
    private final Tensor column = Tensor.of(new double[][] {{1}, {0}, {1}});

    static Stream<Loss> means() {
        return Stream.of(
                AbsoluteError.mean(),
                BinaryCrossEntropy.mean(),
                BinaryCrossEntropyWithLogits.mean(),
                Huber.mean(),
                KullbackLeibler.mean(),
                NaiveBinaryCrossEntropy.mean(),
                SquaredError.mean());
    }

    @Test
    void everyLossIsLookedAt() {
        assertThat(means().<Class<?>>map(Loss::getClass))
                .containsExactlyInAnyOrder(Loss.class.getPermittedSubclasses());
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        var one = Tensor.of(1.0);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> BinaryCrossEntropy.mean().of(Tensor.of(1.5), one))
                .withMessage("BinaryCrossEntropy.mean: needs probabilities from 0 to 1, got 1.5;"
                        + " of logits take BinaryCrossEntropyWithLogits");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> BinaryCrossEntropy.mean().of(one, Tensor.of(-0.5)))
                .withMessage("BinaryCrossEntropy.mean: needs targets from 0 to 1, got -0.5");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> BinaryCrossEntropyWithLogits.sum().of(one, Tensor.of(5.0)))
                .withMessage("BinaryCrossEntropyWithLogits.sum: needs targets from 0 to 1, got 5.0");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() ->
                        NegativeLogLikelihood.mean().of(Tensor.of(new double[][] {{0.61, -1}}), Indices.of(0)))
                .withMessage("NegativeLogLikelihood.mean: needs logarithms of probabilities, at most 0, got 0.61;"
                        + " of logits take CrossEntropy, or apply logSoftmax");
        // where a NaN comes from is found by what diverged
        assertThat(BinaryCrossEntropy.mean().of(Tensor.of(Double.NaN), one).item())
                .isNaN();
    }

    @ParameterizedTest
    @MethodSource("means")
    void unequalShapesAreRefused(Loss loss) {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> loss.of(outputs, column))
                .withMessage(loss + ": needs predictions and targets of one shape, got [3, 2] and [3, 1]; "
                        + "reshape one of them, or say broadcasting() to repeat it on purpose");
    }

    @ParameterizedTest
    @MethodSource("means")
    void broadcastingRepeatsAsNumPyDoes(Loss loss) {
        var repeated = Tensor.of(new double[][] {{1, 1}, {0, 0}, {1, 1}});
        var once = loss.of(outputs, repeated);
        assertThat(loss.broadcasting().of(outputs, column)).hasToString(once.toString());
        assertThat(loss.broadcasting()).hasToString(loss.toString());
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> loss.broadcasting().of(outputs, Tensor.of(1.0, 0.0, 1.0)))
                .withMessageStartingWith(loss + ": ")
                .withMessageContaining("[3, 2]")
                .withMessageContaining("[3]");
    }

    @ParameterizedTest
    @MethodSource("means")
    void elementTypesAreNotMixed(Loss loss) {
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> loss.of(outputs, Tensor.zeros(3, 2)))
                .withMessage(loss + ": needs predictions and targets of one element type, got F64[3, 2] and F32[3, 2]; "
                        + "convert the targets with to(DType.F64)");
    }

    @ParameterizedTest
    @MethodSource("means")
    void anEmptyBatchHasNoMean(Loss loss) {
        var empty = Tensor.zeros(0, 3);
        var name = loss.getClass().getSimpleName();
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> loss.of(empty, empty))
                .withMessage(
                        name + ".mean: needs at least one example, got an empty batch; " + name + ".sum is 0 for it");
    }

    @Test
    void theGradientOfABroadcastTargetIsSummedBack() {
        var target = column.asVariable();
        var slope = SquaredError.sum()
                .broadcasting()
                .of(outputs, target)
                .gradients()
                .of(target);
        assertThat(slope.shape()).isEqualTo(Shape.of(3, 1));
        assertThat(slope.get(0, 0)).isCloseTo(2 * (0.9 + 0.8), within(1e-15));
    }

    @Test
    void huberIsSquaredInsideAndStraightOutside() {
        var difference = Tensor.of(0.5, -2.0, 3.0, 10.0);
        var zero = Tensor.zeros(DType.F64, Shape.of(4));
        assertThat(Huber.none().delta(2).of(difference, zero).toDoubleArray()).containsExactly(0.125, 2, 4, 18);
        assertThat(Huber.none().of(difference, zero).toDoubleArray()).containsExactly(0.125, 1.5, 2.5, 9.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void huberNeedsABorder(double delta) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Huber.mean().delta(delta))
                .withMessage("Huber: needs a finite delta of more than 0, got " + delta);
    }

    /** p = 0 and 1 exactly, each with both targets. */
    private final Tensor certain = Tensor.of(0.0, 1.0, 0.0, 1.0);

    private final Tensor truth = Tensor.of(0.0, 1.0, 1.0, 0.0);

    @Test
    void certainAnswersCostNothingOrAHundred() {
        var p = certain.asVariable();
        var losses = BinaryCrossEntropy.none().of(p, truth);
        assertThat(losses.toDoubleArray()).usingComparatorWithPrecision(0.0).containsExactly(0, 0, 100, 100);
        assertThat(losses.sum().gradients().of(p).toDoubleArray())
                .usingComparatorWithPrecision(0.0)
                .containsExactly(1, -1, 0, 0);
    }

    @Test
    void theNaiveFormGivesNaNWhereCertain() {
        var p = certain.asVariable();
        var losses = NaiveBinaryCrossEntropy.none().of(p, truth);
        assertThat(losses.get(0)).isNaN();
        assertThat(losses.get(1)).isNaN();
        assertThat(losses.sum().gradients().of(p).toDoubleArray()).startsWith(Double.NaN, Double.NaN);
    }

    @Test
    void aSaturatedSigmoidBreaksTheNaiveFormOnly() {
        var logit = Tensor.variable(50.0);
        var target = Tensor.scalar(1.0);
        assertThat(NaiveBinaryCrossEntropy.mean().of(logit.sigmoid(), target).item())
                .isNaN();
        assertThat(BinaryCrossEntropy.mean().of(logit.sigmoid(), target).item()).isZero();
        var stable = BinaryCrossEntropyWithLogits.mean().of(logit, target);
        assertThat(stable.item()).isCloseTo(StrictMath.exp(-50), within(1e-36));
        assertThat(stable.gradients().of(logit).item()).isCloseTo(-StrictMath.exp(-50), within(1e-36));
        var wrong = BinaryCrossEntropyWithLogits.mean().of(Tensor.scalar(1e300), Tensor.scalar(0.0));
        assertThat(wrong.item()).isEqualTo(1e300);
    }

    @Test
    void theNaiveFormHasASlopeForItsTargetToo() {
        var t = Tensor.variable(0.25);
        var slope = NaiveBinaryCrossEntropy.mean()
                .of(Tensor.scalar(0.2), t)
                .gradients()
                .of(t);
        assertThat(slope.item()).isCloseTo(StrictMath.log(0.8) - StrictMath.log(0.2), within(1e-15));
    }

    @Test
    void divergenceTakesZeroTimesItsLogarithmForZero() {
        var target = Tensor.of(new double[][] {{0, 1}, {0.5, 0.5}}).asVariable();
        var logits = Tensor.of(new double[][] {{Double.NEGATIVE_INFINITY, 0}, {-1, -1}});
        var losses = KullbackLeibler.none().of(logits, target);
        assertThat(losses.shape()).isEqualTo(Shape.of(2));
        assertThat(losses.get(0)).isZero();
        assertThat(losses.get(1)).isCloseTo(1 - StrictMath.log(2), within(1e-15));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> KullbackLeibler.mean().of(Tensor.scalar(0.0), Tensor.scalar(1.0)))
                .withMessage("KullbackLeibler.mean: needs distributions [..., classes], got []");
    }

    @Test
    void lossesHaveNames() {
        assertThat(SquaredError.mean()).hasToString("SquaredError.mean");
        assertThat(Huber.none()).hasToString("Huber.none");
        assertThat(NegativeLogLikelihood.sum()).hasToString("NegativeLogLikelihood.sum");
        assertThat(CrossEntropy.mean()).hasToString("CrossEntropy.mean");
    }
}
