package gradus.nn.optim;

import gradus.autodiff.UpdateRule;
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
 *     s ← s + g²           (from 0, or the initial sum)
 *     w ← w - η / (1 + (t - 1) κ) · g / (√s + ε)
 * </pre>
 *
 * @param rateDecay the decay of the learning rate, finite and 0 (none) or more
 * @param initialSum what the sums of squares start from, finite and 0 or more
 * @param epsilon what is added to the root, finite and 0 or more
 */
public record Adagrad(double rateDecay, double initialSum, double epsilon) implements Rule {

    /** @throws gradus.autodiff.ArgumentException if a number is out of its range */
    public Adagrad {
        Checks.finiteFromZero("Adagrad", "decay of the learning rate", rateDecay);
        Checks.finiteFromZero("Adagrad", "initial sum", initialSum);
        Checks.finiteFromZero("Adagrad", "epsilon", epsilon);
    }

    /** The rule with its defaults. */
    public Adagrad() {
        this(0, 0, 1e-10);
    }

    /** The same with another decay of the learning rate. */
    public Adagrad rateDecay(double decay) {
        return new Adagrad(decay, initialSum, epsilon);
    }

    /** The same with another initial sum, for parameters that no step has changed yet. */
    public Adagrad initialSum(double sum) {
        return new Adagrad(rateDecay, sum, epsilon);
    }

    /** The same with another epsilon. */
    public Adagrad epsilon(double value) {
        return new Adagrad(rateDecay, initialSum, value);
    }

    @Override
    public double defaultLearningRate() {
        return 0.01;
    }

    @Override
    public ImmutableList<String> memory() {
        return Lists.immutable.with("sum");
    }

    @Override
    public double initial() {
        return initialSum;
    }

    @Override
    public UpdateRule.Loop at(long step, double rate, double weightDecay) {
        return new UpdateRule.Adagrad(rate / (1 + (step - 1) * rateDecay), weightDecay, epsilon);
    }

    @Override
    public ImmutableList<String> settings() {
        return Checks.words(
                rateDecay == 0 ? "" : "decay of the learning rate " + rateDecay,
                initialSum == 0 ? "" : "initial sum " + initialSum,
                "epsilon " + epsilon);
    }
}
