package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.nn.Layer;
import gradus.nn.NamedParameter;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Adam: Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1, with
 * PyTorch's defaults and weight decay as part of the gradient. For a parameter w with gradient g,
 * step t = 1, 2, ..., learning rate η (0.001 by default), β₁ (0.9), β₂ (0.999), ε (10⁻⁸) and weight
 * decay λ (0)
 *
 * <pre>
 *     g ← g + λ w
 *     m ← β₁ m + (1 - β₁) g
 *     v ← β₂ v + (1 - β₂) g²
 *     w ← w - η / (1 - β₁ᵗ) · m / (√v / √(1 - β₂ᵗ) + ε)
 * </pre>
 *
 * where t counts the steps that have changed this parameter. {@link AdamW} decays the weights
 * beside the gradient, which generalizes better.
 *
 * {@snippet lang = java :
 * var adam = Adam.of(model).learningRate(3e-4);
 * adam.minimize(loss);
 * }
 */
public final class Adam extends AdamFamily<Adam> {
    private Adam(ImmutableList<NamedParameter> parameters) {
        super(parameters);
    }

    /**
     * An optimizer of these parameters.
     *
     * @throws ArgumentException if there are none, or one is there twice
     */
    public static Adam of(ImmutableList<Parameter> parameters) {
        return new Adam(named(parameters));
    }

    /**
     * An optimizer of a model's parameters, with their full names in errors and saved states.
     *
     * @throws ArgumentException if there are none
     */
    public static Adam of(Layer model) {
        return new Adam(named(model));
    }

    @Override
    protected Adam like(ImmutableList<NamedParameter> members) {
        return new Adam(members).with(this);
    }

    @Override
    protected StepRule rule(long step, double rate) {
        return rule(step, rate, 1, weightDecay());
    }
}
