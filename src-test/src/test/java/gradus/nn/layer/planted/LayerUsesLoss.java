package gradus.nn.layer.planted;

import gradus.nn.loss.CrossEntropy;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class LayerUsesLoss {
    String words(CrossEntropy loss) {
        return loss.toString();
    }
}
