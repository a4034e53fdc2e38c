package gradus.nn.planted;

import gradus.plots.Window;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class NnUsesPlots {
    Object window() {
        return Window.around(2);
    }
}
