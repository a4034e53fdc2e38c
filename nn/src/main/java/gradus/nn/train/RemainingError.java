package gradus.nn.train;

import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;
import org.eclipse.collections.api.factory.primitive.IntIntMaps;
import org.eclipse.collections.api.map.primitive.MutableIntIntMap;
import org.jspecify.annotations.Nullable;

/**
 * What is left of the error of one guess for all examples: of the entropy of the classes, or of the
 * variance of the targets. It is known of outputs that have a column for each class, or are of the
 * shape of the targets; whatever the loss is.
 */
final class RemainingError {
    private final MutableIntIntMap counts = IntIntMaps.mutable.empty();
    private int examples;
    private double logarithms;
    private double[] sums = {};
    private double[] squares = {};
    private int rows;
    private double errors;

    void add(Tensor output, Batch batch) {
        double[] values = output.detach().toDoubleArray();
        int width = batch.size() == 0 ? 0 : values.length / batch.size();
        int @Nullable [] classes = width == 0 ? null : Classes.of(batch);
        if (classes != null) {
            addClasses(values, width, classes);
        }
        if (width > 0 && !batch.hasLabels()) {
            addTargets(values, width, batch.targets().toDoubleArray());
        }
    }

    private void addClasses(double[] outputs, int width, int[] classes) {
        for (int i = 0; i < classes.length; i++) {
            double[] row = Classes.probabilities(outputs, i * width, width);
            if (classes[i] < row.length) {
                logarithms -= StrictMath.log(Math.max(row[classes[i]], Double.MIN_NORMAL));
                counts.addToValue(classes[i], 1);
                examples++;
            }
        }
    }

    private void addTargets(double[] outputs, int width, double[] targets) {
        if (outputs.length != targets.length || (rows > 0 && sums.length != width)) {
            return;
        }
        sums = rows == 0 ? new double[width] : sums;
        squares = rows == 0 ? new double[width] : squares;
        rows += outputs.length / width;
        for (int i = 0; i < outputs.length; i++) {
            errors += (outputs[i] - targets[i]) * (outputs[i] - targets[i]);
            sums[i % width] += targets[i];
            squares[i % width] += targets[i] * targets[i];
        }
    }

    /** From 0, where outputs say all, over 1, where they say nothing, to infinity; infinity also if it is not known. */
    double share() {
        return Math.min(
                examples == 0 ? Double.POSITIVE_INFINITY : ratio(logarithms, entropy()),
                rows == 0 ? Double.POSITIVE_INFINITY : ratio(errors, variance()));
    }

    private static double ratio(double left, double all) {
        return all > 0 ? left / all : Double.POSITIVE_INFINITY;
    }

    private double entropy() {
        double entropy = 0;
        for (int count : counts.values().toArray()) {
            entropy -= count * StrictMath.log((double) count / examples);
        }
        return entropy;
    }

    private double variance() {
        double variance = 0;
        for (int j = 0; j < sums.length; j++) {
            variance += squares[j] - sums[j] * sums[j] / rows;
        }
        return variance;
    }
}
