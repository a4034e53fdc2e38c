package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.UpdateRule;
import gradus.nn.NamedParameter;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * What {@link Adam} and {@link AdamW} share: running means of the gradient and of its square, both
 * corrected for their start at 0.
 *
 * @param <O> the class itself
 */
public abstract sealed class AdamFamily<O extends AdamFamily<O>> extends GradientOptimizer<O> permits Adam, AdamW {
    private double beta1 = 0.9;
    private double beta2 = 0.999;
    private double epsilon = 1e-8;

    AdamFamily(ImmutableList<NamedParameter> parameters) {
        super(parameters);
        learningRate(1e-3);
    }

    /**
     * Sets how much of the running means of the gradient (0.9 by default) and of its square (0.999)
     * a step keeps, each from 0 to less than 1.
     *
     * @throws ArgumentException if one is not
     */
    public final O betas(double first, double second) {
        double checked = require("a first beta from 0 to less than 1", first >= 0 && first < 1, first);
        beta2 = require("a second beta from 0 to less than 1", second >= 0 && second < 1, second);
        beta1 = checked;
        return self();
    }

    /** Sets what is added to the root mean square, 10⁻⁸ by default, finite and 0 or more. */
    public final O epsilon(double value) {
        epsilon = requireFiniteFromZero("epsilon", value);
        return self();
    }

    /** This, with the settings of another. */
    final O with(AdamFamily<O> other) {
        return betas(other.beta1, other.beta2).epsilon(other.epsilon);
    }

    /** The step with the weights' decay beside the gradient, and that as part of the gradient. */
    final StepRule rule(long step, double rate, double shrink, double decay) {
        double corrected = rate / (1 - StrictMath.pow(beta1, (double) step));
        double root = Math.sqrt(1 - StrictMath.pow(beta2, (double) step));
        return StepRule.of(
                new UpdateRule.Adam(corrected, decay, shrink, beta1, beta2, root, epsilon), "mean", "mean_square");
    }

    @Override
    protected final ImmutableList<String> settings() {
        return Lists.immutable.with("betas " + beta1 + " and " + beta2, "epsilon " + epsilon);
    }
}
