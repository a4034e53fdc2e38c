package gradus.nn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.metrics.ClassScores.Score;
import gradus.nn.metrics.RocCurve.Point;
import org.junit.jupiter.api.Test;

/** Metrics beside examples worked out by hand, and what they refuse. */
class MetricsTest {
    private static final Tensor LOGITS = Tensor.of(new float[][] {{3, 1, 2}, {0, 5, 5}, {1, 2, 0}, {7, 7, 7}});

    @Test
    void aLabelAmongTheLargestCounts() {
        var labels = Indices.of(2, 2, 2, 1);
        assertThat(Accuracy.top(1, LOGITS, labels)).isZero();
        assertThat(Accuracy.top(2, LOGITS, labels)).isEqualTo(0.75);
        assertThat(Accuracy.top(3, LOGITS, labels)).isEqualTo(1);
    }

    /** Marks for "no label", where sentences have different lengths. */
    @Test
    void labelsBelowZeroDoNotCount() {
        Tensor logits = Tensor.of(new float[][] {{1, 0}, {1, 0}, {0, 1}, {0, 1}});
        assertThat(Accuracy.of(logits, Indices.of(0, -1, 1, 0))).isEqualTo(2.0 / 3);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Accuracy.of(logits, Indices.of(-1, -1, -1, -1)))
                .withMessage("Accuracy: needs at least one example, got none");
    }

    @Test
    void negativeZeroIsNoSmallerThanZero() {
        var equal = Tensor.of(new float[][] {{-0f, 0f}});
        assertThat(Accuracy.top(1, equal, Indices.of(0))).isEqualTo(1);
        assertThat(Accuracy.top(1, equal, Indices.of(1))).isZero();
    }

    @Test
    void topRefusesWhatItCannotCount() {
        refusesShape(
                () -> Accuracy.top(1, LOGITS, Indices.of(0)),
                "Accuracy.top: needs one label for each row of logits [..., classes], got logits [4, 3] and labels"
                        + " [1]");
        refuses(
                () -> Accuracy.top(4, LOGITS, Indices.of(0, 0, 0, 0)),
                "Accuracy.top: needs k from 1 to the 3 classes, got 4");
        refuses(
                () -> Accuracy.top(0, LOGITS, Indices.of(0, 0, 0, 0)),
                "Accuracy.top: needs k from 1 to the 3 classes, got 0");
        refuses(
                () -> Accuracy.top(1, Tensor.zeros(0, 3), Indices.of()),
                "Accuracy.top: needs at least one example, got none");
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> Accuracy.top(1, LOGITS, Indices.of(0, 0, 0, 3)))
                .withMessage("Accuracy.top: needs classes from 0 to 2, got 3");
    }

    /** The largest number of a row with NaN in it is no answer. */
    @Test
    void logitsThatAreNoNumbers() {
        String nan = "needs logits that can be compared, got NaN in row 1; has the training diverged?"
                + " loss.isFinite() tells";
        var logits = Tensor.of(new float[][] {{1, 2, 3}, {0, Float.NaN, 9}, {Float.NaN, 0, 0}});
        refuses(() -> Accuracy.of(logits, Indices.of(0, 0, 0)), "Accuracy: " + nan);
        refuses(() -> Accuracy.top(2, logits, Indices.of(0, 0, 0)), "Accuracy.top: " + nan);
        refuses(
                () -> Accuracy.of(
                        logits.to(DType.F64).reshape(1, 3, 3),
                        Indices.of(0, 0, 0).reshape(1, 3)),
                "Accuracy: " + nan);
        var bias = Tensor.of(0f, Float.NaN);
        var model = Linear.of(Tensor.zeros(2, 2), bias);
        var data = Dataset.of(Tensor.zeros(3, 2), Indices.of(0, 1, 0));
        refuses(() -> Evaluation.of(model, data), "Evaluation: " + nan.replace("row 1", "row 0"));
    }

    /** Infinities can be compared. */
    @Test
    void infiniteLogits() {
        float infinity = Float.POSITIVE_INFINITY;
        var logits = Tensor.of(new float[][] {{0, infinity, 1}, {-infinity, -infinity, 0}});
        assertThat(Accuracy.of(logits, Indices.of(1, 2))).isEqualTo(1);
        assertThat(Accuracy.top(1, logits, Indices.of(1, 0))).isEqualTo(0.5);
    }

    @Test
    void precisionRecallAndF1() {
        // class 0: found 2 of 3, predicted 3; class 1: found 1 of 2, predicted 2; class 2: never predicted, never there
        var confusion = ConfusionMatrix.of(Indices.of(0, 0, 0, 1, 1), Indices.of(0, 0, 1, 1, 0), 3);
        var scores = ClassScores.of(confusion);
        assertThat(scores.classes())
                .containsExactly(
                        new Score(2 / 3.0, 2 / 3.0, 4 / 6.0, 3), new Score(0.5, 0.5, 0.5, 2), new Score(0, 0, 0, 0));
        assertThat(scores.micro()).isEqualTo(new Score(0.6, 0.6, 0.6, 5));
        assertThat(scores.macro().f1()).isCloseTo((2 / 3.0 + 0.5) / 3, within(1e-15));
        assertThat(scores).hasToString("""
                        class  precision  recall      f1  examples
                            0     0.6667  0.6667  0.6667         3
                            1     0.5000  0.5000  0.5000         2
                            2     0.0000  0.0000  0.0000         0
                        macro     0.3889  0.3889  0.3889         5
                        micro     0.6000  0.6000  0.6000         5
                        """);
        refuses(
                () -> ClassScores.of(ConfusionMatrix.of(Indices.of(), Indices.of(), 2)),
                "ClassScores: needs at least one example, got none");
    }

    @Test
    void theCurveOfTiedScoresTakesThemTogether() {
        var curve = RocCurve.of(Tensor.of(0.9, 0.5, 0.5, 0.1), Indices.of(1, 1, 0, 0));
        assertThat(curve.points())
                .containsExactly(
                        new Point(Double.POSITIVE_INFINITY, 0, 0),
                        new Point(0.9, 0, 0.5),
                        new Point(0.5, 0.5, 1),
                        new Point(0.1, 1, 1));
        assertThat(curve.area()).isEqualTo(0.875);
        assertThat(curve).hasToString("area under the ROC curve 0.8750");
        assertThat(RocCurve.of(Tensor.of(0.0, -0.0), Indices.of(1, 0)).area()).isEqualTo(0.5);
    }

    @Test
    void theCurveRefusesWhatItCannotOrder() {
        refusesShape(
                () -> RocCurve.of(Tensor.zeros(3, 2), Indices.of(0, 1, 0)),
                "RocCurve: needs scores [n] and labels [n], got scores [3, 2] and labels [3];"
                        + " select(1, 1) takes the scores of class 1 out of [n, 2]");
        refuses(
                () -> RocCurve.of(Tensor.of(1.0, 2.0), Indices.of(1, 1)),
                "RocCurve: needs examples of label 0 and of label 1, got 0 of label 0, 2 of label 1");
        refuses(
                () -> RocCurve.of(Tensor.of(1.0, 2.0), Indices.of(1, 2)),
                "RocCurve: needs labels 0 and 1, got 2 at place 1");
        refuses(
                () -> RocCurve.of(Tensor.of(1.0, Double.NaN), Indices.of(1, 0)),
                "RocCurve: needs scores that can be compared, got NaN at place 1");
    }

    @Test
    void confidenceBesideAccuracy() {
        var probabilities = Tensor.of(new double[][] {{0.75, 0.25}, {0.25, 0.75}, {1, 0}, {0.5, 0.5}});
        var calibration = Calibration.of(probabilities, Indices.of(0, 0, 0, 1), 4);
        assertThat(calibration.bins().collect(Calibration.Bin::examples)).containsExactly(0, 1, 2, 1);
        // an edge belongs to the bin below: 0.5 is wrong, of 0.75 one is right, 1 is right
        assertThat(calibration.bins().get(1)).isEqualTo(new Calibration.Bin(0.25, 0.5, 1, 0.5, 0));
        assertThat(calibration.bins().get(2)).isEqualTo(new Calibration.Bin(0.5, 0.75, 2, 0.75, 0.5));
        assertThat(calibration.bins().getFirst().gap()).isZero();
        assertThat(calibration.expectedError()).isEqualTo((0.5 + 2 * 0.25 + 0) / 4);
        assertThat(calibration.largestError()).isEqualTo(0.5);
        assertThat(calibration.toString())
                .contains("0.500 to 0.750         2      0.7500    0.5000")
                .endsWith("expected calibration error 0.2500\n");
    }

    @Test
    void calibrationRefusesWhatIsNoProbability() {
        refuses(
                () -> Calibration.of(LOGITS, Indices.of(0, 0, 0, 0), 10),
                "Calibration: needs probabilities from 0 to 1, got 3.0; softmax(-1) makes them of logits");
        refuses(
                () -> Calibration.of(Tensor.of(new double[][] {{Double.NaN, 1}}), Indices.of(0), 10),
                "Calibration: needs probabilities from 0 to 1, got NaN; softmax(-1) makes them of logits");
        refuses(() -> Calibration.of(LOGITS, Indices.of(0, 0, 0, 0), 0), "Calibration: needs 1 bin or more, got 0");
        refuses(
                () -> Calibration.of(Tensor.zeros(0, 2), Indices.of(), 5),
                "Calibration: needs at least one example, got none");
        refusesShape(
                () -> Calibration.of(LOGITS, Indices.of(0), 10),
                "Calibration: needs one label for each row of probabilities [..., classes],"
                        + " got probabilities [4, 3] and labels [1]");
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> Calibration.of(Tensor.zeros(1, 2), Indices.of(2), 5))
                .withMessage("Calibration: needs classes from 0 to 1, got 2");
    }

    @Test
    void errorsOfNumbers() {
        var errors = RegressionErrors.of(Tensor.of(1.0, 2, 5), Tensor.of(1.0, 4, 4));
        assertThat(errors).isEqualTo(new RegressionErrors(5 / 3.0, 1));
        assertThat(errors.rootMeanSquared()).isEqualTo(Math.sqrt(5 / 3.0));
        assertThat(errors).hasToString("mean squared error 1.6667, mean absolute error 1.0000");
        refusesShape(
                () -> RegressionErrors.of(Tensor.zeros(3), Tensor.zeros(3, 1)),
                "RegressionErrors: needs one prediction for each number, in one shape, got [3] for [3, 1]");
        refuses(
                () -> RegressionErrors.of(Tensor.zeros(0), Tensor.zeros(0)),
                "RegressionErrors: needs at least one number, got none");
        refuses(
                () -> RegressionErrors.of(Tensor.of(0.0, Double.NaN), Tensor.of(0.0, 1)),
                "RegressionErrors: needs finite errors, got NaN for 1.0 at place 1");
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> RegressionErrors.of(Tensor.of(1.0), Tensor.of(1f)))
                .withMessage("RegressionErrors: needs predictions and numbers of one type, got F64 and F32;"
                        + " convert one with to(DType)");
    }

    @Test
    void accuracyNeedsALabelForEachRow() {
        refusesShape(
                () -> Accuracy.of(Tensor.scalar(DType.F32, 1), Indices.of(0)),
                "Accuracy: needs one label for each row of logits [..., classes], got logits [] and labels [1]");
    }

    private static void refuses(Runnable call, String message) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(call::run).withMessage(message);
    }

    private static void refusesShape(Runnable call, String message) {
        assertThatExceptionOfType(ShapeException.class).isThrownBy(call::run).withMessage(message);
    }
}
