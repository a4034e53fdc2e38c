package gradus.plots;

import gradus.nn.metrics.ConfusionMatrix;
import gradus.nn.report.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The plots of all programs, in one style: curves (also with a band, also over logarithmic axes), histograms, bars
 * and confusion
 * matrices. {@link Planes} has those over two variables, {@link ImageSheet} images.
 */
public final class Charts {

    /** Values beyond this are not drawn. */
    private static final double LARGEST = 1e9;

    /** Up to so many points of a curve are marked, and each has its tick on the x axis. */
    private static final int FEW = 20;

    private static final float BROAD = 7;
    private static final double BAND_OPACITY = 0.25;
    private static final double BAR_OPACITY = 0.6;

    private Charts() {}

    /** How an axis counts. */
    public enum Scale {
        LINEAR,
        LOGARITHMIC
    }

    /**
     * A named curve.
     *
     * @param deviation up and down for each point, or none
     * @param broad whether it is drawn so broad that another curve over it leaves it visible
     */
    public record Curve(
            String name, ImmutableDoubleList x, ImmutableDoubleList y, ImmutableDoubleList deviation, boolean broad) {
        /** A curve as they mostly are, not broad. */
        public Curve(String name, ImmutableDoubleList x, ImmutableDoubleList y, ImmutableDoubleList deviation) {
            this(name, x, y, deviation, false);
        }

        /** A curve without deviations. */
        public Curve(String name, ImmutableDoubleList x, ImmutableDoubleList y) {
            this(name, x, y, DoubleLists.immutable.empty());
        }

        /**
         * A curve over 0, 1, 2, ...: what was measured before the first epoch or step, after it, after the second...
         */
        public static Curve from0(String name, ImmutableDoubleList y) {
            return new Curve(
                    name,
                    DoubleLists.immutable.withAll(IntStream.range(0, y.size()).asDoubleStream()),
                    y);
        }

        /** The same curve, drawn broad: to be put before one that runs along it. */
        public Curve drawnBroad() {
            return new Curve(name, x, y, deviation, true);
        }

        private Curve select(int... places) {
            return new Curve(
                    name, at(x, places), at(y, places), deviation.isEmpty() ? deviation : at(deviation, places), broad);
        }

        /** Whether it comes to a value that is no number, or beyond all that can be drawn. */
        private boolean breaks() {
            return y.anySatisfy(value -> !(Math.abs(value) <= LARGEST));
        }

        private static ImmutableDoubleList at(ImmutableDoubleList list, int... places) {
            return DoubleLists.immutable.withAll(Arrays.stream(places).mapToDouble(list::get));
        }
    }

    /** Named values, to be counted or compared. */
    public record Values(String name, ImmutableDoubleList values) {}

    /**
     * Curves over a common axis, with bands of mean and deviation where they have one. A curve that diverges ends
     * there, with a cross.
     */
    public static Picture curves(String name, String xTitle, String yTitle, Curve... curves) {
        return curves(name, xTitle, yTitle, Scale.LINEAR, Scale.LINEAR, curves);
    }

    /** Curves over two logarithmic axes, such as an error over the step size. */
    public static Picture logarithmic(String name, String xTitle, String yTitle, Curve... curves) {
        return curves(name, xTitle, yTitle, Scale.LOGARITHMIC, Scale.LOGARITHMIC, curves);
    }

    /** Curves over axes of either scale. A logarithmic axis leaves out what is 0 or less. */
    public static Picture curves(
            String name, String xTitle, String yTitle, Scale xScale, Scale yScale, Curve... curves) {
        XYChart chart = ChartStyle.xy(xTitle, yTitle);
        chart.getStyler()
                .setXAxisLogarithmic(xScale == Scale.LOGARITHMIC)
                .setYAxisLogarithmic(yScale == Scale.LOGARITHMIC)
                // XChart would draw nine lines a decade
                .setPlotGridVerticalLinesVisible(xScale == Scale.LINEAR)
                .setPlotGridHorizontalLinesVisible(yScale == Scale.LINEAR);
        ImmutableList<Curve> drawn = Lists.immutable.with(curves).collect(curve -> drawable(curve, xScale, yScale));
        drawn.forEachWithIndex((curve, i) -> addBand(chart, curve, Palette.series(i), yScale));
        drawn.forEachWithIndex((curve, i) -> addCurve(chart, curve, i));
        drawn.forEachWithIndex((curve, i) -> {
            if (curve.x.notEmpty() && curves[i].breaks()) {
                addEnd(chart, curve, Palette.series(i));
            }
        });
        ChartStyle.ticks(chart, drawn, xScale, yScale, FEW);
        return ChartStyle.picture(name, chart);
    }

