package gradus.nn.metrics;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Indices;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What any classifier can reach at best on points in the plane whose distribution is known, and what
 * a given one reaches on the whole distribution, whatever a sample says: integrals over a square by
 * the midpoint rule.
 *
 * {@snippet lang = java :
 * var optimum = new BayesOptimum(RingsAndClouds.CLASSES, RingsAndClouds::density, 10, 400);
 * double best = optimum.accuracy();
 * double reached = optimum.accuracyOf(model.forward(optimum.midpoints()).argMax(-1));
 * }
 */
public final class BayesOptimum {
    /** The places in the middle of the square's cells, row by row from the lower left. */
    private final double[][] midpoints;

    /** For each cell, the probability that a point falls into it and is of the class. */
    private final double[][] probabilities;

    /** How dense the points of a class lie. */
    @FunctionalInterface
    public interface Density {
        /** The density of one class at a point; its integral over the plane is 1. */
        double at(int label, double x, double y);
    }

    /**
     * The optimum of classes that are equally likely.
     *
     * @param classes how many, at least 1
     * @param density of each class
     * @param halfWidth half the side of a square around the origin that holds nearly all points; see
     *     {@link #probability}
     * @param side into how many cells each side of the square is divided, at least 1
     * @throws ArgumentException if one of these numbers is too small or not finite
     */
    public BayesOptimum(int classes, Density density, double halfWidth, int side) {
        if (classes < 1 || side < 1 || !(halfWidth > 0 && halfWidth < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException(
                    "BayesOptimum",
                    "at least one class and one cell, and a finite width above 0",
                    classes + " classes, a half width of " + halfWidth + " and " + side + " cells a side",
                    "");
        }
        double width = 2 * halfWidth / side;
        double[] places = IntStream.range(0, side)
                .mapToDouble(place -> -halfWidth + (place + 0.5) * width)
                .toArray();
        midpoints = IntStream.range(0, Math.multiplyExact(side, side))
                .mapToObj(cell -> new double[] {places[cell % side], places[cell / side]})
                .toArray(double[][]::new);
        double weight = width * width / classes;
        probabilities = Arrays.stream(midpoints)
                .map(point -> IntStream.range(0, classes)
                        .mapToDouble(label -> weight * density.at(label, point[0], point[1]))
                        .toArray())
                .toArray(double[][]::new);
    }

    /** The middles of the cells, {@code F64[cells, 2]}: what a classifier is to name for {@link #accuracyOf}. */
    public Tensor midpoints() {
        return Tensor.of(midpoints);
    }

    /** The accuracy of the best classifier there is: it names the most probable class at each point. */
    public double accuracy() {
        return sum(classes -> Arrays.stream(classes).max().orElseThrow());
    }

    /** The cross-entropy of the true class probabilities, in nats: no classifier has less. */
    public double loss() {
        return sum(BayesOptimum::entropy);
    }

    /** The probability of the whole square: 1 but for what lies outside and the error of the rule. */
    public double probability() {
        return sum(BayesOptimum::total);
    }

    /**
     * The accuracy, over the whole distribution, of a classifier.
     *
     * @param named the classes that it names at the {@link #midpoints}, {@code [cells]}
     * @throws ShapeException if there is not one for each cell
     * @throws gradus.autodiff.IndexException if one is not in {@code 0 <= class < classes}
     */
    public double accuracyOf(Indices named) {
        if (named.shape().rank() != 1 || named.shape().size() != midpoints.length) {
            throw new ShapeException(
                    "BayesOptimum.accuracyOf",
                    "one class for each of " + midpoints.length + " cells",
                    named.shape() + "",
                    "");
        }
        int classes = probabilities[0].length;
        return IntStream.range(0, midpoints.length)
                .mapToDouble(cell ->
                        probabilities[cell][Rows.requireClass("BayesOptimum.accuracyOf", named.get(cell), classes)])
                .sum();
    }

    private double sum(ToDoubleFunction<double[]> ofCell) {
        return Arrays.stream(probabilities).mapToDouble(ofCell).sum();
    }

    private static double total(double[] classes) {
        double total = 0;
        for (double probability : classes) {
            total += probability;
        }
        return total;
    }

    private static double entropy(double[] classes) {
        double total = total(classes);
        double entropy = 0;
        for (double probability : classes) {
            entropy -= probability > 0 ? probability * StrictMath.log(probability / total) : 0;
        }
        return entropy;
    }

    /** Such as {@code BayesOptimum of 5 classes: accuracy 66.93 %, loss 0.7012}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "BayesOptimum of %s: accuracy %.2f %%, loss %.4f",
                GradusException.counted(probabilities[0].length, "class", "classes"),
                100 * accuracy(),
                loss());
    }
}
