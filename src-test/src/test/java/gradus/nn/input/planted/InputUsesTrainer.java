package gradus.nn.input.planted;

import gradus.nn.train.Settings;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class InputUsesTrainer {
    Object rate(Settings settings) {
        return settings.get("rate");
    }
}
