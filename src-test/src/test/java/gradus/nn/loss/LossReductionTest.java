package gradus.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
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
    private void assertBelongTogether(Loss mean, Loss sum, Loss none, Shape shape) {
        Tensor each = none.of(outputs, targets);
        assertThat(each.shape()).isEqualTo(shape);
        assertThat(each.toDoubleArray()).doesNotContain(0);
        double total = 0;
        for (double loss : each.toDoubleArray()) {
            total += loss;
        }
        assertThat(sum.of(outputs, targets).item()).isCloseTo(total, within(1e-14));
        assertThat(mean.of(outputs, targets).item()).isCloseTo(total / shape.size(), within(1e-14));
        String name = mean.getClass().getSimpleName();
        assertThat(mean).hasToString(name + ".mean");
        assertThat(sum).hasToString(name + ".sum");
        assertThat(none).hasToString(name + ".none");
        assertThat(sum.of(empty, empty).item()).isZero();
        assertThat(none.of(empty, empty).shape().size()).isZero();
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> mean.of(empty, empty))
                .withMessage(
                        name + ".mean: needs at least one example, got an empty batch; " + name + ".sum is 0 for it");
        for (Loss loss : new Loss[] {mean, sum, none}) {
            assertRepeatsOnlyWhenToldTo(loss);
        }
    }

    private void assertRepeatsOnlyWhenToldTo(Loss loss) {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> loss.of(outputs, column))
                .withMessage(loss + ": needs predictions and targets of one shape, got [3, 2] and [3, 1]; "
                        + "reshape one of them, or say broadcasting() to repeat it on purpose");
        assertThat(loss.broadcasting()).hasToString(loss.toString());
        assertThat(loss.broadcasting().of(outputs, column))
                .hasToString(loss.of(outputs, repeated).toString());
        assertThat(loss.broadcasting().of(outputs, targets))
                .hasToString(loss.of(outputs, targets).toString());
    }

    @Test
    void squaredError() {
        assertBelongTogether(SquaredError.mean(), SquaredError.sum(), SquaredError.none(), Shape.of(3, 2));
    }

    @Test
    void absoluteError() {
        assertBelongTogether(AbsoluteError.mean(), AbsoluteError.sum(), AbsoluteError.none(), Shape.of(3, 2));
    }

    @Test
    void huber() {
        assertBelongTogether(Huber.mean(), Huber.sum(), Huber.none(), Shape.of(3, 2));
        assertBelongTogether(
                Huber.mean().delta(0.3), Huber.sum().delta(0.3), Huber.none().delta(0.3), Shape.of(3, 2));
    }

    @Test
    void binaryCrossEntropy() {
        assertBelongTogether(
                BinaryCrossEntropy.mean(), BinaryCrossEntropy.sum(), BinaryCrossEntropy.none(), Shape.of(3, 2));
    }

    @Test
    void binaryCrossEntropyWithLogits() {
        assertBelongTogether(
                BinaryCrossEntropyWithLogits.mean(),
                BinaryCrossEntropyWithLogits.sum(),
                BinaryCrossEntropyWithLogits.none(),
                Shape.of(3, 2));
    }

    @Test
    void naiveBinaryCrossEntropy() {
        assertBelongTogether(
                NaiveBinaryCrossEntropy.mean(),
                NaiveBinaryCrossEntropy.sum(),
                NaiveBinaryCrossEntropy.none(),
                Shape.of(3, 2));
    }

    @Test
    void kullbackLeibler() {
        assertBelongTogether(KullbackLeibler.mean(), KullbackLeibler.sum(), KullbackLeibler.none(), Shape.of(3));
    }

    /** d²/2 up to 1, then |d| - 1/2. */
    @Test
    void hubersBorderIsOneUnlessSaidOtherwise() {
        var difference = Tensor.of(0.5, 1.0, -1.5, 4.0);
        var zero = Tensor.of(0.0, 0.0, 0.0, 0.0);
        assertThat(Huber.none().of(difference, zero).toDoubleArray()).containsExactly(0.125, 0.5, 1, 3.5);
        assertThat(Huber.sum().of(difference, zero).item()).isEqualTo(5.125);
        assertThat(Huber.mean().of(difference, zero).item()).isEqualTo(5.125 / 4);
        assertThat(Huber.sum().delta(2).of(difference, zero).item()).isEqualTo(0.125 + 0.5 + 1.125 + 6);
        assertThat(Huber.mean().delta(2).of(difference, zero).item()).isEqualTo(7.75 / 4);
    }

    @Test
    void hubersBorderStaysWhenItRepeats() {
        var difference = Tensor.of(0.5, 1.0, -1.5, 4.0);
        var zero = Tensor.scalar(0.0);
        assertThat(Huber.sum().delta(2).broadcasting().of(difference, zero).item())
                .isEqualTo(7.75);
        assertThat(Huber.sum().broadcasting().delta(2).of(difference, zero).item())
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
        var likelihood = NegativeLogLikelihood.none().classWeights(weights).of(rows, labels);
        assertThat(likelihood.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(likelihood.toDoubleArray()).containsExactly(1, 6, 2, 8);
        assertThat(NegativeLogLikelihood.sum()
                        .classWeights(weights)
                        .of(rows, labels)
                        .item())
                .isEqualTo(total);
        assertThat(NegativeLogLikelihood.mean()
                        .classWeights(weights)
                        .of(rows, labels)
                        .item())
                .isCloseTo(total / 5.5, within(1e-14));
        assertThat(NegativeLogLikelihood.mean().of(rows, labels).item()).isEqualTo(15.0 / 4);
        var logits = rows.logSoftmax(-1);
        assertThat(CrossEntropy.mean().classWeights(weights).of(rows, labels).item())
                .isCloseTo(
                        NegativeLogLikelihood.mean()
                                .classWeights(weights)
                                .of(logits, labels)
                                .item(),
                        within(1e-14));
        assertThat(CrossEntropy.none().classWeights(weights).of(rows, labels).shape())
                .isEqualTo(Shape.of(2, 2));
    }

    @Test
    void weightsThatSumToZeroHaveNoMeanButASum() {
        var none = Tensor.of(0.0, 1.0, 1.0);
        var first = Indices.of(0, 0);
        var two = Tensor.of(new double[][] {{-1, -50, -50}, {-2, -50, -50}});
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(
                        () -> NegativeLogLikelihood.mean().classWeights(none).of(two, first))
                .withMessage("NegativeLogLikelihood.mean: needs an example whose class has a weight, got weights that"
                        + " sum to 0");
        assertThat(NegativeLogLikelihood.sum().classWeights(none).of(two, first).item())
                .isZero();
    }

    @Test
    void anEmptyBatchHasNoWeightedMeanEither() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> NegativeLogLikelihood.mean()
                        .classWeights(weights)
                        .of(Tensor.zeros(0, 3).to(weights.dtype()), Indices.of(Shape.of(0))))
                .withMessage("NegativeLogLikelihood.mean: needs at least one example, got an empty batch;"
                        + " NegativeLogLikelihood.sum is 0 for it");
    }
}
