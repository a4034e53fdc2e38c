package gradus.autodiff.planted;

import gradus.autodiff.check.GradientCheck;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class CoreUsesCheck {
    String words(GradientCheck check) {
        return check.toString();
    }
}
