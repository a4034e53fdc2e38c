package gradus.nn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.loss.CrossEntropy;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private final ConfusionMatrix matrix = ConfusionMatrix.of(Indices.of(0, 0, 1, 2, 2), Indices.of(0, 1, 1, 2, 0), 3);

    @Test
    void confusionsAreCounted() {
        assertThat(matrix.toArray()).isDeepEqualTo(new int[][] {{1, 1, 0}, {0, 1, 0}, {1, 0, 1}});
        assertThat(matrix.count(2, 0)).isEqualTo(1);
        assertThat(matrix.count(0, 2)).isZero();
        assertThat(matrix.predicted(0)).isEqualTo(2);
        assertThat(matrix.predicted(2)).isEqualTo(1);
        assertThat(matrix.total()).isEqualTo(5);
        assertThat(matrix.correct()).isEqualTo(3);
        assertThat(matrix.accuracy()).isEqualTo(0.6);
        assertThat(matrix.plus(matrix).toArray()[2]).containsExactly(2, 0, 2);
        assertThat(matrix.plus(matrix)).isNotEqualTo(matrix);
    }

    @Test
    void aConfusionMatrixIsATable() {
        assertThat(matrix).hasToString("""
                        actual \\ predicted   0   1   2
                                         0   1   1   0
                                         1   0   1   0
                                         2   1   0   1""");
    }

    @Test
    void aMatrixIsAValue() {
        var again = ConfusionMatrix.of(Indices.of(0, 0, 1, 2, 2), Indices.of(0, 1, 1, 2, 0), 3);
        assertThat(again).isEqualTo(matrix).hasSameHashCodeAs(matrix);
        again.toArray()[0][0] = 99;
        assertThat(again).isEqualTo(matrix);
    }

    @Test
    void whatCannotBeCountedIsRefused() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> ConfusionMatrix.of(Indices.of(0, 1), Indices.of(0), 2));
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> ConfusionMatrix.of(Indices.of(0, 2), Indices.of(0, 1), 2));
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> ConfusionMatrix.of(Indices.of(0, 1), Indices.of(0, -1), 2));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> matrix.plus(ConfusionMatrix.of(Indices.of(), Indices.of(), 2)));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(
                        () -> ConfusionMatrix.of(Indices.of(), Indices.of(), 2).accuracy());
    }

    @Test
    void anEvaluationGoesThroughAllBatches() {
        var random = Randomness.seeded(2);
        var inputs = Tensor.normal(DType.F64, Shape.of(2500, 4), 0, 1, random);
        var labels = Indices.of(inputs.slice(1, 0, 3).argMax(1).toArray());
        var model = Linear.of(DType.F64, 4, 3, random);
        var evaluation = Evaluation.of(model, Dataset.of(inputs, labels));
        var logits = model.forward(inputs);
        assertThat(evaluation.loss())
                .isCloseTo(new CrossEntropy().mean(logits, labels).item(), within(1e-12));
        assertThat(evaluation.confusion()).isEqualTo(ConfusionMatrix.of(labels, logits.argMax(1), 3));
        assertThat(evaluation.accuracy())
                .isEqualTo(logits.argMax(1).equal(labels).count() / 2500.0);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(
                        () -> Evaluation.of(model, Dataset.of(inputs, labels).slice(0, 0)));
    }

    /** As the accuracy leaves them out. */
    @Test
    void labelsBelow0AreNone() {
        var logits = Tensor.of(new double[][] {{1, 2, 0}, {5, 4, 3}, {-3, -2, -1}, {0, 1, 2}});
        var labels = Indices.of(Shape.of(2, 2), 1, -1, 0, 2);
        var inputs = logits.reshape(2, 2, 3);
        Layer same = (x, _) -> x;
        var evaluation = Evaluation.of(same, Dataset.of(inputs, labels));
        assertThat(evaluation.accuracy()).isEqualTo(Accuracy.of(inputs, labels)).isEqualTo(2 / 3.0);
        assertThat(Accuracy.top(1, inputs, labels)).isEqualTo(2 / 3.0);
        assertThat(evaluation.confusion().total()).isEqualTo(3);
        assertThat(evaluation.loss())
                .isEqualTo(new CrossEntropy()
                        .mean(logits.indexSelect(0, Indices.of(0, 2, 3)), Indices.of(1, 0, 2))
                        .item());
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Evaluation.of(same, Dataset.of(inputs, Indices.of(Shape.of(2, 2), -1, -1, -1, -1))))
                .withMessage(
                        "Evaluation: needs at least one example with a label, got none; labels below 0 are marks for"
                                + " none; is the data set empty?");
    }

    @Test
    void anEvaluationIsShownInOneLine() {
        assertThat(new Evaluation(0.25, matrix)).hasToString("loss 0.2500, accuracy 60.00 %");
    }

    @Test
    void theAccuracyOfABatch() {
        var logits = Tensor.of(new float[][] {{1, 2, 0}, {5, 5, 5}, {-3, -2, -1}, {0, 1, 2}});
        assertThat(Accuracy.of(logits, Indices.of(1, 0, 0, 0))).isEqualTo(0.5);
        assertThat(Accuracy.of(logits.reshape(2, 2, 3), Indices.of(1, 0, 0, 0).reshape(2, 2)))
                .isEqualTo(0.5);
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Accuracy.of(logits, Indices.of(1)))
                .withMessageContaining("logits [4, 3] and labels [1]");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Accuracy.of(Tensor.zeros(0, 3), Indices.of()));
    }
}
