package gradus.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The mean, the sum and the single losses of each loss belong together; each of the three refuses
 * unequal shapes, or repeats.
 */
class LossReductionTest {
    private final Tensor outputs = Tensor.of(new double[][] {{0.1, 0.9}, {0.3, 0.7}, {0.5, 0.5}});
    private final Tensor targets = Tensor.of(new double[][] {{1, 0}, {0, 1}, {1, 1}});
    private final Tensor column = Tensor.of(new double[][] {{1}, {0}, {1}});
    private final Tensor repeated = Tensor.of(new double[][] {{1, 1}, {0, 0}, {1, 1}});
    private final Tensor empty = Tensor.zeros(0, 2);

    /** @param shape of the single losses */
    private void assertBelongTogether(Loss loss, Shape shape) {
        Tensor each = loss.each(outputs, targets);
        assertThat(each.shape()).isEqualTo(shape);
        assertThat(each.toDoubleArray()).doesNotContain(0);
        double total = 0;
        for (double one : each.toDoubleArray()) {
            total += one;
        }
        assertThat(loss.sum(outputs, targets).item()).isCloseTo(total, within(1e-14));
        assertThat(loss.mean(outputs, targets).item()).isCloseTo(total / shape.size(), within(1e-14));
        String name = loss.getClass().getSimpleName();
        assertThat(loss.name()).isEqualTo(name);
        assertThat(loss.toString()).startsWith(name);
        assertThat(loss.sum(empty, empty).item()).isZero();
        assertThat(loss.each(empty, empty).shape().size()).isZero();
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> loss.mean(empty, empty))
                .withMessage(
                        name + ".mean: needs at least one example, got an empty batch; " + name + ".sum is 0 for it");
        assertRepeatsOnlyWhenToldTo(loss, loss::mean, loss.broadcasting()::mean);
        assertRepeatsOnlyWhenToldTo(loss, loss::sum, loss.broadcasting()::sum);
        assertRepeatsOnlyWhenToldTo(loss, loss::each, loss.broadcasting()::each);
    }

    private void assertRepeatsOnlyWhenToldTo(
            Loss loss, BinaryOperator<Tensor> reduced, BinaryOperator<Tensor> repeating) {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> reduced.apply(outputs, column))
                .withMessage(loss.name() + ": needs predictions and targets of one shape, got [3, 2] and [3, 1]; "
                        + "reshape one of them, or say broadcasting() to repeat it on purpose");
        assertThat(loss.broadcasting().name()).isEqualTo(loss.name());
        assertThat(repeating.apply(outputs, column))
                .hasToString(reduced.apply(outputs, repeated).toString());
        assertThat(repeating.apply(outputs, targets))
                .hasToString(reduced.apply(outputs, targets).toString());
    }

    @Test
    void squaredError() {
        assertBelongTogether(new SquaredError(), Shape.of(3, 2));
    }

    @Test
    void absoluteError() {
        assertBelongTogether(new AbsoluteError(), Shape.of(3, 2));
    }

    @Test
    void huber() {
        assertBelongTogether(new Huber(), Shape.of(3, 2));
        assertBelongTogether(new Huber().delta(0.3), Shape.of(3, 2));
    }

    @Test
    void binaryCrossEntropy() {
        assertBelongTogether(new BinaryCrossEntropy(), Shape.of(3, 2));
    }

    @Test
    void binaryCrossEntropyWithLogits() {
        assertBelongTogether(new BinaryCrossEntropyWithLogits(), Shape.of(3, 2));
    }

    @Test
    void naiveBinaryCrossEntropy() {
        assertBelongTogether(new NaiveBinaryCrossEntropy(), Shape.of(3, 2));
    }

    @Test
    void kullbackLeibler() {
        assertBelongTogether(new KullbackLeibler(), Shape.of(3));
    }

    @Test
    void crossEntropyOfDistributions() {
        assertBelongTogether(new CrossEntropy(), Shape.of(3));
    }

    /** A loss of one's own is a function, and gets the reductions and the checks. */
    @Test
    void hinge() {
        Loss hinge = (p, t) -> t.mul(2).sub(1).mul(p).neg().add(1).relu();
        assertThat(hinge.name()).isEqualTo("Loss");
        assertThat(hinge.each(outputs, targets).toDoubleArray())
                .usingComparatorWithPrecision(1e-15)
                .containsExactly(0.9, 1.9, 1.3, 0.3, 0.5, 0.5);
        assertThat(hinge.sum(outputs, targets).item()).isCloseTo(5.4, within(1e-14));
        assertThat(hinge.mean(outputs, targets).item()).isCloseTo(0.9, within(1e-14));
        assertThat(hinge.broadcasting().sum(outputs, column).item())
                .isCloseTo(hinge.sum(outputs, repeated).item(), within(1e-14));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> hinge.mean(outputs, column))
                .withMessageStartingWith("Loss: needs predictions and targets of one shape, got [3, 2] and [3, 1]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> hinge.mean(empty, empty))
                .withMessageStartingWith("Loss.mean: needs at least one example");
    }

    @Test
    void repeatingTwiceIsRepeating() {
        var repeats = new SquaredError().broadcasting();
        assertThat(repeats.broadcasting()).isSameAs(repeats);
        assertThat(repeats.formula(outputs, targets))
                .hasToString(new SquaredError().formula(outputs, targets).toString());
    }

    /** d²/2 up to 1, then |d| - 1/2. */
    @Test
    void hubersBorderIsOneUnlessSaidOtherwise() {
        var difference = Tensor.of(0.5, 1.0, -1.5, 4.0);
        var zero = Tensor.of(0.0, 0.0, 0.0, 0.0);
        assertThat(new Huber().each(difference, zero).toDoubleArray()).containsExactly(0.125, 0.5, 1, 3.5);
        assertThat(new Huber().sum(difference, zero).item()).isEqualTo(5.125);
        assertThat(new Huber().mean(difference, zero).item()).isEqualTo(5.125 / 4);
        assertThat(new Huber().delta(2).sum(difference, zero).item()).isEqualTo(0.125 + 0.5 + 1.125 + 6);
        assertThat(new Huber().delta(2).mean(difference, zero).item()).isEqualTo(7.75 / 4);
    }

    @Test
    void hubersBorderStaysWhenItRepeats() {
        var difference = Tensor.of(0.5, 1.0, -1.5, 4.0);
        var zero = Tensor.scalar(0.0);
        assertThat(new Huber().delta(2).broadcasting().sum(difference, zero).item())
                .isEqualTo(7.75);
    }

    /**
     * Labels [2, 2] of rows [2, 2, 3]: -log p is 1, 2, 4 and 8, the weights of the classes 1, 3 and
     * 0.5.
     */
    private final Tensor rows =
            Tensor.of(-1.0, -50, -50, -50, -2, -50, -50, -50, -4, -8, -50, -50).reshape(2, 2, 3);

    private final Indices labels = Indices.of(Shape.of(2, 2), 0, 1, 2, 0);
    private final Tensor weights = Tensor.of(1, 3, 0.5);

    @Test
    void theWeightedMeanOfLabelsOfRankTwo() {
        double total = 1 + 3 * 2 + 0.5 * 4 + 8;
        var likelihood = new NegativeLogLikelihood().classWeights(weights).each(rows, labels);
        assertThat(likelihood.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(likelihood.toDoubleArray()).containsExactly(1, 6, 2, 8);
        assertThat(new NegativeLogLikelihood()
                        .classWeights(weights)
                        .sum(rows, labels)
                        .item())
                .isEqualTo(total);
        assertThat(new NegativeLogLikelihood()
                        .classWeights(weights)
                        .mean(rows, labels)
                        .item())
                .isCloseTo(total / 5.5, within(1e-14));
        assertThat(new NegativeLogLikelihood().mean(rows, labels).item()).isEqualTo(15.0 / 4);
        var logits = rows.logSoftmax(-1);
        assertThat(new CrossEntropy().classWeights(weights).mean(rows, labels).item())
                .isCloseTo(
                        new NegativeLogLikelihood()
                                .classWeights(weights)
                                .mean(logits, labels)
                                .item(),
                        within(1e-14));
        assertThat(new CrossEntropy().classWeights(weights).each(rows, labels).shape())
                .isEqualTo(Shape.of(2, 2));
    }

    @Test
    void weightsThatSumToZeroHaveNoMeanButASum() {
        var none = Tensor.of(0.0, 1.0, 1.0);
        var first = Indices.of(0, 0);
        var two = Tensor.of(new double[][] {{-1, -50, -50}, {-2, -50, -50}});
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new NegativeLogLikelihood().classWeights(none).mean(two, first))
                .withMessage("NegativeLogLikelihood.mean: needs an example whose class has a weight, got weights that"
                        + " sum to 0");
        assertThat(new NegativeLogLikelihood()
                        .classWeights(none)
                        .sum(two, first)
                        .item())
                .isZero();
    }

    @Test
    void anEmptyBatchHasNoWeightedMeanEither() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new NegativeLogLikelihood()
                        .classWeights(weights)
                        .mean(Tensor.zeros(0, 3).to(weights.dtype()), Indices.of(Shape.of(0))))
                .withMessage("NegativeLogLikelihood.mean: needs at least one example, got an empty batch;"
                        + " NegativeLogLikelihood.sum is 0 for it");
    }
}
