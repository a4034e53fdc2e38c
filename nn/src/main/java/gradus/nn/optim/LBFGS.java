package gradus.nn.optim;

import static gradus.nn.optim.FlatParameters.dot;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradientException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.nn.Model;
import gradus.nn.optim.FlatParameters.Point;
import java.util.function.Supplier;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Limited-memory BFGS for losses without chance, such as that over the whole training set: Nocedal
 * and Wright, "Numerical Optimization", 2nd edition, algorithms 7.4 and 7.5, with a line search for
 * the strong Wolfe conditions. It computes in double, whatever the type of the parameters.
 *
 * {@snippet lang = java :
 * var lbfgs = LBFGS.of(model);
 * var outcome = lbfgs.minimize(() -> new CrossEntropy().mean(model.forward(inputs), labels));
 * }
 *
 * <p>The closure computes the loss anew from the parameters, and must give the same for the same
 * values. An L-BFGS belongs to one thread. If a closure fails, the parameters are where they were
 * before the iteration.
 */
public final class LBFGS implements Stateful {
    private static final String KIND = "LBFGS";

    private final FlatParameters parameters;
    private CurvaturePairs pairs = new CurvaturePairs(10);
    private int mostIterations = 100;
    private double gradientTolerance = 1e-7;
    private double lossTolerance;

    private LBFGS(ImmutableList<Parameter> parameters) {
        if (parameters.isEmpty() || parameters.distinct().size() < parameters.size()) {
            throw new ArgumentException(KIND, "parameters, each once", parameters.toString(), "");
        }
        this.parameters = new FlatParameters(parameters);
    }

    /**
     * How a minimization ended.
     *
     * @param loss at the end
     * @param gradient the largest absolute value of an element of the gradient at the end
     * @param iterations how many were made
     * @param evaluations how many losses were computed
     * @param end why it ended
     */
    public record Outcome(double loss, double gradient, int iterations, int evaluations, End end) {}

    /** Why a minimization ended. */
    public enum End {
        /** No element of the gradient is above the tolerance. */
        FLAT,
        /** The last iteration lowered the loss by no more than the tolerance. */
        SLOW,
        /**
         * No lower loss was found down the gradient, which at the end of the digits is no failure.
         */
        STUCK,
        /** The iterations allowed are used up. */
        LIMIT
    }

    /**
     * A minimizer of these parameters.
     *
     * @throws ArgumentException if there are none, or one is there twice
     */
    public static LBFGS of(ImmutableList<Parameter> parameters) {
        return new LBFGS(parameters);
    }

    /**
     * A minimizer of a model's parameters.
     *
     * @throws ArgumentException if there are none
     */
    public static LBFGS of(Model model) {
        return new LBFGS(model.parameters());
    }

    /**
     * Sets how many iterations back it remembers, 1 or more, 10 by default; what it remembers now
     * is forgotten.
     */
    public LBFGS history(int iterations) {
        pairs = new CurvaturePairs(Checks.atLeast(1, KIND, "a history", iterations));
        return this;
    }

    /** Sets how many iterations {@link #minimize} makes at most, 1 or more, 100 by default. */
    public LBFGS mostIterations(int iterations) {
        mostIterations = Checks.atLeast(1, KIND, "a number of iterations", iterations);
        return this;
    }

    /**
     * Sets below which largest absolute value of an element of the gradient to end, finite and 0 or
     * more, 10⁻⁷ by default.
     */
    public LBFGS gradientTolerance(double most) {
        gradientTolerance = requireTolerance("gradient", most);
        return this;
    }

    /**
     * Sets by how much an iteration must lower the loss to go on: by more than this, finite and 0
     * (the default) or more.
     */
    public LBFGS lossTolerance(double least) {
        lossTolerance = requireTolerance("loss", least);
        return this;
    }

    private static double requireTolerance(String of, double value) {
        return Checks.require(
                KIND, "a finite tolerance of the " + of + ", 0 or more", Checks.isFiniteFromZero(value), value);
    }

    /**
     * Minimizes the loss.
     *
     * @throws GradientException if the loss or a gradient is not finite where the parameters are,
     *     or as {@link Tensor#gradients()}
     */
    public Outcome minimize(Supplier<Tensor> loss) {
        return run(loss, mostIterations);
    }

    /** One iteration, as {@link #minimize} makes them: for those who want to look on. */
    public Outcome step(Supplier<Tensor> loss) {
        return run(loss, 1);
    }

    private Outcome run(Supplier<Tensor> loss, int most) {
        int before = parameters.evaluations;
        parameters.begin();
        Point point = parameters.evaluate(loss);
        requireFinite(point);
        End end = largest(point.gradient) <= gradientTolerance ? End.FLAT : End.LIMIT;
        int iterations = 0;
        while (end == End.LIMIT && iterations < most) {
            Point next = iterate(loss, point);
            if (next == null) {
                end = End.STUCK;
                break;
            }
            iterations++;
            end = largest(next.gradient) <= gradientTolerance
                    ? End.FLAT
                    : point.loss - next.loss <= lossTolerance ? End.SLOW : End.LIMIT;
            point = next;
        }
        return new Outcome(point.loss, largest(point.gradient), iterations, parameters.evaluations - before, end);
    }

    /**
     * The next point, with the parameters there; null, with the parameters where they were, if
     * there is none.
     */
    private @Nullable Point iterate(Supplier<Tensor> loss, Point point) {
        boolean done = false;
        try {
            @Nullable
            Point next = StrongWolfe.search(parameters, loss, point, pairs.direction(point.gradient), firstStep(point));
            if (next == null && !pairs.isEmpty()) { // perhaps what is remembered misleads
                pairs.clear();
                next = StrongWolfe.search(parameters, loss, point, pairs.direction(point.gradient), firstStep(point));
            }
            if (next != null) {
                parameters.set(next.x);
                pairs.add(point, next);
                done = true;
            }
            return next;
        } finally {
            if (!done) {
                parameters.set(point.x);
            }
        }
    }

    /**
     * 1 is right for a step of Newton's kind; down the plain gradient it is not moved by more than
     * about 1 in all.
     */
    private double firstStep(Point point) {
        return pairs.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(point.gradient, point.gradient))) : 1;
    }

    private static void requireFinite(Point point) {
        if (!Double.isFinite(point.loss) || !Double.isFinite(dot(point.gradient, point.gradient))) {
            throw new GradientException(
                    KIND,
                    "a finite loss and gradient to start from",
                    "loss " + point.loss + ", largest slope " + largest(point.gradient),
                    "start from smaller parameters?");
        }
    }

    private static double largest(double[] gradient) {
        double most = 0;
        for (double slope : gradient) {
            most = Math.max(most, Math.abs(slope));
        }
        return most;
    }

    /** The steps that it remembers, and how the gradient changed along them. */
    @Override
    public SavedState state() {
        return pairs.state(KIND);
    }

    @Override
    public void restore(SavedState state) {
        state.requireKind(KIND);
        pairs.restore(state, parameters.size());
    }

    /** Such as {@code LBFGS(at most 100 iterations, gradient tolerance 1.0E-7)}. */
    @Override
    public String toString() {
        return KIND + "(at most " + GradusException.counted(mostIterations, "iteration") + ", gradient tolerance "
                + gradientTolerance + (lossTolerance == 0 ? "" : ", loss tolerance " + lossTolerance) + ")";
    }
}
