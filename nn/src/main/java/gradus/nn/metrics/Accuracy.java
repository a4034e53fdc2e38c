package gradus.nn.metrics;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;

/** How many of a batch a classifier gets right. For a whole data set, {@link Evaluation}. */
public final class Accuracy {
    private Accuracy() {}

    /**
     * The part of the examples whose largest logit {@code [..., classes]} is at their label {@code
     * [...]}, from 0 to 1; of equal logits the first counts. A label below 0 is a mark for "no label",
     * and does not count.
     *
     * @throws gradus.autodiff.ShapeException unless there is one label for each row of logits
     * @throws ArgumentException if there are none, or a logit is NaN
     */
    public static double of(Tensor logits, Indices labels) {
        Rows.requireLabels("Accuracy", "logits", logits, labels);
        Rows.requireNumbers("Accuracy", "logits", logits);
        Indices predicted = logits.argMax(-1);
        Mask right = predicted.equal(labels);
        int count = Rows.labeled(labels).length;
        if (count == 0) {
            throw new ArgumentException("Accuracy", "at least one example", "none", "");
        }
        return (double) right.count() / count;
    }

    /**
     * As {@link #of(Tensor, Indices)}, as a {@link Metric}.
     *
     * @throws gradus.autodiff.ShapeException likewise
     * @throws ArgumentException likewise, or if the examples have targets instead of labels
     */
    public static double of(Tensor logits, Batch batch) {
        return of(logits, batch.labels());
    }

    /**
     * The part of the examples whose label is among the {@code k} largest logits of its row, from 0
     * to 1; of equal logits the first count as larger, as in {@link #of(Tensor, Indices)}. There too a
     * label below 0 is none.
     *
     * @throws gradus.autodiff.ShapeException unless there is one label for each row of logits
     * @throws ArgumentException if there are none, k is not in {@code 1 <= k <= classes}, or a logit
     *     is NaN
     * @throws gradus.autodiff.IndexException if a label is not below the number of classes
     */
    public static double top(int k, Tensor logits, Indices labels) {
        Rows.requireLabels("Accuracy.top", "logits", logits, labels);
        int classes = logits.shape().dim(-1);
        if (k < 1 || k > classes) {
            throw new ArgumentException(
                    "Accuracy.top",
                    "k from 1 to the " + GradusException.counted(classes, "class", "classes"),
                    k + "",
                    "");
        }
        int[] labeled = Rows.labeled(labels);
        int count = labeled.length;
        if (count == 0) {
            throw new ArgumentException("Accuracy.top", "at least one example", "none", "");
        }
        Rows.requireNumbers("Accuracy.top", "logits", logits);
        double[] scores = logits.toDoubleArray();
        int right = 0;
        for (int i : labeled) {
            if (larger(scores, i * classes, Rows.requireClass("Accuracy.top", labels.get(i), classes), classes) < k) {
                right++;
            }
        }
        return (double) right / count;
    }

    /** How many elements of a row count as larger than the one at {@code place}. */
    private static int larger(double[] scores, int row, int place, int classes) {
        double own = scores[row + place] + 0.0; // so that Double.compare takes -0.0 for 0.0
        int larger = 0;
        for (int i = 0; i < classes; i++) {
            int order = Double.compare(scores[row + i] + 0.0, own);
            if (order > 0 || (order == 0 && i < place)) {
                larger++;
            }
        }
        return larger;
    }
}
