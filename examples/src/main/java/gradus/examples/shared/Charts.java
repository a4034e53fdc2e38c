package gradus.examples.shared;

import gradus.autodiff.Indices;
import gradus.nn.metrics.ConfusionMatrix;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The plots of all programs, in one style: curves, a confusion matrix, points over the regions of a classifier. */
public final class Charts {
    private static final int WIDTH = 820;
    private static final int HEIGHT = 480;
    private static final int SCALE = 2;

    /** Values beyond this are not drawn. */
    private static final double LARGEST = 1e9;

    /** Up to so many points of a curve are marked, and each has its tick on the x axis. */
    private static final int FEW = 20;

    /** Also the default of XChart, but its constructors without a theme leave fonts and sizes unset. */
    private static final Styler.ChartTheme THEME = Styler.ChartTheme.XChart;

    private static final Color INK = new Color(0x222222);
    private static final Color GRID = new Color(0xDDDDDD);
    private static final Color DEEPEST = new Color(0x6BAED6);

    /** Colours that stay apart for colour-blind readers too (Okabe and Ito, 2008). */
    private static final ImmutableList<Color> COLORS = Lists.immutable
            .with(0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000)
            .collect(Color::new);

    private Charts() {}

    /** A named curve. */
    public record Curve(String name, ImmutableDoubleList x, ImmutableDoubleList y) {}

    /** Named points of one class. */
    public record Points(String name, ImmutableDoubleList x, ImmutableDoubleList y) {}

    /** The class that a classifier gives to each cell of a square grid; {@code row * side + column} counts from the lower left. */
    public record Regions(Indices labels, int side, double low, double high) {}

    /** Up to seven curves over a common axis. One that diverges ends there. */
    public static Picture curves(String name, String xTitle, String yTitle, Curve... curves) {
        XYChart chart = new XYChart(WIDTH, HEIGHT, THEME);
        style(chart.getStyler());
        chart.setXAxisTitle(xTitle);
        chart.setYAxisTitle(yTitle);
        chart.getStyler()
                .setXAxisTickMarkSpacingHint(110)
                .setLegendVisible(curves.length > 1)
                .setDecimalPattern("0.####");
        ImmutableList<Curve> drawn = Lists.immutable.with(curves).collect(Charts::drawable);
        drawn.forEachWithIndex((curve, i) -> addCurve(chart, curve, COLORS.get(i)));
        roundTicks(chart, drawn.flatCollect(curve -> curve.x.collect(x -> x)));
        return picture(name, chart, WIDTH, HEIGHT);
    }

    /**
     * XChart makes the x values themselves the ticks if they and the ends of the axis are equally spaced, and the labels of many
     * values run into each other. An axis that ends a tenth of a step beyond the last value gets its ticks at round numbers.
     */
    private static void roundTicks(XYChart chart, ImmutableList<Double> x) {
        int steps = x.distinct().size() - 1;
        if (steps >= FEW) {
            chart.getStyler().setXAxisMax(x.max() + (x.max() - x.min()) / steps / 10);
        }
    }

    private static void addCurve(XYChart chart, Curve curve, Color color) {
        if (curve.x.notEmpty()) {
            chart.addSeries(curve.name, curve.x.toArray(), curve.y.toArray())
                    .setMarker(curve.x.size() <= FEW ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE)
                    .setMarkerColor(color)
                    .setLineColor(color)
                    .setLineStyle(new BasicStroke(2));
        }
    }

    /** The curve up to the first value that is no number of a size to be drawn: XChart never ends on infinite axes. */
    private static Curve drawable(Curve curve) {
        int end = (int) Arrays.stream(curve.y.toArray())
                .takeWhile(value -> Math.abs(value) <= LARGEST)
                .count();
        return new Curve(
                curve.name,
                DoubleLists.immutable.with(Arrays.copyOf(curve.x.toArray(), end)),
                DoubleLists.immutable.with(Arrays.copyOf(curve.y.toArray(), end)));
    }

