package gradus.nn.metrics;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What metrics of classifiers require of their rows of scores and their labels. */
final class Rows {
    private Rows() {}

    /** Refuses scores {@code [..., classes]} that do not have one label for each row. */
    static void requireLabels(String metric, String scores, Tensor given, Indices labels) {
        int rank = given.shape().rank();
        if (rank == 0
                || !Shape.of(Arrays.copyOf(given.shape().toArray(), rank - 1)).equals(labels.shape())) {
            throw new ShapeException(
                    metric,
                    "one label for each row of " + scores + " [..., classes]",
                    scores + " " + given.shape() + " and labels " + labels.shape(),
                    "");
        }
    }

    /** Where there are labels, and no marks for none below 0. */
    static int[] labeled(Indices labels) {
        return IntStream.range(0, labels.shape().size())
                .filter(place -> labels.get(place) >= 0)
                .toArray();
    }

    /** Refuses scores of which one is NaN: no class would be the right one to take. */
    static void requireNumbers(String metric, String scores, Tensor given) {
        double[] numbers = given.isFinite() ? new double[0] : given.toDoubleArray();
        for (int i = 0; i < numbers.length; i++) {
            if (Double.isNaN(numbers[i])) {
                throw new ArgumentException(
                        metric,
                        scores + " that can be compared",
                        "NaN in row " + i / given.shape().dim(-1),
                        "has the training diverged? loss.isFinite() tells");
            }
        }
    }

    /** The class, if there is such a one. */
    static int requireClass(String metric, int given, int classes) {
        if (given < 0 || given >= classes) {
            throw new IndexException(metric, "classes from 0 to " + (classes - 1), given + "", "");
        }
        return given;
    }
}
