package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.autodiff.UpdateRule;
import gradus.nn.Layer;
import gradus.nn.NamedParameter;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Stochastic gradient descent, with momentum, Nesterov's variant and weight decay as in PyTorch.
 * For a parameter w with gradient g, velocity v, learning rate η, momentum μ and weight decay λ, a
 * step is
 *
 * <pre>
 *     g ← g + λ w
 *     v ← μ v + g          (v ← g at the first step)
 *     w ← w - η v          (Nesterov: w ← w - η (g + μ v))
 * </pre>
 *
 * The learning rate multiplies the whole velocity: where it changes in the middle of training, this
 * differs from Sutskever et al., ICML 2013, whose velocity includes it.
 *
 * {@snippet lang = java :
 * var sgd = SGD.of(model.parameters()).learningRate(0.1).momentum(0.9);
 * sgd.minimize(loss);
 * sgd.learningRate(0.01); // from now on
 * }
 */
public final class SGD extends GradientOptimizer<SGD> {
    private double momentum;
    private boolean nesterov;

    private SGD(ImmutableList<NamedParameter> parameters) {
        super(parameters);
    }

    /**
     * An optimizer of these parameters, plain until told otherwise; it needs a {@linkplain
     * #learningRate(double) learning rate}.
     *
     * @throws ArgumentException if there are none, or one is there twice
     */
    public static SGD of(ImmutableList<Parameter> parameters) {
        return new SGD(named(parameters));
    }

    /**
     * An optimizer of a model's parameters, with their full names in errors and saved states.
     *
     * @throws ArgumentException if there are none
     */
    public static SGD of(Layer model) {
        return new SGD(named(model));
    }

    @Override
    protected SGD like(ImmutableList<NamedParameter> members) {
        SGD group = new SGD(members);
        group.momentum = momentum;
        group.nesterov = nesterov;
        return group;
    }

    /**
     * Sets the momentum, from 0 (none, the default) to less than 1, for the steps to come; above 0
     * after {@link #nesterov}.
     */
    public SGD momentum(double factor) {
        double checked = requireMomentum(factor);
        if (nesterov && checked == 0) {
            throw new ArgumentException(
                    "SGD.momentum",
                    "a momentum above 0 beside nesterov()",
                    "0",
                    "Nesterov's rule looks ahead along it");
        }
        momentum = checked;
        return this;
    }

    /**
     * Looks ahead by Nesterov's rule: steps along g + μ v instead of v.
     *
     * @throws ArgumentException if the momentum is 0
     */
    public SGD nesterov() {
        if (momentum == 0) {
            throw new ArgumentException(
                    "SGD.nesterov", "a momentum above 0", "0", "call momentum(0.9) before nesterov()");
        }
        nesterov = true;
        return this;
    }

    @Override
    protected StepRule rule(long step, double rate) {
        return momentum == 0
                ? StepRule.of(new UpdateRule.Descent(rate, weightDecay()))
                : StepRule.of(new UpdateRule.MomentumDescent(rate, weightDecay(), momentum, nesterov), "velocity");
    }

    @Override
    protected ImmutableList<String> settings() {
        return words(momentum == 0 ? "" : "momentum " + momentum, nesterov ? "Nesterov" : "");
    }
}
