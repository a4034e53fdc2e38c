package gradus.autodiff.check;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.CustomOp;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Randomness;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * Compares the derivatives that Gradus finds with differences of the function, for functions and
 * operators of your own. The comparison runs in F64, with random cotangents, along random
 * directions, for each input by itself. Order 1 compares the vjp of the function with its
 * differences; order 2 compares the derivative of that vjp, with respect to the inputs and to the
 * cotangent, with differences of the vjp; order 3 goes one further. An order that fails ends the
 * check.
 *
 * {@snippet lang = java :
 * GradientCheck.of(new Cube()).orders(3).at(x).requirePassed();
 * GradientCheck.of((a, b) -> a.matmul(b).softplus()).at(a, b).requirePassed();
 * System.out.println(GradientCheck.of(x -> x.norm()).at(x));
 * }
 *
 * <p>Where rounding inside the function explains a disagreement, it is forgiven. A point at or next
 * to a kink fails, and the report says so: choose the point elsewhere. A check is a value; the same
 * check at the same point gives the same report.
 */
public final class GradientCheck {
    private static final int HIGHEST_ORDER = 3;

    private final String subject;
    private final Function<ImmutableList<Tensor>, Tensor> f;
    private final int orders;
    private final double tolerance;
    private final long seed;
    private final boolean everyElement;

    private GradientCheck(
            String subject,
            Function<ImmutableList<Tensor>, Tensor> f,
            int orders,
            double tolerance,
            long seed,
            boolean everyElement) {
        this.subject = subject;
        this.f = f;
        this.orders = orders;
        this.tolerance = tolerance;
        this.seed = seed;
        this.everyElement = everyElement;
    }

    /** A check of a function of one tensor, to order 1 at first. */
    public static GradientCheck of(Function<Tensor, Tensor> f) {
        return ofMany(x -> f.apply(x.getOnly()));
    }

    /** A check of a function of two tensors. */
    public static GradientCheck of(BiFunction<Tensor, Tensor, Tensor> f) {
        return ofMany(x -> f.apply(x.get(0), x.get(1)));
    }

    /** A check of an operator, named in the report. */
    public static GradientCheck of(CustomOp op) {
        return ofMany(x -> op.apply(x.toArray(new Tensor[0]))).named(op.name());
    }

    /** A check of a function of any number of tensors. */
    public static GradientCheck ofMany(Function<ImmutableList<Tensor>, Tensor> f) {
        return new GradientCheck("function", f, 1, 1e-7, 1, false);
    }

    /** The same check with a name for its reports. */
    public GradientCheck named(String name) {
        return new GradientCheck(name, f, orders, tolerance, seed, everyElement);
    }

    /**
     * The same check of derivatives up to an order.
     *
     * @param highest 1, 2 or 3
     */
    public GradientCheck orders(int highest) {
        if (highest < 1 || highest > HIGHEST_ORDER) {
            throw new ArgumentException(
                    "gradientCheck",
                    "an order from 1 to " + HIGHEST_ORDER,
                    highest + "",
                    "check the gradient function itself for more");
        }
        return new GradientCheck(subject, f, highest, tolerance, seed, everyElement);
    }

    /**
     * The same check with another relative error allowed at order 1 (1e-7 at first); each further
     * order allows ten times more.
     */
    public GradientCheck tolerance(double relativeError) {
        if (!(relativeError > 0 && relativeError < 1)) {
            throw new ArgumentException("gradientCheck", "a tolerance between 0 and 1", relativeError + "", "");
        }
        return new GradientCheck(subject, f, orders, relativeError, seed, everyElement);
    }

    /** The same check along other random directions and cotangents. */
    public GradientCheck seed(long value) {
        return new GradientCheck(subject, f, orders, tolerance, value, everyElement);
    }

    /**
     * The same check along every single element instead of random directions: slower, and nothing
     * averages out.
     */
    public GradientCheck everyElement() {
        return new GradientCheck(subject, f, orders, tolerance, seed, true);
    }

    /**
     * Runs the check at a point.
     *
     * @param x the inputs, F64
     * @throws ElementTypeException if an input is F32, too coarse for differences
     */
    public Report at(Tensor... x) {
        return at(Lists.immutable.with(x));
    }

