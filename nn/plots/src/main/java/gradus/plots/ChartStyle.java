package gradus.plots;

import gradus.nn.report.Picture;
import java.awt.BasicStroke;
import java.util.Locale;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How XChart draws for us. */
final class ChartStyle {
    static final int WIDTH = 580;
    static final int HEIGHT = 350;

    /** So many labels of powers of ten fit along an axis. */
    private static final int LABELS_ACROSS = 7;

    private static final int LABELS_UP = 9;

    private static final ImmutableList<Marker> MARKERS = Lists.immutable.with(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.SQUARE,
            SeriesMarkers.DIAMOND,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.TRIANGLE_DOWN);

    static final BasicStroke DASHED =
            new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {6, 4}, 0);

    /** Also the default of XChart, but its constructors without a theme leave fonts and sizes unset. */
    static final Styler.ChartTheme THEME = Styler.ChartTheme.XChart;

    private ChartStyle() {}

    /** An empty chart over two axes. */
    static XYChart xy(String xTitle, String yTitle) {
        XYChart chart = new XYChart(WIDTH, HEIGHT, THEME);
        style(chart.getStyler());
        chart.setXAxisTitle(xTitle);
        chart.setYAxisTitle(yTitle);
        chart.getStyler().setXAxisTickMarkSpacingHint(90).setDecimalPattern("0.####");
        return chart;
    }

    static void style(AxesChartStyler styler) {
        styler.setAxisTitleFont(Palette.font(16))
                .setAxisTickLabelsFont(Palette.font(14))
                .setAxisTickLabelsColor(Palette.INK)
                .setAxisTickMarksColor(Palette.INK)
                .setPlotGridLinesColor(Palette.GRID)
                .setPlotGridLinesStroke(new BasicStroke(1));
        styler.setChartBackgroundColor(Palette.PAPER)
                .setPlotBackgroundColor(Palette.PAPER)
                .setPlotBorderColor(Palette.GRID)
                .setChartFontColor(Palette.INK)
                .setLegendVisible(false)
                .setChartTitleVisible(false)
                .setChartPadding(10)
                .setLocale(Locale.ROOT);
    }

    /**
     * XChart makes the x values themselves the ticks if they and the ends of the axis are equally spaced, and the
     * labels of many
     * values run into each other. An axis that ends a tenth of a step beyond the last value gets its ticks at round
     * numbers.
     */
    static void ticks(
            XYChart chart, ImmutableList<Charts.Curve> curves, Charts.Scale xScale, Charts.Scale yScale, int few) {
        ImmutableList<Double> x = curves.flatCollect(curve -> curve.x().collect(value -> value));
        int steps = x.distinct().size() - 1;
        if (xScale == Charts.Scale.LOGARITHMIC) {
            chart.getStyler().setXAxisTickLabelsFormattingFunction(powers(x, LABELS_ACROSS));
        } else if (steps >= few) {
            chart.getStyler().setXAxisMax(x.max() + (x.max() - x.min()) / steps / 10);
        }
        if (yScale == Charts.Scale.LOGARITHMIC) {
            chart.getStyler()
                    .setYAxisTickLabelsFormattingFunction(
                            powers(curves.flatCollect(curve -> curve.y().collect(value -> value)), LABELS_UP));
        }
    }

    /**
     * The mark of a curve's points: with its color it makes each of 35 curves one of its own, and it is seen in gray
     * print too.
     */
    static Marker marker(int number) {
        return MARKERS.get(number % MARKERS.size());
    }

    /** Labels for powers of ten, some left out if the numbers have so many of them that the labels would collide. */
    static Function<Double, String> powers(ImmutableList<Double> numbers, int most) {
        double decades = numbers.isEmpty() ? 1 : StrictMath.log10(numbers.max() / numbers.min());
        int every = Math.max(1, (int) Math.ceil(decades / most));
        return value ->
                every == 1 || Math.floorMod(Math.round(StrictMath.log10(value)), every) == 0 ? power(value) : "";
    }

    /** Such as 0.01, 100 and 1e-7. */
    private static String power(double value) {
        boolean plain = value >= 0.01 && value < 10_000;
        return plain
                ? (value == Math.rint(value) ? (long) value + "" : value + "")
                : String.format(Locale.ROOT, "%.0e", value).replaceAll("e[+]?(-?)0?", "e$1");
    }

    /** The chart as a picture, with its legend below. */
    static Picture picture(String name, Chart<?, ?> chart) {
        ChartLegend legend = ChartLegend.of(chart);
        int width = chart.getWidth();
        int height = chart.getHeight();
        return Painting.picture(name, width, height + legend.height(), graphics -> {
            chart.paint(graphics, width, height);
            legend.paint(graphics, height);
        });
    }
}
