package gradus.nn.metrics.planted;

import gradus.nn.train.History;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class MetricsUseTrainer {
    String words(History history) {
        return history.toString();
    }
}
