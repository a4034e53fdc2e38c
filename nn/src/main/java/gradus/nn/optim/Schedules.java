package gradus.nn.optim;

import gradus.autodiff.ArgumentException;

/** The formulas of {@link Schedule}, as values. */
final class Schedules {
    private Schedules() {}

    private static void requireRates(String schedule, double... rates) {
        for (double rate : rates) {
            requireFinite(schedule, "learning rates", rate);
        }
    }

    private static void requireFinite(String schedule, String what, double value) {
        Checks.require(
                "Schedule." + schedule, "finite " + what + " of 0 or more", Checks.isFiniteFromZero(value), value);
    }

    private static void requireSteps(String schedule, long steps, long least) {
        if (steps < least) {
            throw new ArgumentException(
                    "Schedule." + schedule, "a number of steps of at least " + least, steps + "", "");
        }
    }

    static Schedule step(double rate, long every, double factor) {
        requireRates("step", rate);
        requireSteps("step", every, 1);
        requireFinite("step", "factors", factor);
        return new PerEpoch(new Exponential(rate, factor), every);
    }

    /** Half a cosine from one number, where the part is 0, to another, where it is 1. */
    private static double halfCosine(double from, double to, double part) {
        return part >= 1 ? to : to + (from - to) / 2 * (1 + StrictMath.cos(Math.PI * part));
    }

    record Constant(double rate) implements Schedule {
        Constant {
            requireRates("constant", rate);
        }

        @Override
        public double at(long step) {
            return rate;
        }
    }

    record Exponential(double rate, double factor) implements Schedule {
        Exponential {
            requireRates("exponential", rate);
            requireFinite("exponential", "factors", factor);
        }

        @Override
        public double at(long step) {
            return rate * StrictMath.pow(factor, (double) step);
        }
    }

    record Linear(double from, double to, long steps) implements Schedule {
        Linear {
            requireRates("linear", from, to);
            requireSteps("linear", steps, 1);
        }

        @Override
        public double at(long step) {
            return step >= steps ? to : from + (to - from) * step / steps;
        }
    }

    record Cosine(double from, double to, long steps) implements Schedule {
        Cosine {
            requireRates("cosine", from, to);
            requireSteps("cosine", steps, 1);
        }

        @Override
        public double at(long step) {
            return halfCosine(from, to, (double) step / steps);
        }
    }

    record OneCycle(double highest, long steps, double rising, double divisor, double finalDivisor)
            implements Schedule {
        OneCycle {
            requireRates("oneCycle", highest);
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
        }

        @Override
        public double at(long step) {
            double top = rising * steps - 1;
            double first = highest / divisor;
            return step < top
                    ? halfCosine(first, highest, step / top)
                    : halfCosine(highest, first / finalDivisor, (step - top) / (steps - 1 - top));
        }
    }

    record PerEpoch(Schedule epochs, long stepsPerEpoch) implements Schedule {
        PerEpoch {
            requireSteps("perEpoch", stepsPerEpoch, 1);
        }

        @Override
        public double at(long step) {
            return epochs.at(step / stepsPerEpoch);
        }
    }

    record Then(Schedule first, long steps, Schedule next) implements Schedule {
        Then {
            requireSteps("then", steps, 0);
        }

        @Override
        public double at(long step) {
            return step < steps ? first.at(step) : next.at(step - steps);
        }
    }

    record Times(Schedule schedule, double factor) implements Schedule {
        Times {
            requireFinite("times", "factors", factor);
        }

        @Override
        public double at(long step) {
            return schedule.at(step) * factor;
        }
    }
}
