package gradus.nn.optim;

import gradus.autodiff.UpdateRule;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Adam with decoupled weight decay: Loshchilov and Hutter, "Decoupled Weight Decay Regularization",
 * ICLR 2019, algorithm 2, with PyTorch's defaults: a step is that of {@link Adam} without weight
 * decay, but from w (1 - η λ) in place of w, with λ 0.01 by default. The decay does not enter the
 * running means.
 *
 * {@snippet lang = java :
 * var adam = new AdamW()
 *         .of(model)
 *         .learningRate(3e-4)
 *         .weightDecay(0.05)
 *         .group(biases, group -> group.weightDecay(0));
 * adam.minimize(loss);
 * }
 *
 * @param beta1 how much of the running mean of the gradient a step keeps, from 0 to less than 1
 * @param beta2 likewise for the mean of its square
 * @param epsilon what is added to the root mean square, finite and 0 or more
 */
public record AdamW(double beta1, double beta2, double epsilon) implements Rule {

    /** @throws gradus.autodiff.ArgumentException if a number is out of its range */
    public AdamW {
        Adam.check("AdamW", beta1, beta2, epsilon);
    }

    /** The rule with its defaults. */
    public AdamW() {
        this(0.9, 0.999, 1e-8);
    }

    /** The same with other running means. */
    public AdamW betas(double first, double second) {
        return new AdamW(first, second, epsilon);
    }

    /** The same with another epsilon. */
    public AdamW epsilon(double value) {
        return new AdamW(beta1, beta2, value);
    }

    private Adam adam() {
        return new Adam(beta1, beta2, epsilon);
    }

    @Override
    public double defaultLearningRate() {
        return adam().defaultLearningRate();
    }

    @Override
    public double defaultWeightDecay() {
        return 0.01;
    }

    @Override
    public ImmutableList<String> memory() {
        return adam().memory();
    }

    @Override
    public UpdateRule.Loop at(long step, double rate, double weightDecay) {
        return adam().at(step, rate, 1 - rate * weightDecay, 0);
    }

    @Override
    public ImmutableList<String> settings() {
        return adam().settings();
    }
}
