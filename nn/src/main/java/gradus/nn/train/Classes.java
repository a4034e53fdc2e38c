package gradus.nn.train;

import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;
import org.jspecify.annotations.Nullable;

/** The classes of examples, however they are written, and those that outputs stand for. */
final class Classes {
    private Classes() {}

    /**
     * From labels, from targets that are one 1 and else 0, or from a single 0 or 1; otherwise null, as
     * of several labels for each.
     */
    static int @Nullable [] of(Batch batch) {
        if (!batch.hasLabels()) {
            return ofTargets(batch.targets(), batch.size());
        }
        return batch.labels().shape().rank() == 1 ? batch.labels().toArray() : null;
    }

    private static int @Nullable [] ofTargets(Tensor targets, int count) {
        double[] values = targets.toDoubleArray();
        int width = count == 0 ? 0 : values.length / count;
        int[] classes = new int[count];
        for (int i = 0; i < count; i++) {
            int ones = 0;
            for (int j = 0; j < width; j++) {
                double value = values[i * width + j];
                if (value != 0 && value != 1) {
                    return null;
                }
                if (value == 1) {
                    ones++;
                    classes[i] = width == 1 ? 1 : j;
                }
            }
            if (width == 0 || (width > 1 && ones != 1)) {
                return null;
            }
        }
        return classes;
    }

    /**
     * The probability that a row of outputs gives to each class. A single output speaks of class 1 out
     * of two. Outputs are taken for probabilities where they can be some, otherwise for logits.
     */
    static double[] probabilities(double[] outputs, int from, int width) {
        double[] row = new double[Math.max(2, width)];
        System.arraycopy(outputs, from, row, width == 1 ? 1 : 0, width);
        double sum = 0;
        double largest = Double.NEGATIVE_INFINITY;
        double smallest = Double.POSITIVE_INFINITY;
        for (double value : row) {
            sum += value;
            largest = Math.max(largest, value);
            smallest = Math.min(smallest, value);
        }
        if (width > 1 && smallest >= 0 && Math.abs(sum - 1) < 1e-3) {
            return row;
        }
        double all = 0;
        for (int j = 0; j < row.length; j++) {
            row[j] = StrictMath.exp(row[j] - largest);
            all += row[j];
        }
        for (int j = 0; j < row.length; j++) {
            row[j] /= all;
        }
        return row;
    }
}
