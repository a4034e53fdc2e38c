package gradus.examples.softplus;

import module gradus.nn;
import module java.base;

/**
 * What can be reached on the distribution of {@link RingsAndClouds} at best, and what a classifier
 * reaches, as integrals over a square around the origin by the midpoint rule. All densities are
 * exact, and the square holds all but 10⁻⁷ of the probability.
 */
final class Optimum {
    private static final double HALF_WIDTH = 10;

    /** The places in the middle of the square's cells, row by row from the lower left. */
    private final double[][] midpoints;

    /** For each cell, the probability that a point falls into it and is of the class. */
    private final double[][] probabilities;

    /** With so many cells along each side of the square. */
    Optimum(int side) {
        double width = 2 * HALF_WIDTH / side;
        double[] places = IntStream.range(0, side)
                .mapToDouble(place -> -HALF_WIDTH + (place + 0.5) * width)
                .toArray();
        midpoints = IntStream.range(0, side * side)
                .mapToObj(cell -> new double[] {places[cell % side], places[cell / side]})
                .toArray(double[][]::new);
        double weight = width * width / RingsAndClouds.CLASSES;
        probabilities = Arrays.stream(midpoints)
                .map(point -> IntStream.range(0, RingsAndClouds.CLASSES)
                        .mapToDouble(label -> weight * RingsAndClouds.density(label, point[0], point[1]))
                        .toArray())
                .toArray(double[][]::new);
    }

    /** The midpoints {@code [cells, 2]}, of type F64. */
    Tensor midpoints() {
        return Tensor.of(midpoints);
    }

    /** The accuracy of the best classifier there is: it names the most probable class at each point. */
    double accuracy() {
        return sum(classes -> Arrays.stream(classes).max().orElseThrow());
    }

    /** The cross-entropy of the true class probabilities, in nats: no classifier has less. */
    double loss() {
        return sum(Optimum::entropy);
    }

    /** The probability of the whole square: 1 but for what lies outside and the error of the rule. */
    double probability() {
        return sum(Optimum::total);
    }

    /** The accuracy, over the whole distribution, of a classifier that names these classes at the midpoints. */
    double accuracyOf(Indices named) {
        return IntStream.range(0, probabilities.length)
                .mapToDouble(cell -> probabilities[cell][named.get(cell)])
                .sum();
    }

    private double sum(ToDoubleFunction<double[]> ofCell) {
        return Arrays.stream(probabilities).mapToDouble(ofCell).sum();
    }

    private static double total(double[] classes) {
        return classes[0] + classes[1] + classes[2] + classes[3] + classes[4];
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