    private static void addCurve(XYChart chart, Curve curve, int number) {
        if (curve.x.isEmpty()) {
            return;
        }
        boolean marked = curve.x.size() <= FEW && !curve.broad;
        BasicStroke plain = number < Palette.colors() ? new BasicStroke(2) : ChartStyle.DASHED;
        chart.addSeries(curve.name, curve.x.toArray(), curve.y.toArray())
                .setMarker(marked ? ChartStyle.marker(number) : SeriesMarkers.NONE)
                .setMarkerColor(Palette.series(number))
                .setLineColor(Palette.series(number))
                .setLineStyle(curve.broad ? new BasicStroke(BROAD) : plain);
    }

    private static void addEnd(XYChart chart, Curve curve, Color color) {
        double[] x = {curve.x.getLast()};
        double[] y = {curve.y.getLast()};
        chart.addSeries("end of " + curve.name, x, y)
                .setMarker(new CrossMarker())
                .setMarkerColor(color)
                .setLineStyle(SeriesLines.NONE)
                .setShowInLegend(false);
    }

    private static void addBand(XYChart chart, Curve curve, Color color, Scale yScale) {
        if (curve.deviation.isEmpty() || curve.x.isEmpty()) {
            return;
        }
        double floor = yScale == Scale.LOGARITHMIC ? curve.y.min() / 10 : -LARGEST;
        int size = curve.x.size();
        double[] x = new double[2 * size];
        double[] y = new double[2 * size];
        for (int i = 0; i < size; i++) {
            x[i] = curve.x.get(i);
            y[i] = curve.y.get(i) + curve.deviation.get(i);
            x[2 * size - 1 - i] = x[i];
            y[2 * size - 1 - i] = Math.max(floor, curve.y.get(i) - curve.deviation.get(i));
        }
        addArea(chart, "band of " + curve.name, x, y, Palette.veil(color, BAND_OPACITY))
                .setShowInLegend(false);
    }

    private static XYSeries addArea(XYChart chart, String name, double[] x, double[] y, Color color) {
        XYSeries area = chart.addSeries(name, x, y);
        area.setMarker(new PolygonMarker(x.length)).setMarkerColor(color).setLineStyle(SeriesLines.NONE);
        return area;
    }

    /** The curve up to the first value that is no number of a size to be drawn: XChart never ends on infinite axes. */
    private static Curve drawable(Curve curve, Scale xScale, Scale yScale) {
        int[] places = IntStream.range(0, curve.x.size())
                .takeWhile(i -> Math.abs(curve.y.get(i)) <= LARGEST)
                .filter(i -> xScale == Scale.LINEAR || curve.x.get(i) > 0)
                .filter(i -> yScale == Scale.LINEAR || curve.y.get(i) > 0)
                .toArray();
        return curve.select(places);
    }

    /** How often values fall into each of so many equal parts of their common range. What is not finite is left out. */
    public static Picture histogram(String name, String xTitle, int parts, Values... several) {
        XYChart chart = ChartStyle.xy(xTitle, "count");
        ImmutableList<Values> finite = Lists.immutable
                .with(several)
                .collect(each -> new Values(each.name, each.values.select(Double::isFinite)));
        ImmutableDoubleList all = DoubleLists.immutable.withAll(
                finite.asLazy().flatCollect(each -> each.values.collect(v -> v)).collectDouble(v -> v));
        double low = all.minIfEmpty(0);
        double width = (all.maxIfEmpty(1) - low) / parts;
        double step = width > 0 ? width : 1;
        finite.forEachWithIndex((each, i) -> addHistogram(chart, each, low, step, parts, Palette.series(i)));
        chart.getStyler().setXAxisMax(low + (parts + 0.1) * step);
        return ChartStyle.picture(name, chart);
    }

