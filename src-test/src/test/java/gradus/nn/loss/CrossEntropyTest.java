package gradus.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {
    private final Tensor logits = Tensor.of(new double[][] {{1, 2, 3}, {0, 0, 0}});
    private final Indices labels = Indices.of(2, 0);

    /** log(e^1 + e^2 + e^3) - 3 = 0.40760596444438..., and log 3 for equal logits. */
    private static final double[] LOSSES = {0.4076059644443803, 1.0986122886681098};

    @Test
    void meanAndSumOverTheExamples() {
        assertThat(new CrossEntropy().sum(logits, labels).item()).isCloseTo(LOSSES[0] + LOSSES[1], within(1e-15));
        assertThat(new CrossEntropy().mean(logits, labels).item())
                .isCloseTo((LOSSES[0] + LOSSES[1]) / 2, within(1e-15));
        assertThat(new CrossEntropy().mean(logits, labels).shape()).isEqualTo(Shape.SCALAR);
    }

    @Test
    void oneHotTargetsGiveTheSameLoss() {
        var targets = labels.oneHot(3, DType.F64);
        assertThat(new CrossEntropy().mean(logits, targets).item())
                .isCloseTo(new CrossEntropy().mean(logits, labels).item(), within(1e-15));
        assertThat(new CrossEntropy().sum(logits, targets).item())
                .isCloseTo(new CrossEntropy().sum(logits, labels).item(), within(1e-15));
    }

    @Test
    void gradientIsProbabilitiesMinusOneHotOverTheCount() {
        var x = logits.asVariable();
        var expected = logits.softmax(1).sub(labels.oneHot(3, DType.F64)).div(2).toDoubleArray();
        var found = new CrossEntropy().mean(x, labels).gradients().of(x).toDoubleArray();
        assertThat(found).usingComparatorWithPrecision(1e-15).containsExactly(expected);
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        var huge = Tensor.of(new float[][] {{1e38f, -1e38f}});
        assertThat(new CrossEntropy().mean(huge, Indices.of(0)).item()).isZero();
        assertThat(new CrossEntropy().mean(huge, Indices.of(1)).item()).isEqualTo(2e38f);
    }

    @Test
    void nothingIsBroadcast() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new CrossEntropy().mean(logits, Indices.of(1)))
                .withMessageContaining("[2, 3]")
                .withMessageContaining("[1]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new CrossEntropy().mean(logits, Indices.of(Shape.of(2, 1), 1, 1)));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new CrossEntropy().mean(logits, Tensor.of(0.0, 0.0, 1.0)))
                .withMessage(
                        "CrossEntropy: needs predictions and targets of one shape, got [2, 3] and [3]; reshape one of"
                                + " them, or say broadcasting() to repeat it on purpose");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new CrossEntropy().sum(logits, Tensor.of(new double[][] {{0, 0, 1}})));
    }

    @Test
    void labelsOutOfRangeAreRefused() {
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> new CrossEntropy().mean(logits, Indices.of(0, 3)))
                .withMessageContaining("from 0 to 2")
                .withMessageContaining("3 at position 1");
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> new CrossEntropy().sum(logits, Indices.of(-1, 0)));
    }

    @Test
    void typesAreNotMixed() {
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> new CrossEntropy().mean(logits, labels.oneHot(3, DType.F32)));
    }

    @Test
    void anEmptyBatchHasASumButNoMean() {
        var empty = Tensor.zeros(0, 3);
        assertThat(new CrossEntropy().sum(empty, Indices.of()).item()).isZero();
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new CrossEntropy().mean(empty, Indices.of()))
                .withMessageContaining("at least one example");
    }
}
