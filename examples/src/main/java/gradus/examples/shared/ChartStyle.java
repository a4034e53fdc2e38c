package gradus.examples.shared;

import gradus.nn.report.Picture;
import java.awt.BasicStroke;
import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** How XChart draws for us. */
final class ChartStyle {
    static final int WIDTH = 580;
    static final int HEIGHT = 380;
    private static final int LEGEND_LETTER = 8;
    private static final int LEGEND_SYMBOL = 40;
    private static final int LEGEND_LINE = 27;
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
                .setLegendBackgroundColor(Palette.PAPER)
                .setLegendFont(Palette.font(14))
                .setLegendBorderColor(Palette.PAPER)
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal)
                .setChartTitleVisible(false)
                .setChartPadding(10)
                .setLocale(Locale.ROOT);
    }

    /**
     * XChart makes the x values themselves the ticks if they and the ends of the axis are equally spaced, and the labels of many
     * values run into each other. An axis that ends a tenth of a step beyond the last value gets its ticks at round numbers.
     */
    static void ticks(
            XYChart chart, ImmutableList<Charts.Curve> curves, Charts.Scale xScale, Charts.Scale yScale, int few) {
        ImmutableList<Double> x = curves.flatCollect(curve -> curve.x().collect(value -> value));
        int steps = x.distinct().size() - 1;
        if (xScale == Charts.Scale.LOGARITHMIC) {
            chart.getStyler().setXAxisTickLabelsFormattingFunction(ChartStyle::power);
        } else if (steps >= few) {
            chart.getStyler().setXAxisMax(x.max() + (x.max() - x.min()) / steps / 10);
        }
        if (yScale == Charts.Scale.LOGARITHMIC) {
            chart.getStyler().setYAxisTickLabelsFormattingFunction(ChartStyle::power);
        }
    }

    /** A legend too wide for one line gets a line for each entry, and so much more height. */
    private static int legendBelow(Chart<?, ?> chart, ImmutableList<String> names) {
        int letters = (int) names.collectInt(String::length).sum();
        if (letters * LEGEND_LETTER + names.size() * LEGEND_SYMBOL <= chart.getWidth()) {
            return 0;
        }
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
        return LEGEND_LINE * (names.size() - 1);
    }

    /** Such as 0.01, 100 and 1e-7. */
    private static String power(double value) {
        boolean plain = value >= 0.01 && value < 10_000;
        return plain
                ? (value == Math.rint(value) ? (long) value + "" : value + "")
                : String.format(Locale.ROOT, "%.0e", value).replaceAll("e[+]?(-?)0?", "e$1");
    }

    /** The chart as a picture; its legend, if it is below, has these names. */
    static Picture picture(String name, Chart<?, ?> chart, ImmutableList<String> legend) {
        int width = chart.getWidth();
        int height = chart.getHeight() + legendBelow(chart, legend);
        return Painting.picture(name, width, height, graphics -> chart.paint(graphics, width, height));
    }
}
