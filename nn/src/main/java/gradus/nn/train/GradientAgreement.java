package gradus.nn.train;

import gradus.autodiff.Tensor;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Whether the gradients of steps that hardly change the parameters have a direction in common, beside
 * the chance of their batches. What the mean gradient is without chance is estimated from products of
 * different steps, and chance from differences of two steps. Its covariance C enters by the traces of
 * C and of C².
 */
final class GradientAgreement {
    /** More directions than this are not counted. */
    private static final int MOST_DIRECTIONS = 30;

    private @Nullable ImmutableList<Tensor> sum;
    private @Nullable ImmutableList<Tensor> waiting;
    private @Nullable ImmutableList<Tensor> lastDifference;
    private int numbers;
    private int steps;
    private int differences;
    private int examples;
    private double squares;
    private double squaresOfDifferences;
    private double squaresOfProducts;

    /** Adds the gradient of a step. */
    void add(ImmutableList<Tensor> gradient, int count) {
        @Nullable ImmutableList<Tensor> before = sum;
        sum = before == null
                ? gradient
                : gradient.collectWithIndex((part, i) -> before.get(i).add(part).keep());
        numbers = (int) gradient.sumOfInt(part -> part.shape().size());
        squares += product(gradient, gradient);
        steps++;
        examples += count;
        @Nullable ImmutableList<Tensor> first = waiting;
        waiting = first == null ? gradient : null;
        if (first != null) {
            addDifference(gradient.collectWithIndex(
                    (part, i) -> first.get(i).sub(part).keep()));
        }
    }

    private void addDifference(ImmutableList<Tensor> next) {
        @Nullable ImmutableList<Tensor> before = lastDifference;
        squaresOfDifferences += product(next, next);
        if (before != null) {
            double product = product(before, next);
            squaresOfProducts += product * product;
        }
        lastDifference = next;
        differences++;
    }

    private static double product(ImmutableList<Tensor> a, ImmutableList<Tensor> b) {
        return a.zip(b).sumOfDouble(pair -> TakenStep.product(pair.getOne(), pair.getTwo()));
    }

    int steps() {
        return steps;
    }

    /** The norm of the mean gradient, without what chance adds; 0 where chance explains all of it. */
    double norm() {
        return Math.sqrt(Math.max(0, square()));
    }

    private double square() {
        @Nullable ImmutableList<Tensor> all = sum;
        return all == null || steps < 2 ? 0 : (product(all, all) - squares) / steps / (steps - 1.0);
    }

    /** The trace of the covariance of a step's gradient: a difference of two has twice that. */
    private double trace() {
        return squaresOfDifferences / differences / 2;
    }

    private double traceOfSquare() {
        return squaresOfProducts / (differences - 1) / 4;
    }

    /** How many standard errors the square of the mean gradient is above that of chance alone. */
    double standardErrors() {
        return square() * steps / Math.sqrt(2 * traceOfSquare());
    }

    /**
     * What the loss would fall by at its best, as a part of it: the mean gradient g has g C⁻¹ g of it,
     * with C of one example, if the loss is that of a least-squares fit. All directions are taken for
     * equal, as many as there are in C.
     */
    double reducible() {
        double directions = Math.min(trace() * trace() / traceOfSquare(), Math.min(numbers, MOST_DIRECTIONS));
        return square() * directions / (trace() * examples / steps);
    }
}
