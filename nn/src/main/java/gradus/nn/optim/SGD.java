package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.UpdateRule;
import org.eclipse.collections.api.factory.Lists;
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
 * differs from Sutskever et al., ICML 2013, whose velocity includes it. The learning rate must be
 * set; the weight decay is 0 unless it is set.
 *
 * {@snippet lang = java :
 * var sgd = new SGD().momentum(0.9).of(model).learningRate(0.1);
 * sgd.minimize(() -> model.forward(inputs).square().mean());
 * sgd.learningRate(0.01); // from now on
 * }
 *
 * @param momentum from 0 (none) to less than 1
 * @param looksAhead whether a step is Nesterov's, along g + μ v instead of v
 */
public record SGD(double momentum, boolean looksAhead) implements Rule {

    /** @throws ArgumentException if the momentum is out of its range, or 0 where it looks ahead */
    public SGD {
        Checks.belowOne("SGD", "a momentum", momentum);
        if (looksAhead && momentum == 0) {
            throw new ArgumentException(
                    "SGD", "a momentum above 0 beside nesterov()", "0", "call momentum(0.9) before nesterov()");
        }
    }

    /** The plain rule, without momentum. */
    public SGD() {
        this(0, false);
    }

    /** The same with another momentum. */
    public SGD momentum(double factor) {
        return new SGD(factor, looksAhead);
    }

    /** The same with Nesterov's look ahead. */
    public SGD nesterov() {
        return new SGD(momentum, true);
    }

    @Override
    public ImmutableList<String> memory() {
        return momentum == 0 ? Lists.immutable.empty() : Lists.immutable.with("velocity");
    }

    @Override
    public UpdateRule.Loop at(long step, double rate, double weightDecay) {
        return momentum == 0
                ? new UpdateRule.Descent(rate, weightDecay)
                : new UpdateRule.MomentumDescent(rate, weightDecay, momentum, looksAhead);
    }

    @Override
    public ImmutableList<String> settings() {
        return Checks.words(momentum == 0 ? "" : "momentum " + momentum, looksAhead ? "Nesterov" : "");
    }
}
