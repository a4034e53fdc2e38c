package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.autodiff.UpdateRule;
import gradus.nn.Layer;
import gradus.nn.NamedParameter;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Adagrad: Duchi, Hazan and Singer, "Adaptive Subgradient Methods for Online Learning and
 * Stochastic Optimization", JMLR 12, 2011, with diagonal matrices (their section 1.1), and
 * PyTorch's defaults. For a parameter w with gradient g, step t = 1, 2, ..., learning rate η (0.01
 * by default), its decay κ (0), weight decay λ (0) and ε (10⁻¹⁰)
 *
 * <pre>
 *     g ← g + λ w
 *     s ← s + g²           (from 0, or what {@link #initialSum} says)
 *     w ← w - η / (1 + (t - 1) κ) · g / (√s + ε)
 * </pre>
 */
public final class Adagrad extends GradientOptimizer<Adagrad> {
    private double rateDecay;
    private double initialSum;
    private double epsilon = 1e-10;

    private Adagrad(ImmutableList<NamedParameter> parameters) {
        super(parameters);
        learningRate(0.01);
    }

    /**
     * An optimizer of these parameters.
     *
     * @throws ArgumentException if there are none, or one is there twice
     */
    public static Adagrad of(ImmutableList<Parameter> parameters) {
        return new Adagrad(named(parameters));
    }

    /**
     * An optimizer of a model's parameters, with their full names in errors and saved states.
     *
     * @throws ArgumentException if there are none
     */
    public static Adagrad of(Layer model) {
        return new Adagrad(named(model));
    }

    /** Sets the decay of the learning rate, finite and 0 (none, the default) or more. */
    public Adagrad rateDecay(double decay) {
        rateDecay = requireFiniteFromZero("decay of the learning rate", decay);
        return this;
    }

    /**
     * Sets what the sums of squares start from, finite and 0 (the default) or more: for parameters
     * that no step has changed yet.
     */
    public Adagrad initialSum(double sum) {
        initialSum = requireFiniteFromZero("initial sum", sum);
        return this;
    }

    /** Sets what is added to the root, 10⁻¹⁰ by default, finite and 0 or more. */
    public Adagrad epsilon(double value) {
        epsilon = requireFiniteFromZero("epsilon", value);
        return this;
    }

    @Override
    protected Adagrad like(ImmutableList<NamedParameter> members) {
        return new Adagrad(members).rateDecay(rateDecay).initialSum(initialSum).epsilon(epsilon);
    }

    @Override
    protected StepRule rule(long step, double rate) {
        UpdateRule update = new UpdateRule.Adagrad(rate / (1 + (step - 1) * rateDecay), weightDecay(), epsilon);
        return new StepRule(update, Lists.immutable.with("sum"), initialSum);
    }

    @Override
    protected ImmutableList<String> settings() {
        return words(
                rateDecay == 0 ? "" : "decay of the learning rate " + rateDecay,
                initialSum == 0 ? "" : "initial sum " + initialSum,
                "epsilon " + epsilon);
    }
}
