package gradus.autodiff.planted;

import gradus.nn.layer.ReLU;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class CoreUsesNn {
    Object layer() {
        return new ReLU();
    }
}
