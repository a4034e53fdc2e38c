package gradus.nn.planted;

import gradus.examples.Examples;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class NnUsesExamples {
    Object commands() {
        return Examples.commandLine();
    }
}
