package gradus.nn.optim;

import gradus.autodiff.ArgumentException;

/**
 * A learning rate for every step: a value, which knows nothing of an optimizer and remembers
 * nothing, so that training resumes from the number of the step alone. A schedule of your own is a
 * function:
 *
 * {@snippet lang = java :
 * Schedule schedule = Schedule.linear(0, 0.1, 500).then(500, Schedule.cosine(0.1, 4_500)); // warm-up, then cosine
 * Schedule mine = step -> 0.1 / Math.sqrt(1 + step);
 * for (long step = 0; step < 5_000; step++) {
 *     schedule.apply(optimizer, step);
 *     optimizer.minimize(loss());
 * }
 * }
 *
 * <p>The formulas are PyTorch's, in closed form. Step 0 is the first. What follows the end of a
 * schedule that has one is its last rate. One that counts epochs is made of one that counts steps
 * by {@link #perEpoch}. What depends on how training goes is {@link OnPlateau}.
 */
@FunctionalInterface
public interface Schedule {
    /** The learning rate of a step, counted from 0. */
    double at(long step);

    /**
     * Sets the optimizer's learning rate to that of a step, counted from 0.
     *
     * @throws ArgumentException if the step is negative, or its rate is not finite and 0 or more
     */
    default void apply(Optimizer optimizer, long step) {
        if (step < 0) {
            throw new ArgumentException("Schedule.apply", "a step from 0", step + "", "");
        }
        double rate = at(step);
        if (!Checks.isFiniteFromZero(rate)) {
            throw new ArgumentException(
                    "Schedule.apply",
                    "a schedule of finite learning rates of 0 or more",
                    rate + " for step " + step,
                    "");
        }
        optimizer.learningRate(rate);
    }

    /**
     * The same for {@code stepsPerEpoch} steps each: what was the rate of a step becomes that of an
     * epoch.
     */
    default Schedule perEpoch(long stepsPerEpoch) {
        requireSteps("perEpoch", stepsPerEpoch, 1);
        return FormulaSchedule.of(this + ".perEpoch", step -> at(step / stepsPerEpoch), stepsPerEpoch);
    }

    /** This one for {@code steps} steps, then another from its own step 0 on. */
    default Schedule then(long steps, Schedule next) {
        requireSteps("then", steps, 0);
        return FormulaSchedule.of(this + ".then", step -> step < steps ? at(step) : next.at(step - steps), steps, next);
    }

    /** This one times a factor, finite and 0 or more. */
    default Schedule times(double factor) {
        requireFinite("times", "factors", factor);
        return FormulaSchedule.of(this + ".times", step -> at(step) * factor, factor);
    }

    /** The same rate at every step. */
    static Schedule constant(double rate) {
        requireFinite("constant", "learning rates", rate);
        return FormulaSchedule.of("constant", _ -> rate, rate);
    }

    /** rate · factor^⌊step / every⌋: PyTorch's StepLR. */
    static Schedule step(double rate, long every, double factor) {
        requireFinite("step", "learning rates", rate);
        requireSteps("step", every, 1);
        requireFinite("step", "factors", factor);
        return exponential(rate, factor).perEpoch(every);
    }

    /** rate · factor^step: PyTorch's ExponentialLR. */
    static Schedule exponential(double rate, double factor) {
        requireFinite("exponential", "learning rates", rate);
        requireFinite("exponential", "factors", factor);
        return FormulaSchedule.of("exponential", step -> rate * StrictMath.pow(factor, (double) step), rate, factor);
    }

    /**
     * From one rate to another in equal parts, {@code to} at step {@code steps} and after:
     * PyTorch's LinearLR, and the usual warm-up.
     */
    static Schedule linear(double from, double to, long steps) {
        requireFinite("linear", "learning rates", from, to);
        requireSteps("linear", steps, 1);
        return FormulaSchedule.of(
                "linear", step -> step >= steps ? to : from + (to - from) * step / steps, from, to, steps);
    }

    /** {@link #cosine(double, double, long)} down to 0. */
    static Schedule cosine(double rate, long steps) {
        return cosine(rate, 0, steps);
    }

    /**
     * to + (from - to) (1 + cos(π step / steps)) / 2, {@code to} at step {@code steps} and after:
     * Loshchilov and Hutter, "SGDR", ICLR 2017, equation 5, without restarts; PyTorch's
     * CosineAnnealingLR up to there.
     */
    static Schedule cosine(double from, double to, long steps) {
        requireFinite("cosine", "learning rates", from, to);
        requireSteps("cosine", steps, 1);
        return FormulaSchedule.of("cosine", step -> halfCosine(from, to, (double) step / steps), from, to, steps);
    }

    /**
     * {@link #oneCycle(double, long, double, double, double)} with PyTorch's defaults: 0.3, 25 and
     * 10,000.
     */
    static Schedule oneCycle(double highest, long steps) {
        return oneCycle(highest, steps, 0.3, 25, 1e4);
    }

    /**
     * Up along half a cosine from {@code highest / divisor} to {@code highest}, then down along
     * another to the first rate over {@code finalDivisor}, in {@code steps} steps: Smith and Topin,
     * "Super-Convergence", 2018, as in PyTorch's OneCycleLR with two phases. The momentum stays as
     * it is.
     *
     * @param rising the part of the steps that goes up, above 0 and below 1
     */
    static Schedule oneCycle(double highest, long steps, double rising, double divisor, double finalDivisor) {
        requireFinite("oneCycle", "learning rates", highest);
        requireSteps("oneCycle", steps, 2);
        if (!(rising > 0 && rising < 1)) {
            throw new ArgumentException(
                    "Schedule.oneCycle",
                    "a rising part above 0 and below 1",
                    rising + "",
                    "0.3 rises for three tenths of the steps");
        }
        if (!(divisor >= 1 && finalDivisor >= 1)) {
            throw new ArgumentException(
                    "Schedule.oneCycle", "divisors of at least 1", divisor + " and " + finalDivisor, "");
        }
        double top = rising * steps - 1;
        double first = highest / divisor;
        Schedule formula = step -> step < top
                ? halfCosine(first, highest, step / top)
                : halfCosine(highest, first / finalDivisor, (step - top) / (steps - 1 - top));
        return FormulaSchedule.of("oneCycle", formula, highest, steps, rising, divisor, finalDivisor);
    }

    /** Half a cosine from one number, where the part is 0, to another, where it is 1. */
    private static double halfCosine(double from, double to, double part) {
        return part >= 1 ? to : to + (from - to) / 2 * (1 + StrictMath.cos(Math.PI * part));
    }

    private static void requireFinite(String schedule, String what, double... values) {
        for (double value : values) {
            Checks.require(
                    "Schedule." + schedule, "finite " + what + " of 0 or more", Checks.isFiniteFromZero(value), value);
        }
    }

    private static void requireSteps(String schedule, long steps, long least) {
        if (steps < least) {
            throw new ArgumentException(
                    "Schedule." + schedule, "a number of steps of at least " + least, steps + "", "");
        }
    }
}
