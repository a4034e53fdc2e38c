package gradus.nn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;
import gradus.nn.metrics.RocCurve.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics at the edges of their bins, of scores in any order, and of a batch. */
class MetricsBordersTest {
    private static int binOf(double confidence, int bins) {
        var row = Tensor.of(new double[][] {{confidence, 0}});
        var found = Calibration.of(row, Indices.of(0), bins).bins();
        return found.detectIndex(bin -> bin.examples() == 1);
    }

    /** The product of a confidence and the number of bins may round to the other side of an edge. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10, 11, 23, 49, 50, 77, 100, 103})
    void anEdgeBelongsToTheBinBelow(int bins) {
        for (int edge = 1; edge <= bins; edge++) {
            double at = (double) edge / bins;
            assertThat(binOf(at, bins)).as("%s of %d", at, bins).isEqualTo(edge - 1);
            assertThat(binOf(Math.nextDown(at), bins))
                    .as("below %s of %d", at, bins)
                    .isEqualTo(edge - 1);
            if (edge < bins) {
                assertThat(binOf(Math.nextUp(at), bins))
                        .as("above %s of %d", at, bins)
                        .isEqualTo(edge);
            }
        }
        assertThat(binOf(0, bins)).isZero();
        assertThat(binOf(Double.MIN_VALUE, bins)).isZero();
    }

    @Test
    void matricesAreEqualByTheirCounts() {
        var matrix = ConfusionMatrix.of(Indices.of(0, 1, 1), Indices.of(0, 1, 0), 2);
        var same = ConfusionMatrix.of(Indices.of(1, 1, 0), Indices.of(0, 1, 0), 2);
        var other = ConfusionMatrix.of(Indices.of(0, 1, 1), Indices.of(0, 1, 1), 2);
        assertThat(matrix).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
        assertThat(matrix.hashCode()).isNotEqualTo(other.hashCode());
    }

    @Test
    void scoresMayComeInAnyOrder() {
        var curve = RocCurve.of(Tensor.of(0.2, 0.9, 0.5, 0.7), Indices.of(0, 1, 1, 0));
        assertThat(curve.area()).isEqualTo(0.75);
        assertThat(curve.points())
                .containsExactly(
                        new Point(Double.POSITIVE_INFINITY, 0, 0),
                        new Point(0.9, 0, 0.5),
                        new Point(0.7, 0.5, 0.5),
                        new Point(0.5, 0.5, 1),
                        new Point(0.2, 1, 1));
    }

    @Test
    void negativeZeroIsAScoreOfZero() {
        var curve = RocCurve.of(Tensor.of(-0.0, 0.0), Indices.of(1, 0));
        assertThat(curve.area()).isEqualTo(0.5);
        assertThat(curve.points()).containsExactly(new Point(Double.POSITIVE_INFINITY, 0, 0), new Point(0.0, 1, 1));
        assertThat(RocCurve.of(Tensor.of(-0.0, 1.0), Indices.of(0, 1)).points())
                .containsExactly(new Point(Double.POSITIVE_INFINITY, 0, 0), new Point(1.0, 0, 1), new Point(0.0, 1, 1));
    }

    @Test
    void accuracyIsAMetricOfABatch() {
        Metric accuracy = Accuracy::of;
        var logits = Tensor.of(new double[][] {{1, 2}, {4, 3}, {0, 1}});
        var batch = new Batch(Tensor.zeros(3, 5), Indices.of(1, 0, 0)).withoutInputs();
        assertThat(accuracy.of(logits, batch)).isEqualTo(2 / 3.0);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> accuracy.of(logits, new Batch(logits, logits)))
                .withMessageStartingWith("Batch.labels: needs examples with class labels, got targets [3, 2]");
    }
}
