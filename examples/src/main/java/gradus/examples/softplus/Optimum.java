package gradus.examples.softplus;

import java.util.function.IntToDoubleFunction;
import module gradus.examples;
import module java.base;

/**
 * What can be reached on the distribution of {@link RingsAndClouds} at best, and what a classifier
 * reaches, as integrals over the plane by the midpoint rule. All densities are exact, and the grid
 * holds all but 10⁻⁷ of the probability.
 */
final class Optimum {
    private final CellGrid grid;

    /** For each cell, the probability that a point falls into it and is of the class. */
    private final double[][] probabilities;

    Optimum(CellGrid grid) {
        this.grid = grid;
        double weight = grid.cellWidth() * grid.cellWidth() / RingsAndClouds.CLASSES;
        probabilities = IntStream.range(0, grid.cells())
                .mapToObj(cell -> IntStream.range(0, RingsAndClouds.CLASSES)
                        .mapToDouble(label -> weight * RingsAndClouds.density(label, grid.x(cell), grid.y(cell)))
                        .toArray())
                .toArray(double[][]::new);
    }

    CellGrid grid() {
        return grid;
    }

    /** The accuracy of the best classifier there is: it names the most probable class at each point. */
    double accuracy() {
        return sum(cell -> largest(probabilities[cell]));
    }

    /** The cross-entropy of the true class probabilities, in nats: no classifier has less. */
    double loss() {
        return sum(cell -> entropy(probabilities[cell]));
    }

    /** The probability of the whole square: 1 but for what lies outside and the error of the rule. */
    double probability() {
        return sum(cell -> total(probabilities[cell]));
    }

    /**
     * The accuracy, over the whole distribution, of a classifier that names these classes at the
     * midpoints of the cells.
     */
    double accuracyOf(Indices named) {
        return sum(cell -> probabilities[cell][named.get(cell)]);
    }

    private double sum(IntToDoubleFunction ofCell) {
        return IntStream.range(0, grid.cells()).mapToDouble(ofCell).sum();
    }

    private static double total(double[] classes) {
        return classes[0] + classes[1] + classes[2] + classes[3] + classes[4];
    }

    private static double largest(double[] classes) {
        double largest = 0;
        for (double probability : classes) {
            largest = Math.max(largest, probability);
        }
        return largest;
    }

    private static double entropy(double[] classes) {
        double total = total(classes);
        double entropy = 0;
        for (double probability : classes) {
            entropy -= probability > 0 ? probability * StrictMath.log(probability / total) : 0;
        }
        return entropy;
    }
}
