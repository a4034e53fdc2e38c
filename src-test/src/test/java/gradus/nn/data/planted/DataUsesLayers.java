package gradus.nn.data.planted;

import gradus.nn.layer.ReLU;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class DataUsesLayers {
    Object layer() {
        return new ReLU();
    }
}
