package gradus.nn.loss.planted;

import gradus.nn.optim.Optimizer;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class LossUsesOptimizer {
    String words(Optimizer optimizer) {
        return optimizer.toString();
    }
}
