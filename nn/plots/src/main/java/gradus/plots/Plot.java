package gradus.plots;

import gradus.autodiff.ArgumentException;
import gradus.nn.report.Picture;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * A plot over two axes. Immutable: each method gives another plot, and {@link #picture} draws it.
 *
 * <p>All plots share one style. Series have the colors of the page that they are in, light or dark;
 * names of several series stand in a legend below.
 *
 * @param <P> the kind of plot
 */
public abstract sealed class Plot<P extends Plot<P>>
        permits LineChart, ScatterChart, BarChart, Histogram, HeatMap, ContourPlot, DecisionRegions {
    final Axes axes;

    Plot(Axes axes) {
        this.axes = axes;
    }

    /** The same over other axes. */
    abstract P over(Axes other);

    /** What XChart draws. */
    abstract Chart<?, ?> chart();

    /** What it is, for errors. */
    final String kind() {
        return getClass().getSimpleName();
    }

    /** With these titles, each with its unit where it has one; an empty one is left out. */
    public final P axes(String xTitle, String yTitle) {
        return over(axes.withTitles(xTitle, yTitle));
    }

    /**
     * As wide and as high as that, in pixels of the page; the legend comes below.
     *
     * @throws ArgumentException if one is less than 200 or more than 10,000
     */
    public final P size(int width, int height) {
        Axes.requireSize(kind(), width, height);
        return over(axes.withSize(width, height));
    }

    /**
     * Draws it.
     *
     * @param name that of its files, without their endings; a report holds a name once
     * @throws ArgumentException if the name has other signs than letters, digits, {@code - _ .}
     */
    public final Picture picture(String name) {
        Requirements.requireFileName(name);
        return ChartStyle.picture(name, chart());
    }
}