    /** A confusion matrix with its colour bar; the first class is in the top row. */
    public static Picture confusion(String name, ImmutableList<String> classes, ConfusionMatrix confusion) {
        int height = 300 + 45 * classes.size();
        int width = height + 120;
        HeatMapChart chart = new HeatMapChart(width, height, THEME);
        style(chart.getStyler());
        chart.setXAxisTitle("predicted class");
        chart.setYAxisTitle("true class");
        chart.getStyler()
                .setShowValue(true)
                .setHeatMapValueDecimalPattern("#")
                .setValueFontColor(INK)
                .setValueFont(font(13))
                .setRangeColors(new Color[] {Color.WHITE, DEEPEST})
                .setMin(0)
                .setGradientColorColumnHeight(height - 170)
                .setGradientColorColumnWeight(20)
                .setPlotGridLinesVisible(false)
                // so small that every class gets its label
                .setXAxisTickMarkSpacingHint(10)
                .setYAxisTickMarkSpacingHint(10);
        int[] places = IntStream.range(0, classes.size()).toArray();
        List<Number[]> cells = Arrays.stream(places)
                .boxed()
                .flatMap(truth -> Arrays.stream(places).mapToObj(predicted -> new Number[] {
                    // XChart counts rows from the bottom
                    predicted, classes.size() - 1 - truth, confusion.count(truth, predicted)
                }))
                .toList();
        chart.addSeries("examples", classes.castToList(), classes.toReversed().castToList(), cells);
        return picture(name, chart, width, height);
    }

    /** Points of each class over the regions that a classifier gives to the classes, in the same colours. */
    public static Picture regions(String name, Regions regions, ImmutableList<Points> classes) {
        int size = 760;
        XYChart chart = new XYChart(size, size, THEME);
        style(chart.getStyler());
        chart.setXAxisTitle("x");
        chart.setYAxisTitle("y");
        chart.getStyler()
                .setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
                .setXAxisMin(regions.low)
                .setXAxisMax(regions.high)
                .setYAxisMin(regions.low)
                .setYAxisMax(regions.high)
                .setPlotGridLinesVisible(false)
                .setMarkerSize(4);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setPlotContentSize(1);
        for (int label = 0; label < classes.size(); label++) {
            addRegion(chart, regions, label, (double) size / regions.side);
        }
        classes.forEachWithIndex((points, label) -> chart.addSeries(points.name, points.x.toArray(), points.y.toArray())
                .setMarker(SeriesMarkers.CIRCLE)
                .setMarkerColor(COLORS.get(label)));
        return picture(name, chart, size, size);
    }

    private static void addRegion(XYChart chart, Regions regions, int label, double cell) {
        double step = (regions.high - regions.low) / regions.side;
        int[] places = IntStream.range(0, regions.side * regions.side)
                .filter(place -> regions.labels.get(place) == label)
                .toArray();
        if (places.length == 0) {
            return;
        }
        double[] x = Arrays.stream(places)
                .mapToDouble(place -> regions.low + (place % regions.side + 0.5) * step)
                .toArray();
        double[] y = Arrays.stream(places)
                .map(place -> place / regions.side)
                .mapToDouble(row -> regions.low + (row + 0.5) * step)
                .toArray();
        XYSeries series = chart.addSeries("region " + label, x, y);
        series.setMarker(new Tile(cell)).setMarkerColor(pale(COLORS.get(label)));
        series.setShowInLegend(false);
    }

    private static Color pale(Color color) {
        return new Color(
                255 - (255 - color.getRed()) / 4,
                255 - (255 - color.getGreen()) / 4,
                255 - (255 - color.getBlue()) / 4);
    }

    /** A filled square of its own size: XChart has one size for all markers of a chart. */
    private static final class Tile extends Marker {
        private final double size;

        Tile(double size) {
            this.size = size;
        }

        @Override
        public void paint(Graphics2D g, double x, double y, int markerSize) {
            g.fill(new Rectangle2D.Double(x - size / 2, y - size / 2, size, size));
        }
    }

    private static void style(AxesChartStyler styler) {
        styler.setAxisTitleFont(font(15)).setAxisTickLabelsFont(font(13)).setPlotGridLinesColor(GRID);
        styler.setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderColor(GRID)
                .setChartFontColor(INK)
                .setLegendFont(font(13))
                .setLegendBorderColor(Color.WHITE)
                .setChartTitleVisible(false)
                .setChartPadding(12)
                .setLocale(java.util.Locale.ROOT);
    }

    private static Font font(int size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, size);
    }

    private static Picture picture(String name, Chart<?, ?> chart, int width, int height) {
        return picture(name, width, height, graphics -> chart.paint(graphics, width, height));
    }

    /** Anything painted on white, at twice the given size. */
    public static Picture picture(
            String name, int width, int height, java.util.function.Consumer<Graphics2D> painting) {
        BufferedImage image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(SCALE, SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        painting.accept(graphics);
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Picture(name, png.toByteArray(), width, height);
    }
}
