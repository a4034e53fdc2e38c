package gradus.nn.planted;

import gradus.plots.ImageSheet;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class NnUsesPlots {
    Object sheet() {
        return ImageSheet.gray(2, 2);
    }
}
