package gradus.nn.train.planted;

import gradus.nn.report.Report;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class TrainerUsesReport {
    String words(Report report) {
        return report.toString();
    }
}
