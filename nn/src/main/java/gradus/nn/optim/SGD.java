package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.autodiff.Workspace;
import gradus.autodiff.kernel.OptimiserKernels;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.MutableMap;

/**
 * Stochastic gradient descent, with momentum, Nesterov's variant and weight decay as in PyTorch. For a parameter w with gradient g,
 * velocity v, learning rate η, momentum μ and weight decay λ, a step is
 *
 * <pre>
 *     g ← g + λ w
 *     v ← μ v + g          (v ← g at the first step)
 *     w ← w - η v          (Nesterov: w ← w - η (g + μ v))
 * </pre>
 *
 * The learning rate multiplies the whole velocity: where it changes in the middle of training, this differs from Sutskever et
 * al., ICML 2013, whose velocity includes it.
 *
 * <p>An optimiser is a cell like the parameters it changes: its settings can be changed at any time, also between steps, and the
 * velocities stay. It belongs to one thread. Parameters change in place where nobody can see it ({@link Parameter#update}).
 *
 * {@snippet lang = java :
 * var sgd = SGD.of(model.parameters()).learningRate(0.1).momentum(0.9);
 * sgd.minimize(loss);
 * sgd.learningRate(0.01); // from now on
 * }
 */
public final class SGD {
    private final ImmutableList<Parameter> parameters;
    private final MutableMap<Parameter, Parameter> velocities = Maps.mutable.empty();
    private final Workspace workspace = new Workspace();
    private double learningRate = Double.NaN;
    private double momentum;
    private double weightDecay;
    private boolean nesterov;

    private SGD(ImmutableList<Parameter> parameters) {
        this.parameters = parameters;
    }

    /**
     * An optimiser of these parameters, plain until told otherwise; it needs a {@linkplain #learningRate(double) learning rate}.
     *
     * @throws ArgumentException if there are none, or one is there twice
     */
    public static SGD of(ImmutableList<Parameter> parameters) {
        if (parameters.isEmpty()) {
            throw new ArgumentException("SGD", "at least one parameter", "none", "");
        }
        if (parameters.distinct().size() < parameters.size()) {
            throw new ArgumentException(
                    "SGD", "each parameter once", "some twice: " + parameters.makeString(), "distinct() drops repeats");
        }
        return new SGD(parameters);
    }

    /** Sets the learning rate, finite and 0 or more, for the steps to come. */
    public SGD learningRate(double rate) {
        learningRate = require("a finite learning rate of 0 or more", rate >= 0 && Double.isFinite(rate), rate);
        return this;
    }

    /** Sets the momentum, from 0 (none, the default) to less than 1, for the steps to come. */
    public SGD momentum(double factor) {
        requireNesterovHas(nesterov, factor);
        momentum = require("a momentum from 0 to less than 1", factor >= 0 && factor < 1, factor);
        return this;
    }

    /**
     * Looks ahead by Nesterov's rule: steps along g + μ v instead of v.
     *
     * @throws ArgumentException if the momentum is 0
     */
    public SGD nesterov() {
        requireNesterovHas(true, momentum);
        nesterov = true;
        return this;
    }

    /** Sets the weight decay, finite and 0 (none, the default) or more: the gradient of ½ λ |w|² is added to the loss's. */
    public SGD weightDecay(double factor) {
        weightDecay = require("a finite weight decay of 0 or more", factor >= 0 && Double.isFinite(factor), factor);
        return this;
    }

    /** The learning rate of the next step; NaN before it is set. */
    public double learningRate() {
        return learningRate;
    }

    private static double require(String need, boolean holds, double value) {
        if (!holds) {
            throw new ArgumentException("SGD", need, value + "", "");
        }
        return value;
    }

    private static void requireNesterovHas(boolean nesterov, double momentum) {
        if (nesterov && momentum == 0) {
            throw new ArgumentException(
                    "SGD.nesterov", "a momentum above 0", "0", "call momentum(0.9) before nesterov()");
        }
    }

    /**
     * Sets every parameter that the loss depends on to its next value; the others, and their velocities, stay as they are. If it
     * fails, nothing has changed.
     *
     * @throws ArgumentException if no learning rate was set
     * @throws GradientException if the loss depends on none of the parameters, or mixes two values of one
     */
    public void step(Gradients gradients) {
        if (Double.isNaN(learningRate)) {
            throw new ArgumentException("SGD.step", "a learning rate", "none", "SGD.of(...).learningRate(0.1) sets it");
        }
        ImmutableList<Parameter> used = parameters.select(gradients::dependsOn);
        if (used.isEmpty()) {
            throw new GradientException(
                    "SGD.step",
                    "gradients of a loss that depends on its parameters",
                    "one that depends on none of " + parameters.makeString(),
                    "is the loss computed from another model?");
        }
        used.forEach(gradients::requireOneValue);
        used.forEach(parameter -> step(parameter, gradients));
    }

    /**
     * One step down the gradients of {@code loss}, as {@code step(loss.gradients())}, but in memory that serves every step.
     *
     * @throws ArgumentException if no learning rate was set
     * @throws GradientException as {@link #step} and {@link Tensor#gradients()}
     */
    public void minimize(Tensor loss) {
        step(loss.gradients(workspace));
    }

    private void step(Parameter parameter, Gradients gradients) {
        if (momentum == 0) {
            parameter.update(gradients, Lists.immutable.empty(), new Descend(learningRate, weightDecay));
        } else {
            parameter.update(
                    gradients,
                    Lists.immutable.with(velocities.getIfAbsentPutWithKey(parameter, SGD::standingStill)),
                    new DescendWithMomentum(learningRate, weightDecay, momentum, nesterov));
        }
    }

    private static Parameter standingStill(Parameter parameter) {
        return Parameter.of("velocity of " + parameter.name(), Tensor.zeros(parameter.dtype(), parameter.shape()));
    }

    private record Descend(double rate, double decay) implements Parameter.Update {
        @Override
        public <A> void run(OptimiserKernels<A> k, A value, A gradient, ImmutableList<A> state, int from, int to) {
            k.descend(value, gradient, from, to, rate, decay);
        }
    }

    private record DescendWithMomentum(double rate, double decay, double momentum, boolean nesterov)
            implements Parameter.Update {
        @Override
        public <A> void run(OptimiserKernels<A> k, A value, A gradient, ImmutableList<A> state, int from, int to) {
            k.descendWithMomentum(value, gradient, state.getFirst(), from, to, rate, decay, momentum, nesterov);
        }
    }

    /** The settings, such as {@code SGD(learning rate 0.1, momentum 0.9)}. */
    @Override
    public String toString() {
        return "SGD(learning rate " + learningRate
                + (momentum == 0 ? "" : ", momentum " + momentum)
                + (nesterov ? ", Nesterov" : "")
                + (weightDecay == 0 ? "" : ", weight decay " + weightDecay) + ")";
    }
}
