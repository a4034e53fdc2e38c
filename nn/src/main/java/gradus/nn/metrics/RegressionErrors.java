package gradus.nn.metrics;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Locale;

/**
 * How far predicted numbers are from the actual ones. The sums are exact, so that the order of the
 * examples makes no difference.
 *
 * @param meanSquared the mean of (predicted - actual)²
 * @param meanAbsolute the mean of |predicted - actual|
 */
public record RegressionErrors(double meanSquared, double meanAbsolute) {

    /**
     * The errors of predictions, of any shape.
     *
     * @throws ShapeException if the shapes differ: nothing is broadcast
     * @throws ElementTypeException if the types differ
     * @throws ArgumentException if there are none, or the square of a difference is not finite
     */
    public static RegressionErrors of(Tensor predicted, Tensor actual) {
        if (!predicted.shape().equals(actual.shape())) {
            throw new ShapeException(
                    "RegressionErrors",
                    "one prediction for each number, in one shape",
                    predicted.shape() + " for " + actual.shape(),
                    "");
        }
        if (predicted.dtype() != actual.dtype()) {
            throw new ElementTypeException(
                    "RegressionErrors",
                    "predictions and numbers of one type",
                    predicted.dtype() + " and " + actual.dtype(),
                    "convert one with to(DType)");
        }
        int count = predicted.shape().size();
        if (count == 0) {
            throw new ArgumentException("RegressionErrors", "at least one number", "none", "");
        }
        double[] guesses = predicted.toDoubleArray();
        double[] truths = actual.toDoubleArray();
        ExactSum squares = new ExactSum();
        ExactSum distances = new ExactSum();
        for (int i = 0; i < count; i++) {
            double error = guesses[i] - truths[i];
            if (!Double.isFinite(error * error)) {
                throw new ArgumentException(
                        "RegressionErrors",
                        Double.isFinite(error) ? "errors whose squares are finite" : "finite errors",
                        guesses[i] + " for " + truths[i] + " at place " + i,
                        "");
            }
            squares.add(error * error);
            distances.add(Math.abs(error));
        }
        return new RegressionErrors(squares.value() / count, distances.value() / count);
    }

    /** The root of the mean squared error, in the unit of the numbers. */
    public double rootMeanSquared() {
        return Math.sqrt(meanSquared);
    }

    /** Such as {@code mean squared error 0.2500, mean absolute error 0.5000}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "mean squared error %.4f, mean absolute error %.4f", meanSquared, meanAbsolute);
    }
}
