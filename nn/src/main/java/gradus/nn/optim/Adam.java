package gradus.nn.optim;

import gradus.autodiff.UpdateRule;
import org.eclipse.collections.api.factory.Lists;
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
 * var adam = new Adam().of(model).learningRate(3e-4);
 * adam.minimize(loss);
 * }
 *
 * @param beta1 how much of the running mean of the gradient a step keeps, from 0 to less than 1
 * @param beta2 likewise for the mean of its square
 * @param epsilon what is added to the root mean square, finite and 0 or more
 */
public record Adam(double beta1, double beta2, double epsilon) implements Rule {

    /** @throws gradus.autodiff.ArgumentException if a number is out of its range */
    public Adam {
        check("Adam", beta1, beta2, epsilon);
    }

    /** The rule with its defaults. */
    public Adam() {
        this(0.9, 0.999, 1e-8);
    }

    /** The same with other running means. */
    public Adam betas(double first, double second) {
        return new Adam(first, second, epsilon);
    }

    /** The same with another epsilon. */
    public Adam epsilon(double value) {
        return new Adam(beta1, beta2, value);
    }

    static void check(String name, double beta1, double beta2, double epsilon) {
        Checks.belowOne(name, "a first beta", beta1);
        Checks.belowOne(name, "a second beta", beta2);
        Checks.finiteFromZero(name, "epsilon", epsilon);
    }

    @Override
    public double defaultLearningRate() {
        return 1e-3;
    }

    @Override
    public ImmutableList<String> memory() {
        return Lists.immutable.with("mean", "mean_square");
    }

    @Override
    public UpdateRule.Loop at(long step, double rate, double weightDecay) {
        return at(step, rate, 1, weightDecay);
    }

    /** The step that shrinks the weights beside the gradient, or decays them as part of it. */
    UpdateRule.Adam at(long step, double rate, double shrink, double decay) {
        double corrected = rate / (1 - StrictMath.pow(beta1, (double) step));
        double root = Math.sqrt(1 - StrictMath.pow(beta2, (double) step));
        return new UpdateRule.Adam(corrected, decay, shrink, beta1, beta2, root, epsilon);
    }

    @Override
    public ImmutableList<String> settings() {
        return Lists.immutable.with("betas " + beta1 + " and " + beta2, "epsilon " + epsilon);
    }
}
