package gradus.nn.optim;

import static gradus.nn.optim.FlatParameters.dot;

import gradus.autodiff.Tensor;
import gradus.nn.optim.FlatParameters.Point;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A line search for a step a along p from x that satisfies the strong Wolfe conditions, with φ(a)
 * the loss at x + a p:
 *
 * <pre>
 *     φ(a) ≤ φ(0) + c₁ a φ'(0),   |φ'(a)| ≤ c₂ |φ'(0)|
 * </pre>
 *
 * Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithms 3.5 (bracketing) and 3.6
 * (zoom), with the cubic of their (3.59).
 */
final class StrongWolfe {
    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int MOST_TRIALS = 25;

    private final FlatParameters parameters;
    private final Supplier<Tensor> loss;
    private final Point start;
    private final double[] direction;
    private final double slope;

    private StrongWolfe(FlatParameters parameters, Supplier<Tensor> loss, Point start, double[] direction) {
        this.parameters = parameters;
        this.loss = loss;
        this.start = start;
        this.direction = direction;
        this.slope = dot(start.gradient, direction);
    }

    private record Trial(double step, Point point, double slope) {
        double loss() {
            return point.loss;
        }
    }

    /**
     * Where the search ends, or null if no place with a sufficiently lower loss was found. The
     * parameters may be anywhere.
     */
    static @Nullable Point search(
            FlatParameters parameters, Supplier<Tensor> loss, Point start, double[] direction, double firstStep) {
        StrongWolfe search = new StrongWolfe(parameters, loss, start, direction);
        Trial found = search.bracket(firstStep);
        return found.step == 0 ? null : found.point;
    }

    private Trial bracket(double firstStep) {
        Trial previous = new Trial(0, start, slope);
        double step = firstStep;
        for (int i = 0; i < MOST_TRIALS; i++) {
            Trial trial = at(step);
            if (!isLowEnough(trial) || (i > 0 && trial.loss() >= previous.loss())) {
                return zoom(previous, trial);
            }
            if (isFlatEnough(trial)) {
                return trial;
            }
            if (trial.slope >= 0) {
                return zoom(trial, previous);
            }
            previous = trial;
            step *= 2;
        }
        return previous;
    }

    /** @param low the lower end, low enough itself */
    private Trial zoom(Trial low, Trial high) {
        for (int i = 0; i < MOST_TRIALS; i++) {
            Trial trial = at(between(low, high));
            if (!isLowEnough(trial) || trial.loss() >= low.loss()) {
                high = trial;
                continue;
            }
            if (isFlatEnough(trial)) {
                return trial;
            }
            if (trial.slope * (high.step - low.step) >= 0) {
                high = low;
            }
            low = trial;
        }
        return low;
    }

    private Trial at(double step) {
        Point point = parameters.evaluate(loss, start.x, step, direction);
        return new Trial(step, point, dot(point.gradient, direction));
    }

    /** Not for a loss that is NaN. */
    private boolean isLowEnough(Trial trial) {
        return trial.loss() <= start.loss + SUFFICIENT_DECREASE * trial.step * slope;
    }

    private boolean isFlatEnough(Trial trial) {
        return Math.abs(trial.slope) <= -CURVATURE * slope;
    }

    /**
     * Where the cubic through both has its minimum, or the middle if that is outside or close to an
     * end.
     */
    private static double between(Trial a, Trial b) {
        double width = b.step - a.step;
        double d1 = a.slope + b.slope - 3 * (a.loss() - b.loss()) / (a.step - b.step);
        double d2 = Math.signum(width) * Math.sqrt(d1 * d1 - a.slope * b.slope);
        double part = 1 - (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
        return a.step + width * (part >= 0.1 && part <= 0.9 ? part : 0.5);
    }
}
