package gradus.autodiff.graph.planted;

import gradus.autodiff.check.GradientCheck;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class GraphUsesCheck {
    String words(GradientCheck check) {
        return check.toString();
    }
}
