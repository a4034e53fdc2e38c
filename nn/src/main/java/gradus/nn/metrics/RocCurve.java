package gradus.nn.metrics;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * The receiver operating characteristic of a score that should be high for examples of label 1 and
 * low for those of label 0: for each threshold how many of each are at or above it. Examples of
 * equal scores pass a threshold together. Fawcett, Pattern Recognition Letters 27 (2006).
 *
 * @param points from the threshold that nothing reaches to the one that everything reaches
 * @param area the area under the curve, 0 to 1: the probability that an example of label 1 has a
 *     higher score than one of label 0, where ties count half. It is a quotient of two counts, so
 *     that the order of the examples makes no difference.
 */
public record RocCurve(ImmutableList<Point> points, double area) {

    /**
     * What a threshold does.
     *
     * @param threshold examples with this score or a higher one are taken for label 1
     * @param falsePositiveRate the part of label 0 that is taken for 1
     * @param truePositiveRate the part of label 1 that is taken for 1
     */
    public record Point(double threshold, double falsePositiveRate, double truePositiveRate) {}

    private record Example(double score, boolean positive) {}

    /**
     * The curve of scores {@code [n]} and labels {@code [n]}.
     *
     * @throws ShapeException unless both are of one length
     * @throws ArgumentException if a label is neither 0 nor 1, if there are not some of each, or if
     *     a score is NaN
     */
    public static RocCurve of(Tensor scores, Indices labels) {
        if (scores.shape().rank() != 1 || !scores.shape().equals(labels.shape())) {
            throw new ShapeException(
                    "RocCurve",
                    "scores [n] and labels [n]",
                    "scores " + scores.shape() + " and labels " + labels.shape(),
                    "select(1, 1) takes the scores of class 1 out of [n, 2]");
        }
        double[] numbers = scores.toDoubleArray();
        MutableList<Example> examples = Lists.mutable.empty();
        for (int i = 0; i < numbers.length; i++) {
            examples.add(example(numbers[i], labels.get(i), i));
        }
        long positives = examples.count(Example::positive);
        long negatives = examples.size() - positives;
        if (positives == 0 || negatives == 0) {
            throw new ArgumentException(
                    "RocCurve",
                    "examples of label 0 and of label 1",
                    negatives + " of label 0, " + positives + " of label 1",
                    "");
        }
        return of(examples.sortThisByDouble(example -> -example.score), positives, negatives);
    }

    private static Example example(double score, int label, int place) {
        if (label != 0 && label != 1) {
            throw new ArgumentException("RocCurve", "labels 0 and 1", label + " at place " + place, "");
        }
        if (Double.isNaN(score)) {
            throw new ArgumentException("RocCurve", "scores that can be compared", "NaN at place " + place, "");
        }
        return new Example(score + 0.0, label == 1); // so that -0.0 is no lower than 0.0
    }

    /**
     * Walks down the scores. Of the pairs of a true and a false positive those twice that are in
     * order, and once those that tie.
     */
    private static RocCurve of(MutableList<Example> falling, long positives, long negatives) {
        MutableList<Point> points = Lists.mutable.with(new Point(Double.POSITIVE_INFINITY, 0, 0));
        long truePositives = 0;
        long falsePositives = 0;
        long halfPairs = 0;
        int next = 0;
        while (next < falling.size()) {
            double threshold = falling.get(next).score;
            long trueBefore = truePositives;
            long falseBefore = falsePositives;
            while (next < falling.size() && falling.get(next).score == threshold) {
                if (falling.get(next).positive) {
                    truePositives++;
                } else {
                    falsePositives++;
                }
                next++;
            }
            halfPairs += (falsePositives - falseBefore) * (trueBefore + truePositives);
            points.add(new Point(threshold, (double) falsePositives / negatives, (double) truePositives / positives));
        }
        return new RocCurve(points.toImmutable(), (double) halfPairs / (2 * positives * negatives));
    }

    /** Such as {@code area under the ROC curve 0.9312}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "area under the ROC curve %.4f", area);
    }
}
