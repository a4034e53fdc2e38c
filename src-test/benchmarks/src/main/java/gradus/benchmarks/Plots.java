package gradus.benchmarks;

import gradus.benchmarks.Results.Entry;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The pictures of the page, as PNG files with twice as many pixels as they are wide and high on the page. */
final class Plots {
    private static final int SCALE = 2;
    private static final int WIDTH = 460;
    private static final int HEIGHT = 340;

    /** Without a theme XChart leaves fonts and sizes unset. */
    private static final Styler.ChartTheme THEME = Styler.ChartTheme.XChart;

    private static final Color INK = new Color(0x222222);
    private static final Color GRID = new Color(0xDDDDDD);

    /** Apart for color-blind readers too (Okabe and Ito, 2008). */
    private static final ImmutableList<Color> COLORS =
            Lists.immutable.with(new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73));

    private static final Map<String, String> AXES = Map.of(
            "batch", "examples in a batch, 784-300-10",
            "width", "width w of 256-w-w-10, batch 64",
            "depth", "hidden layers of 64, batch 16",
            "operations", "recorded operations on 8 numbers");

    private Plots() {}

    /** The time of a step against what grows, a panel for each curve. */
    static void growth(Results results, Path file) throws IOException {
        ImmutableList<String> measured = Workloads.CURVES.select(
                curve -> results.named(Workloads.curve(curve)).notEmpty());
        if (measured.notEmpty()) {
            write(measured.collect(curve -> panel(results, curve)), 2, WIDTH, HEIGHT, file);
        }
    }

    private static XYChart panel(Results results, String curve) {
        XYChart chart = new XYChart(WIDTH, HEIGHT, THEME);
        style(chart.getStyler());
        chart.setXAxisTitle(AXES.get(curve));
        chart.setYAxisTitle("microseconds a step");
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setYAxisLogarithmic(true)
                .setXAxisDecimalPattern("#,###")
                .setYAxisDecimalPattern("#,###")
                // where no curve is, as all of them rise
                .setLegendPosition(Styler.LegendPosition.InsideSE);
        ImmutableList<Entry> entries = results.named(Workloads.curve(curve));
        entries.flatCollect(entry -> entry.engines().keySet())
                .distinct()
                .forEachWithIndex((engine, i) -> addCurve(chart, entries, engine, COLORS.get(i)));
        return chart;
    }

    private static void addCurve(XYChart chart, ImmutableList<Entry> entries, String engine, Color color) {
        ImmutableList<Entry> points = entries.select(entry -> entry.has(engine));
        double[] x = points.collectDouble(entry ->
                        Double.parseDouble(entry.name().substring(entry.name().indexOf('.') + 1)))
                .toArray();
        double[] y = points.collectDouble(
                        entry -> Unit.MICROSECONDS.of(entry.nanoseconds(engine).median(), 1))
                .toArray();
        chart.addSeries(title(engine), x, y)
                .setMarker(SeriesMarkers.CIRCLE)
                .setMarkerColor(color)
                .setLineColor(color)
                .setLineStyle(new BasicStroke(2));
    }

    private static String title(String engine) {
        return engine.equals("djl") ? "DJL with PyTorch" : Report.title(engine);
    }

    /** How many times as fast as DJL, for each workload that was measured beside it. */
    static void ratios(Results one, Results two, Path file) throws IOException {
        int width = 2 * WIDTH;
        CategoryChart chart = new CategoryChart(width, HEIGHT + 80, THEME);
        style(chart.getStyler());
        chart.setYAxisTitle("DJL's time / Gradus's");
        chart.getStyler()
                .setDefaultSeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Scatter)
                .setXAxisLabelRotation(90)
                // so small that every name is written
                .setXAxisTickMarkSpacingHint(5)
                .setYAxisDecimalPattern("#,##0.##")
                .setYAxisLogarithmic(true)
                .setLegendPosition(Styler.LegendPosition.InsideNE);
        ImmutableList<String> names =
                Workloads.standardNames().select(name -> hasRatio(one, name) || hasRatio(two, name));
        if (names.notEmpty()) {
            addPoints(chart, "1 thread", one, names, COLORS.get(0));
            addPoints(chart, "2 threads", two, names, COLORS.get(1));
            write(Lists.immutable.with(chart), 1, width, HEIGHT + 80, file);
        }
    }

    private static boolean hasRatio(Results results, String name) {
        return ratio(results, name) != null;
    }

    private static @Nullable Double ratio(Results results, String name) {
        return results.named(Lists.immutable.with(name))
                .select(entry -> entry.has("djl"))
                .collect(entry -> 1 / entry.ratio("gradus", "djl").median())
                .getFirstOptional()
                .orElse(null);
    }

    private static void addPoints(
            CategoryChart chart, String title, Results results, ImmutableList<String> names, Color color) {
        if (names.anySatisfy(name -> hasRatio(results, name))) {
            List<@Nullable Double> heights = new ArrayList<>();
            names.forEach(name -> heights.add(ratio(results, name)));
            chart.addSeries(title, names.castToList(), heights)
                    .setMarker(SeriesMarkers.CIRCLE)
                    .setMarkerColor(color);
        }
    }

    private static void style(AxesChartStyler styler) {
        styler.setAxisTitleFont(font(13)).setAxisTickLabelsFont(font(11)).setPlotGridLinesColor(GRID);
        styler.setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderColor(GRID)
                .setChartFontColor(INK)
                .setLegendFont(font(11))
                .setLegendBorderColor(Color.WHITE)
                .setChartTitleVisible(false)
                .setLocale(Locale.ROOT);
    }

    private static Font font(int size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, size);
    }

    private static void write(
            ImmutableList<? extends Chart<?, ?>> charts, int columns, int width, int height, Path file)
            throws IOException {
        int rows = Math.ceilDiv(charts.size(), columns);
        BufferedImage image =
                new BufferedImage(SCALE * columns * width, SCALE * rows * height, BufferedImage.TYPE_INT_RGB);
        charts.forEachWithIndex((chart, i) -> {
            Graphics2D graphics = image.createGraphics();
            graphics.scale(SCALE, SCALE);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.translate(i % columns * width, i / columns * height);
            chart.paint(graphics, width, height);
            graphics.dispose();
        });
        ImageIO.write(image, "png", file.toFile());
    }
}
