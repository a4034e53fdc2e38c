package gradus.plots.planted;

import gradus.examples.Examples;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class PlotsUseExamples {
    Object commands() {
        return Examples.commandLine();
    }
}
