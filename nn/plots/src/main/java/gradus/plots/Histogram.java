package gradus.plots;

import static gradus.plots.Requirements.require;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import java.awt.BasicStroke;
import java.awt.Color;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How often values fall into each of so many equal bins of their common range.
 *
 * {@snippet lang = java :
 * Picture weights = Histogram.of(Values.of("layer 1", weight))
 *         .bins(40)
 *         .axes("weight", "count")
 *         .picture("weights");
 * }
 *
 * <p>What is no number, or beyond 10¹⁵, has no bin. How many such values there are is said below the
 * axis.
 */
public final class Histogram extends Plot<Histogram> {
    private static final double OPACITY = 0.6;
    private static final int MOST_BINS = 10_000;

    private final ImmutableList<Values> groups;
    private final int bins;

    private Histogram(Axes axes, ImmutableList<Values> groups, int bins) {
        super(axes);
        this.groups = groups;
        this.bins = bins;
    }

    /**
     * Values in 30 bins, each group in its own color.
     *
     * @throws ArgumentException if there is none, or two have the same name
     */
    public static Histogram of(Values... groups) {
        ImmutableList<Values> all = Lists.immutable.with(groups);
        Requirements.requireDistinct("Histogram", "groups of values", all.collect(Values::name));
        return new Histogram(Axes.titled("", "count"), all, 30);
    }

    /**
     * In so many bins.
     *
     * @throws ArgumentException if these are not 1 to 10,000
     */
    public Histogram bins(int count) {
        require(count >= 1 && count <= MOST_BINS, kind(), "1 to " + MOST_BINS + " bins", count, "");
        return new Histogram(axes, groups, count);
    }

    @Override
    Histogram over(Axes other) {
        return new Histogram(other, groups, bins);
    }

    @Override
    XYChart chart() {
        ImmutableList<ImmutableDoubleList> finite =
                groups.collect(each -> each.values().select(value -> Math.abs(value) <= Requirements.LARGEST));
        long missing = groups.sumOfInt(each -> each.values().size()) - finite.sumOfInt(ImmutableDoubleList::size);
        XYChart chart = ChartStyle.xy(missing == 0 ? axes : axes.withTitles(title(missing), axes.y()));
        ImmutableDoubleList all = DoubleLists.immutable.withAll(
                finite.asLazy().flatCollect(each -> each.collect(v -> v)).collectDouble(v -> v));
        double least = all.minIfEmpty(0);
        double range = all.maxIfEmpty(1) - least;
        double breadth = breadth(least, range);
        // what is narrower stands in the middle
        double low = least - (breadth - range) / 2;
        double step = breadth / bins;
        groups.forEachWithIndex(
                (each, i) -> add(chart, each.name(), counts(finite.get(i), low, step), low, step, Palette.series(i)));
        chart.getStyler().setXAxisMax(low + (bins + 0.1) * step);
        return chart;
    }

    /** That of all bins together: a bin narrower than the distance of two numbers there has no place on the axis. */
    private static double breadth(double least, double range) {
        double narrowest = 1e-9 * Math.max(Math.abs(least), Math.abs(least + range));
        return range > narrowest ? range : Math.max(1, narrowest);
    }

    private String title(long missing) {
        return (axes.x() + " (" + GradusException.counted(missing, "value") + " left out: NaN or beyond 1e15)").strip();
    }

    private int[] counts(ImmutableDoubleList values, double low, double step) {
        int[] counts = new int[bins];
        values.forEach(value -> counts[(int) Math.min(bins - 1, (value - low) / step)]++);
        return counts;
    }

    /** The outline of the bars, and what is below it. */
    private void add(XYChart chart, String name, int[] counts, double low, double step, Color color) {
        double[] x = new double[2 * bins + 2];
        double[] y = new double[2 * bins + 2];
        for (int i = 0; i < bins; i++) {
            x[2 * i + 1] = low + i * step;
            x[2 * i + 2] = low + (i + 1) * step;
            y[2 * i + 1] = counts[i];
            y[2 * i + 2] = counts[i];
        }
        x[0] = low;
        x[2 * bins + 1] = low + bins * step;
        ChartStyle.addArea(chart, ChartStyle.unnamed("area", name), x, y, Palette.veil(color, OPACITY))
                .setShowInLegend(false);
        chart.addSeries(name, x, y)
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(color)
                .setLineStyle(new BasicStroke(1.5f));
    }
}
