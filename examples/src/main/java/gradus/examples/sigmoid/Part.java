package gradus.examples.sigmoid;

import gradus.examples.shared.Figures;
import gradus.examples.shared.Report;
import gradus.examples.shared.Run;

/** A numbered part of the assignment, worked out. */
interface Part {
    /** Adds the figures that the part asks for. */
    void addFigures(Figures figures);

    /** Adds the part's section to the report and its files to the run. */
    void write(Run run, Report report);
}