    /** Runs the check at a point. See {@link #at(Tensor...)}. */
    public Report at(ImmutableList<Tensor> x) {
        if (x == null || x.isEmpty() || x.contains(null)) {
            String got = x == null || x.notEmpty() ? "null" : "none";
            throw new ArgumentException("gradientCheck", "at least one input", got, "");
        }
        x.forEachWithIndex((input, i) -> {
            if (input.dtype() != DType.F64) {
                throw new ElementTypeException(
                        "gradientCheck",
                        "F64 inputs",
                        input.type() + " as input " + i,
                        "differences of floats say little: convert with to(DType.F64)");
            }
            if (input.shape().size() == 0) {
                throw new ShapeException("gradientCheck", "inputs with elements", input.shape() + " as input " + i, "");
            }
        });
        // split, as the point is often drawn from the same seed: a cotangent equal to it makes mistakes and kinks
        // cancel
        Randomness random = Randomness.seeded(seed).split();
        GradientComparison comparison =
                new GradientComparison(f, x.collect(Tensor::detach), random, tolerance, everyElement);
        return comparison.report(subject, orders);
    }

    /**
     * A derivative that disagrees with the differences.
     *
     * @param order of the derivative: 1, 2 or 3; 0 if the function itself cannot be compared with
     *     differences
     * @param input the number of the input; after the last one comes the cotangent
     * @param element the place of the worst element; empty for a single number
     * @param analytic what Gradus found, by the operators' rules
     * @param numeric what the differences say
     * @param relativeError their distance, relative to the larger; NaN, as the two before, if there
     *     was nothing to compare
     * @param cause what is probably wrong, in words
     */
    public record Mismatch(
            int order,
            int input,
            ImmutableIntList element,
            double analytic,
            double numeric,
            double relativeError,
            String cause) {}

    /**
     * What a check found.
     *
     * @param subject what was checked
     * @param tolerance the relative error allowed at order 1; each further order allows ten times
     *     more
     * @param inputs how many inputs the function has
     * @param worstErrors the largest relative error found at each order that was checked, from
     *     order 1
     * @param mismatches what went wrong, at most one an input; empty if nothing did
     */
    public record Report(
            String subject,
            double tolerance,
            int inputs,
            ImmutableDoubleList worstErrors,
            ImmutableList<Mismatch> mismatches) {
        /** Whether every derivative agrees. */
        public boolean passed() {
            return mismatches.isEmpty();
        }

        /**
         * The largest relative error found at an order.
         *
         * @throws ArgumentException if that order was not reached
         */
        public double worstError(int order) {
            if (order < 1 || order > worstErrors.size()) {
                throw new ArgumentException(
                        "worstError",
                        "an order from 1 to " + worstErrors.size(),
                        order + "",
                        "orders(...) asks for more");
            }
            return worstErrors.get(order - 1);
        }

        /**
         * This report, if it passed: the last step in a test.
         *
         * @throws GradientException with the explanation, if it did not
         */
        public Report requirePassed() {
            if (!passed()) {
                throw new GradientException(
                        "gradientCheck of " + subject,
                        "derivatives that agree with differences",
                        mismatches.collect(this::describe).makeString(" | "),
                        "");
            }
            return this;
        }

        private String describe(Mismatch mismatch) {
            if (Double.isNaN(mismatch.relativeError)) {
                return mismatch.cause;
            }
            String input = mismatch.input == inputs ? "the cotangent" : "input " + mismatch.input;
            return String.format(
                    Locale.ROOT,
                    "order %d, %s, element %s: analytic %s, numeric %s (relative error %.1e, allowed %.0e); %s",
                    mismatch.order,
                    input,
                    mismatch.element,
                    mismatch.analytic,
                    mismatch.numeric,
                    mismatch.relativeError,
                    GradientComparison.allowed(tolerance, mismatch.order),
                    mismatch.cause);
        }

        /** The result in words: the worst errors if it passed, otherwise what failed and why. */
        @Override
        public String toString() {
            String head = "gradient check of " + subject + (passed() ? ": passed" : ": failed");
            String errors = worstErrors
                    .collectWithIndex((error, i) -> String.format(
                            Locale.ROOT,
                            "\n  order %d: worst relative error %.1e, allowed %.0e",
                            i + 1,
                            error,
                            GradientComparison.allowed(tolerance, i + 1)))
                    .makeString("");
            return head
                    + errors
                    + mismatches
                            .collect(mismatch -> "\n  " + describe(mismatch))
                            .makeString("");
        }
    }
}
