package gradus.examples.shared;

import gradus.nn.report.Figures;
import gradus.nn.report.Report;

/** A numbered part of an assignment, worked out. */
public interface Part {
    /** Adds the figures that the part asks for. */
    void addFigures(Figures figures);

    /** Adds the part's section to the report, and its files to the run. */
    void write(Run run, Report report);
}
