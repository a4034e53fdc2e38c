package gradus.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
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

    static Stream<Loss> losses() {
        return Stream.of(
                new AbsoluteError(),
                new BinaryCrossEntropy(),
                new BinaryCrossEntropyWithLogits(),
                new CrossEntropy(),
                new Huber(),
                new KullbackLeibler(),
                new NaiveBinaryCrossEntropy(),
                new SquaredError());
    }

    @Test
    void everyLossIsLookedAt() {
        var classes = new ClassFileImporter()
                .importPackages("gradus.nn.loss").stream()
                        .filter(found -> found.isAssignableTo(Loss.class)
                                && found.getModifiers().contains(JavaModifier.PUBLIC)
                                && !found.isInterface())
                        .map(JavaClass::getName);
        assertThat(losses().map(loss -> loss.getClass().getName()))
                .containsExactlyInAnyOrderElementsOf(classes.toList());
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        var one = Tensor.of(1.0);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new BinaryCrossEntropy().mean(Tensor.of(1.5), one))
                .withMessage("BinaryCrossEntropy: needs probabilities from 0 to 1, got 1.5;"
                        + " of logits take BinaryCrossEntropyWithLogits");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new BinaryCrossEntropy().mean(one, Tensor.of(-0.5)))
                .withMessage("BinaryCrossEntropy: needs targets from 0 to 1, got -0.5");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new BinaryCrossEntropyWithLogits().sum(one, Tensor.of(5.0)))
                .withMessage("BinaryCrossEntropyWithLogits: needs targets from 0 to 1, got 5.0");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() ->
                        new NegativeLogLikelihood().mean(Tensor.of(new double[][] {{0.61, -1}}), Indices.of(0)))
                .withMessage("NegativeLogLikelihood: needs logarithms of probabilities, at most 0, got 0.61;"
                        + " of logits take CrossEntropy, or apply logSoftmax");
        // where a NaN comes from is found by what diverged
        assertThat(new BinaryCrossEntropy().mean(Tensor.of(Double.NaN), one).item())
                .isNaN();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void unequalShapesAreRefused(Loss loss) {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> loss.mean(outputs, column))
                .withMessage(loss.name() + ": needs predictions and targets of one shape, got [3, 2] and [3, 1]; "
                        + "reshape one of them, or say broadcasting() to repeat it on purpose");
    }

    @ParameterizedTest
    @MethodSource("losses")
    void broadcastingRepeatsAsNumPyDoes(Loss loss) {
        var repeated = Tensor.of(new double[][] {{1, 1}, {0, 0}, {1, 1}});
        var once = loss.mean(outputs, repeated);
        assertThat(loss.broadcasting().mean(outputs, column)).hasToString(once.toString());
        assertThat(loss.broadcasting().name()).isEqualTo(loss.name());
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> loss.broadcasting().mean(outputs, Tensor.of(1.0, 0.0, 1.0)))
                .withMessageStartingWith(loss.name() + ": ")
                .withMessageContaining("[3, 2]")
                .withMessageContaining("[3]");
    }

    @ParameterizedTest
    @MethodSource("losses")
    void elementTypesAreNotMixed(Loss loss) {
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> loss.mean(outputs, Tensor.zeros(3, 2)))
                .withMessage(loss.name()
                        + ": needs predictions and targets of one element type, got F64[3, 2] and F32[3, 2]; "
                        + "convert the targets with to(DType.F64)");
    }

    @ParameterizedTest
    @MethodSource("losses")
    void anEmptyBatchHasNoMean(Loss loss) {
        var empty = Tensor.zeros(0, 3);
        var name = loss.getClass().getSimpleName();
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> loss.mean(empty, empty))
                .withMessage(
                        name + ".mean: needs at least one example, got an empty batch; " + name + ".sum is 0 for it");
    }

    @Test
    void theGradientOfABroadcastTargetIsSummedBack() {
        var target = column.asVariable();
        var slope = new SquaredError()
                .broadcasting()
                .sum(outputs, target)
                .gradients()
                .of(target);
        assertThat(slope.shape()).isEqualTo(Shape.of(3, 1));
        assertThat(slope.get(0, 0)).isCloseTo(2 * (0.9 + 0.8), within(1e-15));
    }

    @Test
    void huberIsSquaredInsideAndStraightOutside() {
        var difference = Tensor.of(0.5, -2.0, 3.0, 10.0);
        var zero = Tensor.zeros(DType.F64, Shape.of(4));
        assertThat(new Huber().delta(2).each(difference, zero).toDoubleArray()).containsExactly(0.125, 2, 4, 18);
        assertThat(new Huber().each(difference, zero).toDoubleArray()).containsExactly(0.125, 1.5, 2.5, 9.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void huberNeedsABorder(double delta) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new Huber().delta(delta))
                .withMessage("Huber: needs a finite delta of more than 0, got " + delta);
    }

    /** p = 0 and 1 exactly, each with both targets. */
    private final Tensor certain = Tensor.of(0.0, 1.0, 0.0, 1.0);

    private final Tensor truth = Tensor.of(0.0, 1.0, 1.0, 0.0);

    @Test
    void certainAnswersCostNothingOrAHundred() {
        var p = certain.asVariable();
        var losses = new BinaryCrossEntropy().each(p, truth);
        assertThat(losses.toDoubleArray()).usingComparatorWithPrecision(0.0).containsExactly(0, 0, 100, 100);
        assertThat(losses.sum().gradients().of(p).toDoubleArray())
                .usingComparatorWithPrecision(0.0)
                .containsExactly(1, -1, 0, 0);
    }

    @Test
    void theNaiveFormGivesNaNWhereCertain() {
        var p = certain.asVariable();
        var losses = new NaiveBinaryCrossEntropy().each(p, truth);
        assertThat(losses.get(0)).isNaN();
        assertThat(losses.get(1)).isNaN();
        assertThat(losses.sum().gradients().of(p).toDoubleArray()).startsWith(Double.NaN, Double.NaN);
    }

    @Test
    void aSaturatedSigmoidBreaksTheNaiveFormOnly() {
        var logit = Tensor.variable(50.0);
        var target = Tensor.scalar(1.0);
        assertThat(new NaiveBinaryCrossEntropy().mean(logit.sigmoid(), target).item())
                .isNaN();
        assertThat(new BinaryCrossEntropy().mean(logit.sigmoid(), target).item())
                .isZero();
        var stable = new BinaryCrossEntropyWithLogits().mean(logit, target);
        assertThat(stable.item()).isCloseTo(StrictMath.exp(-50), within(1e-36));
        assertThat(stable.gradients().of(logit).item()).isCloseTo(-StrictMath.exp(-50), within(1e-36));
        var wrong = new BinaryCrossEntropyWithLogits().mean(Tensor.scalar(1e300), Tensor.scalar(0.0));
        assertThat(wrong.item()).isEqualTo(1e300);
    }

    @Test
    void theNaiveFormHasASlopeForItsTargetToo() {
        var t = Tensor.variable(0.25);
        var slope = new NaiveBinaryCrossEntropy()
                .mean(Tensor.scalar(0.2), t)
                .gradients()
                .of(t);
        assertThat(slope.item()).isCloseTo(StrictMath.log(0.8) - StrictMath.log(0.2), within(1e-15));
    }

    @Test
    void divergenceTakesZeroTimesItsLogarithmForZero() {
        var target = Tensor.of(new double[][] {{0, 1}, {0.5, 0.5}}).asVariable();
        var logits = Tensor.of(new double[][] {{Double.NEGATIVE_INFINITY, 0}, {-1, -1}});
        var losses = new KullbackLeibler().each(logits, target);
        assertThat(losses.shape()).isEqualTo(Shape.of(2));
        assertThat(losses.get(0)).isZero();
        assertThat(losses.get(1)).isCloseTo(1 - StrictMath.log(2), within(1e-15));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new KullbackLeibler().mean(Tensor.scalar(0.0), Tensor.scalar(1.0)))
                .withMessage("KullbackLeibler: needs distributions [..., classes], got []");
    }

    @Test
    void lossesHaveNames() {
        assertThat(new Huber().delta(2)).hasToString("Huber[delta=2.0]");
        assertThat(new NegativeLogLikelihood()).hasToString("NegativeLogLikelihood");
        assertThat(new NegativeLogLikelihood().classWeights(Tensor.of(1f, 0.5f)))
                .hasToString("NegativeLogLikelihood(class weights [1.0, 0.5])");
        assertThat(new CrossEntropy()).hasToString("CrossEntropy");
        assertThat(new CrossEntropy().labelSmoothing(0.1)).hasToString("CrossEntropy(label smoothing 0.1)");
        assertThat(new CrossEntropy().classWeights(Tensor.of(1f, 2f)).labelSmoothing(0.5))
                .hasToString("CrossEntropy(class weights [1.0, 2.0], label smoothing 0.5)");
    }
}
