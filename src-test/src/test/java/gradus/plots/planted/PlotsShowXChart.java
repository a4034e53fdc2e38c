package gradus.plots.planted;

import org.knowm.xchart.XYChart;

/** Breaks two rules on purpose: the architecture test must find it. */
public final class PlotsShowXChart {
    /** Shows XChart to users. */
    public XYChart chart() {
        return new XYChart(580, 350);
    }
}
