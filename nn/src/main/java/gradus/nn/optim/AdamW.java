package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.nn.Layer;
import gradus.nn.NamedParameter;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Adam with decoupled weight decay: Loshchilov and Hutter, "Decoupled Weight Decay Regularization",
 * ICLR 2019, algorithm 2, with PyTorch's defaults: a step is that of {@link Adam} without weight
 * decay, but from w (1 - η λ) in place of w, with λ 0.01 by default. The decay does not enter the
 * running means.
 *
 * {@snippet lang = java :
 * var adam = AdamW.of(model).learningRate(3e-4).weightDecay(0.05).group(biases, group -> group.weightDecay(0));
 * adam.minimize(loss);
 * }
 */
public final class AdamW extends AdamFamily<AdamW> {
    private AdamW(ImmutableList<NamedParameter> parameters) {
        super(parameters);
        weightDecay(0.01);
    }

    /**
     * An optimizer of these parameters.
     *
     * @throws ArgumentException if there are none, or one is there twice
     */
    public static AdamW of(ImmutableList<Parameter> parameters) {
        return new AdamW(named(parameters));
    }

    /**
     * An optimizer of a model's parameters, with their full names in errors and saved states.
     *
     * @throws ArgumentException if there are none
     */
    public static AdamW of(Layer model) {
        return new AdamW(named(model));
    }

    @Override
    protected AdamW like(ImmutableList<NamedParameter> members) {
        return new AdamW(members).with(this);
    }

    @Override
    protected StepRule rule(long step, double rate) {
        return rule(step, rate, 1 - rate * weightDecay(), 0);
    }
}
