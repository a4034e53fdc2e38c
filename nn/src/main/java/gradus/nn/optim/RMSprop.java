package gradus.nn.optim;

import gradus.autodiff.UpdateRule;
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
 *
 * @param alpha how much of the running means a step keeps, from 0 to less than 1
 * @param epsilon what is added to the root mean square, finite and 0 or more
 * @param momentum from 0 (none) to less than 1
 * @param isCentered whether it divides by the running standard deviation of the gradient in place
 *     of its root mean square
 */
public record RMSprop(double alpha, double epsilon, double momentum, boolean isCentered) implements Rule {

    /** @throws gradus.autodiff.ArgumentException if a number is out of its range */
    public RMSprop {
        Checks.belowOne("RMSprop", "an alpha", alpha);
        Checks.finiteFromZero("RMSprop", "epsilon", epsilon);
        Checks.belowOne("RMSprop", "a momentum", momentum);
    }

    /** The rule with its defaults. */
    public RMSprop() {
        this(0.99, 1e-8, 0, false);
    }

    /** The same with other running means. */
    public RMSprop alpha(double kept) {
        return new RMSprop(kept, epsilon, momentum, isCentered);
    }

    /** The same with another epsilon. */
    public RMSprop epsilon(double value) {
        return new RMSprop(alpha, value, momentum, isCentered);
    }

    /** The same with another momentum. */
    public RMSprop momentum(double factor) {
        return new RMSprop(alpha, epsilon, factor, isCentered);
    }

    /** The same with the running standard deviation. */
    public RMSprop centered() {
        return new RMSprop(alpha, epsilon, momentum, true);
    }

    @Override
    public double defaultLearningRate() {
        return 0.01;
    }

    @Override
    public ImmutableList<String> memory() {
        return Checks.words("mean_square", isCentered ? "mean" : "", momentum == 0 ? "" : "velocity");
    }

    @Override
    public UpdateRule.Loop at(long step, double rate, double weightDecay) {
        return new UpdateRule.RMSprop(rate, weightDecay, alpha, epsilon, momentum, isCentered);
    }

    @Override
    public ImmutableList<String> settings() {
        return Checks.words(
                "alpha " + alpha,
                "epsilon " + epsilon,
                momentum == 0 ? "" : "momentum " + momentum,
                isCentered ? "centered" : "");
    }
}
