package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.autodiff.UpdateRule;
import gradus.nn.Layer;
import gradus.nn.NamedParameter;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * RMSprop: Tieleman and Hinton, "Neural Networks for Machine Learning", lecture 6e, 2012, and
 * centered, Graves, "Generating Sequences With Recurrent Neural Networks", 2013, section 4.2, with
 * PyTorch's definitions and defaults. For a parameter w with gradient g, learning rate η (0.01 by
 * default), α (0.99), ε (10⁻⁸), momentum μ (0) and weight decay λ (0)
 *
 * <pre>
 *     g ← g + λ w
 *     s ← α s + (1 - α) g²
 *     m ← α m + (1 - α) g         (centered; otherwise m = 0)
 *     v ← μ v + g / (√(s - m²) + ε)
 *     w ← w - η v
 * </pre>
 *
 * Where rounding brings s - m² below 0, it counts as 0.
 */
public final class RMSprop extends GradientOptimizer<RMSprop> {
    private double alpha = 0.99;
    private double epsilon = 1e-8;
    private double momentum;
    private boolean centered;

    private RMSprop(ImmutableList<NamedParameter> parameters) {
        super(parameters);
        learningRate(0.01);
    }

    /**
     * An optimizer of these parameters.
     *
     * @throws ArgumentException if there are none, or one is there twice
     */
    public static RMSprop of(ImmutableList<Parameter> parameters) {
        return new RMSprop(named(parameters));
    }

    /**
     * An optimizer of a model's parameters, with their full names in errors and saved states.
     *
     * @throws ArgumentException if there are none
     */
    public static RMSprop of(Layer model) {
        return new RMSprop(named(model));
    }

    /** Sets how much of the running means a step keeps, from 0 to less than 1, 0.99 by default. */
    public RMSprop alpha(double kept) {
        alpha = require("an alpha from 0 to less than 1", kept >= 0 && kept < 1, kept);
        return this;
    }

    /** Sets what is added to the root mean square, 10⁻⁸ by default, finite and 0 or more. */
    public RMSprop epsilon(double value) {
        epsilon = requireFiniteFromZero("epsilon", value);
        return this;
    }

    /** Sets the momentum, from 0 (none, the default) to less than 1. */
    public RMSprop momentum(double factor) {
        momentum = requireMomentum(factor);
        return this;
    }

    /**
     * Divides by the running standard deviation of the gradient in place of its root mean square.
     */
    public RMSprop centered() {
        centered = true;
        return this;
    }

    @Override
    protected RMSprop like(ImmutableList<NamedParameter> members) {
        RMSprop group = new RMSprop(members).alpha(alpha).epsilon(epsilon).momentum(momentum);
        return centered ? group.centered() : group;
    }

    @Override
    protected StepRule rule(long step, double rate) {
        return new StepRule(
                new UpdateRule.RMSprop(rate, weightDecay(), alpha, epsilon, momentum, centered),
                words("mean_square", centered ? "mean" : "", momentum == 0 ? "" : "velocity"),
                0);
    }

    @Override
    protected ImmutableList<String> settings() {
        return words(
                "alpha " + alpha,
                "epsilon " + epsilon,
                momentum == 0 ? "" : "momentum " + momentum,
                centered ? "centered" : "");
    }
}