    private static void addHistogram(XYChart chart, Values values, double low, double step, int parts, Color color) {
        int[] counts = new int[parts];
        values.values.forEach(value -> counts[(int) Math.min(parts - 1, (value - low) / step)]++);
        double[] x = new double[2 * parts + 2];
        double[] y = new double[2 * parts + 2];
        for (int i = 0; i < parts; i++) {
            x[2 * i + 1] = low + i * step;
            x[2 * i + 2] = low + (i + 1) * step;
            y[2 * i + 1] = counts[i];
            y[2 * i + 2] = counts[i];
        }
        x[0] = low;
        x[2 * parts + 1] = low + parts * step;
        addArea(chart, "area of " + values.name, x, y, Palette.veil(color, BAR_OPACITY))
                .setShowInLegend(false);
        chart.addSeries(values.name, x, y)
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(color)
                .setLineStyle(new BasicStroke(1.5f));
    }

    /** For each category, a bar for each of the series. */
    public static Picture bars(
            String name, String xTitle, String yTitle, ImmutableList<String> categories, Values... several) {
        CategoryChart chart = new CategoryChart(ChartStyle.WIDTH, ChartStyle.HEIGHT, ChartStyle.THEME);
        ChartStyle.style(chart.getStyler());
        chart.setXAxisTitle(xTitle);
        chart.setYAxisTitle(yTitle);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        for (int i = 0; i < several.length; i++) {
            chart.addSeries(
                            several[i].name,
                            categories.castToList(),
                            several[i].values.collect(value -> (Number) value).castToList())
                    .setFillColor(Palette.series(i));
        }
        return ChartStyle.picture(name, chart);
    }

    /** A confusion matrix with its color bar; the first class is in the top row. */
    public static Picture confusion(String name, ImmutableList<String> classes, ConfusionMatrix confusion) {
        int height = 170 + 40 * classes.size();
        int cell = Math.max(40, 8 * classes.collectInt(String::length).max() + 16);
        HeatMapChart chart = new HeatMapChart(200 + cell * classes.size(), height, ChartStyle.THEME);
        ChartStyle.style(chart.getStyler());
        chart.setXAxisTitle("predicted class");
        chart.setYAxisTitle("true class");
        chart.getStyler()
                .setShowValue(true)
                .setHeatMapValueDecimalPattern("#")
                .setValueFontColor(Palette.INK_ON_COLOR)
                .setValueFont(Palette.font(14))
                .setRangeColors(new Color[] {Palette.LIGHTEST, Palette.DEEPEST})
                .setMin(0)
                .setGradientColorColumnHeight(height - 130)
                .setGradientColorColumnWeight(20)
                .setPlotGridLinesVisible(false)
                // so small that every class gets its label
                .setXAxisTickMarkSpacingHint(10)
                .setYAxisTickMarkSpacingHint(10)
                .setDecimalPattern("0")
                .setLegendVisible(true)
                .setLegendBackgroundColor(Palette.PAPER)
                .setLegendFont(Palette.font(14))
                .setLegendBorderColor(Palette.PAPER)
                .setLegendPosition(Styler.LegendPosition.OutsideE)
                .setLegendLayout(Styler.LegendLayout.Vertical);
        int[] places = IntStream.range(0, classes.size()).toArray();
        List<Number[]> cells = Arrays.stream(places)
                .boxed()
                .flatMap(truth -> Arrays.stream(places).mapToObj(predicted -> new Number[] {
                    // XChart counts rows from the bottom
                    predicted, classes.size() - 1 - truth, confusion.count(truth, predicted)
                }))
                .toList();
        chart.addSeries("examples", classes.castToList(), classes.toReversed().castToList(), cells);
        return ChartStyle.picture(name, chart);
    }
}
