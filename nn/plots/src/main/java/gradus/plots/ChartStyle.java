package gradus.plots;

import gradus.nn.report.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How XChart draws for us. */
final class ChartStyle {
    static final int WIDTH = 580;
    static final int HEIGHT = 350;

    private static final int TITLE = 16;
    private static final int LEAST_TITLE = 8;

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
    static XYChart xy(Axes axes) {
        XYChart chart = titled(new XYChart(axes.width(), axes.height(), THEME), axes);
        chart.getStyler().setXAxisTickMarkSpacingHint(90);
        chart.getStyler()
                .setXAxisLogarithmic(axes.xScale() == Scale.LOGARITHMIC)
                .setYAxisLogarithmic(axes.yScale() == Scale.LOGARITHMIC)
                // XChart would draw nine lines a decade
                .setPlotGridVerticalLinesVisible(axes.xScale() == Scale.LINEAR)
                .setPlotGridHorizontalLinesVisible(axes.yScale() == Scale.LINEAR);
        return chart;
    }

    /** An empty square over a part of the plane, without a grid, to be filled to its edges. */
    static XYChart plane(Axes axes, Window window) {
        XYChart chart = titled(new XYChart(axes.width(), axes.height(), THEME), axes);
        chart.getStyler()
                .setXAxisTickMarkSpacingHint(70)
                .setPlotGridLinesVisible(false)
                .setDecimalPattern("0.####");
        chart.getStyler().setPlotContentSize(1);
        show(chart, window);
        return chart;
    }

    /** The axes end where the window does. */
    static void show(XYChart chart, Window window) {
        chart.getStyler()
                .setXAxisMin(window.left())
                .setXAxisMax(window.right())
                .setYAxisMin(window.bottom())
                .setYAxisMax(window.top());
    }

    /** The chart in our style, with the titles of its axes. */
    static <C extends AxesChart<? extends AxesChartStyler, ?>> C titled(C chart, Axes axes) {
        style(chart.getStyler());
        int size = Math.min(titleSize(axes.x(), chart.getWidth() - 90), titleSize(axes.y(), chart.getHeight() - 70));
        chart.getStyler().setAxisTitleFont(Palette.font(size));
        chart.setXAxisTitle(axes.x());
        chart.setYAxisTitle(axes.y());
        return chart;
    }

    /** The size of the letters of a title so long: smaller where it would be cut. */
    static int titleSize(String title, int room) {
        double width = Palette.font(TITLE)
                .getStringBounds(title, new FontRenderContext(null, true, true))
                .getWidth();
        return width <= room ? TITLE : Math.max(LEAST_TITLE, (int) (TITLE * room / width));
    }

    /** The name of a series that is not in the legend: no user gives the like. */
    static String unnamed(String what, String of) {
        return "\0" + what + " of " + of;
    }

    /** A filled polygon with these corners. */
    static XYSeries addArea(XYChart chart, String name, double[] x, double[] y, Color color) {
        XYSeries area = chart.addSeries(name, x, y);
        area.setMarker(new PolygonMarker(x.length)).setMarkerColor(color).setLineStyle(SeriesLines.NONE);
        return area;
    }

    /**
     * A point that is not to be seen, in no simple place. With corners alone, XChart would make these
     * the only ticks, and then leave them out at the ends of the axes.
     */
    static void addUnseen(XYChart chart, Window window) {
        addUnseen(chart, noSimplePlace(window.left(), window.right()), noSimplePlace(window.bottom(), window.top()));
    }

    private static double noSimplePlace(double from, double to) {
        return from + 0.3137 * (to - from);
    }

    private static void addUnseen(XYChart chart, double x, double y) {
        chart.addSeries(unnamed("point", "plane"), new double[] {x}, new double[] {y})
                .setMarker(SeriesMarkers.NONE)
                .setLineStyle(SeriesLines.NONE)
                .setShowInLegend(false);
    }

    /** Paints below the series into the rectangle that shows the window. */
    static void addBackdrop(XYChart chart, Window window, BiConsumer<Graphics2D, Rectangle2D> painting) {
        double[] x = {window.left(), window.right()};
        double[] y = {window.bottom(), window.top()};
        chart.addSeries(unnamed("backdrop", "plane"), x, y)
                .setMarker(new BackdropMarker(painting))
                .setLineStyle(SeriesLines.NONE)
                .setShowInLegend(false);
    }

    static void style(AxesChartStyler styler) {
        styler.setAxisTickLabelsFont(Palette.font(14))
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
     * XChart makes the x values themselves the ticks if they and the ends of the axis are equally
     * spaced, and the labels of many values run into each other. An axis that ends a tenth of a step
     * beyond the last value gets its ticks at round numbers.
     */
    static void ticks(XYChart chart, Axes axes, ImmutableList<Double> x, ImmutableList<Double> y, int few) {
        int steps = x.distinct().size() - 1;
        if (axes.xScale() == Scale.LOGARITHMIC) {
            chart.getStyler().setXAxisTickLabelsFormattingFunction(powers(x, LABELS_ACROSS));
        } else if (steps >= few) {
            chart.getStyler().setXAxisMax(x.max() + (x.max() - x.min()) / steps / 10);
        }
        if (axes.yScale() == Scale.LOGARITHMIC) {
            chart.getStyler().setYAxisTickLabelsFormattingFunction(powers(y, LABELS_UP));
        }
        chart.getStyler().setXAxisDecimalPattern(pattern(x)).setYAxisDecimalPattern(pattern(y));
    }

    /**
     * Ticks at round numbers on a linear y axis with many values, such as those of a line that
     * rises evenly, which XChart would make the ticks; at whole numbers alone where the values pass
     * through all of them.
     */
    static void roundTicks(XYChart chart, ImmutableList<Double> x, ImmutableList<Double> y, int few) {
        boolean many = y.distinct().size() > few;
        boolean whole = passThroughAll(y, many);
        if (whole || many) {
            addUnseen(chart, x.getFirst(), noSimplePlace(y.min(), y.max()));
        }
        if (whole) {
            chart.getStyler().setYAxisDecimalPattern("0");
        }
    }

    /**
     * Whether there is each whole number from the least to the largest, three or more, as of epochs:
     * and others between them only if there are many.
     */
    private static boolean passThroughAll(ImmutableList<Double> numbers, boolean many) {
        ImmutableList<Double> whole = numbers.select(number -> number == Math.rint(number))
                .collect(number -> number + 0.0) // -0.0 is 0.0
                .distinct();
        return whole.size() >= 3
                && (many
                        || whole.size()
                                == numbers.collect(number -> number + 0.0)
                                        .distinct()
                                        .size())
                && numbers.min() >= whole.min()
                && numbers.max() - whole.min() == whole.size() - 1;
    }

    /** Of an axis's labels: so that they are not all 0, and not longer than their distance. */
    static String pattern(ImmutableList<Double> numbers) {
        double largest = numbers.collectDouble(Math::abs).maxIfEmpty(0);
        return largest == 0 || (largest >= 1e-3 && largest < 1e7) ? "0.####" : "0.##E0";
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
