package gradus.autodiff.check;

import java.util.function.DoubleFunction;

/**
 * The derivative of a function of one number at 0, from differences alone: central differences at
 * steps halved again and again, extrapolated to step 0, and of all extrapolations the one with
 * which its neighbors agree best. Ridders, "Accurate computation of F'(x) and F'(x) F''(x)",
 * Advances in Engineering Software 4 (1982). Steps at which the function is not finite are left
 * out, and so a point near the edge of a domain, or near a kink, does no harm as long as the
 * smaller steps stay on one side.
 *
 * @param value the derivative, NaN if no two neighboring steps gave finite values
 * @param uncertainty how far neighboring extrapolations differ from the value
 * @param noise what rounding alone can contribute to the value
 * @param step the smallest step that the value rests on
 */
record NumericSlope(double value, double uncertainty, double noise, double step) {
    private static final double EPSILON = 0x1p-52;
    private static final int MOST_EXTRAPOLATIONS = 6;

    /**
     * A function's value and how large the terms were that were added up to give it.
     *
     * @param value the sum of the terms
     * @param magnitude the sum of their absolute values
     */
    record Sample(double value, double magnitude) {}

    static NumericSlope of(DoubleFunction<Sample> f, double firstStep, double lastStep) {
        NumericSlope best = new NumericSlope(Double.NaN, Double.POSITIVE_INFINITY, 0, firstStep);
        double[] previous = {};
        for (double step = firstStep; step >= lastStep && !best.isSettled(); step /= 2) {
            Sample right = f.apply(step);
            Sample left = f.apply(-step);
            double[] row = extrapolate((right.value - left.value) / (2 * step), previous);
            double noise = EPSILON * (right.magnitude + left.magnitude) / step;
            for (int i = 1; i < row.length && !best.isSettled(); i++) {
                double apart = Math.max(Math.abs(row[i] - row[i - 1]), Math.abs(row[i] - previous[i - 1]));
                NumericSlope candidate = new NumericSlope(row[i], apart + noise, noise, step);
                best = candidate.isBetterThan(best) ? candidate : best;
            }
            previous = row;
        }
        return best;
    }

    /** The same slope, known no better than this. */
    NumericSlope withUncertainty(double least) {
        return new NumericSlope(value, Math.max(uncertainty, least), noise, step);
    }

    /** The same slope, with more that rounding can contribute. */
    NumericSlope withMoreNoise(double more) {
        return new NumericSlope(value, uncertainty, noise + more, step);
    }

    /** Rounding is all that is left. */
    private boolean isSettled() {
        return uncertainty <= 2 * noise;
    }

    /**
     * Compared relative to the value: large steps across a pole give small values that differ
     * little.
     */
    private boolean isBetterThan(NumericSlope other) {
        return Double.isNaN(other.value)
                || isSettled()
                || uncertainty * Math.abs(other.value) < other.uncertainty * Math.abs(value);
    }

    private static double[] extrapolate(double difference, double[] previous) {
        if (!Double.isFinite(difference)) {
            return new double[0];
        }
        double[] row = new double[Math.min(previous.length, MOST_EXTRAPOLATIONS) + 1];
        row[0] = difference;
        double weight = 1;
        for (int i = 1; i < row.length; i++) {
            weight *= 4;
            row[i] = row[i - 1] + (row[i - 1] - previous[i - 1]) / (weight - 1);
        }
        return row;
    }

    /**
     * Whether the function has different slopes on its two sides, which do not approach each other
     * as the step shrinks.
     */
    static boolean hasKink(DoubleFunction<Sample> f, double step) {
        double wide = disagreement(f, step);
        double narrow = disagreement(f, step / 16);
        double slope = Math.abs(oneSided(f, step)) + Math.abs(oneSided(f, -step));
        return narrow > 0.5 * wide && wide > 1e-3 * slope;
    }

    private static double disagreement(DoubleFunction<Sample> f, double step) {
        return Math.abs(oneSided(f, step) - oneSided(f, -step));
    }

    private static double oneSided(DoubleFunction<Sample> f, double step) {
        return (f.apply(step).value - f.apply(0).value) / step;
    }
}
