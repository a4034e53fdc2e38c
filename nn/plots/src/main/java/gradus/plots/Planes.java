package gradus.plots;

import gradus.autodiff.Indices;
import gradus.nn.data.Dataset;
import gradus.nn.report.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Plots over two variables: the regions of a classifier with points, and a function's contours with
 * paths.
 */
public final class Planes {
    private static final int SIZE = 580;

    /** Cells of a side of a drawn function. */
    private static final int CELLS = 140;

    private static final double REGION_OPACITY = 0.25;
    private static final double DEEPEST_OPACITY = 0.6;

    private Planes() {}

    /** A rectangle of the plane. */
    public record Window(double left, double right, double bottom, double top) {
        /** A square around the origin. */
        public static Window around(double halfWidth) {
            return new Window(-halfWidth, halfWidth, -halfWidth, halfWidth);
        }
    }

    /** Named points: those of one class, or those of a path in their order. */
    public record Points(String name, ImmutableDoubleList x, ImmutableDoubleList y) {}

    /** The points {@code [n, 2]} of a data set, class by class. */
    public static ImmutableList<Points> classes(ImmutableList<String> names, Dataset points) {
        double[] x = points.all().inputs().select(1, 0).toDoubleArray();
        double[] y = points.all().inputs().select(1, 1).toDoubleArray();
        return names.zipWithIndex().collect(each -> {
            int[] places = IntStream.range(0, x.length)
                    .filter(i -> points.labels().get(i) == each.getTwo())
                    .toArray();
            return new Points(each.getOne(), at(x, places), at(y, places));
        });
    }

    private static ImmutableDoubleList at(double[] numbers, int... places) {
        return DoubleLists.immutable.withAll(Arrays.stream(places).mapToDouble(i -> numbers[i]));
    }

    /**
     * The class that a classifier gives to each cell of a square grid; {@code row * side + column}
     * counts from the lower left.
     */
    public record Regions(Indices labels, int side, Window window) {}

    /**
     * Points of each class over the regions that a classifier gives to the classes, in the same
     * colors.
     */
    public static Picture regions(String name, Regions regions, ImmutableList<Points> classes) {
        XYChart chart = chart("x", "y", regions.window);
        BufferedImage image = image(regions.side, (column, row) -> {
            int label = regions.labels.get(row * regions.side + column);
            return Palette.veil(Palette.series(label), REGION_OPACITY).getRGB();
        });
        addBackdrop(chart, regions.window, (graphics, place) -> fit(graphics, image, place));
        classes.forEachWithIndex((points, label) -> {
            XYSeries series = chart.addSeries(points.name, points.x.toArray(), points.y.toArray());
            series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(Palette.series(label));
        });
        chart.getStyler().setMarkerSize(4);
        return ChartStyle.picture(name, chart);
    }

    /**
     * Contour lines of a function, lower values darker, with paths over them, such as those of
     * gradient descent.
     */
    public static Picture contours(
            String name,
            String xTitle,
            String yTitle,
            Window window,
            DoubleBinaryOperator function,
            ImmutableDoubleList levels,
            Points... paths) {
        XYChart chart = chart(xTitle, yTitle, window);
        double width = (window.right - window.left) / CELLS;
        double height = (window.top - window.bottom) / CELLS;
        ImmutableDoubleList rising = levels.toSortedList().toImmutable();
        BufferedImage image = image(CELLS, (column, row) -> {
            double value =
                    function.applyAsDouble(window.left + (column + 0.5) * width, window.bottom + (row + 0.5) * height);
            double above = (double) rising.count(level -> level <= value) / Math.max(1, rising.size());
            return Palette.veil(Palette.series(0), DEEPEST_OPACITY * (1 - above))
                    .getRGB();
        });
        ContourLines lines = new ContourLines(window, CELLS, function);
        addBackdrop(chart, window, (graphics, place) -> {
            fit(graphics, image, place);
            graphics.setColor(Palette.veil(Palette.INK, 0.5));
            graphics.setStroke(new BasicStroke(0.7f));
            rising.forEach(level -> graphics.draw(lines.at(level, place)));
        });
        for (int i = 0; i < paths.length; i++) {
            Color color = Palette.series(i + 1);
            chart.addSeries(paths[i].name, paths[i].x.toArray(), paths[i].y.toArray())
                    .setMarker(SeriesMarkers.CIRCLE)
                    .setMarkerColor(color)
                    .setLineColor(color)
                    .setLineStyle(new BasicStroke(2));
        }
        chart.getStyler().setMarkerSize(6);
        return ChartStyle.picture(name, chart);
    }

    private static XYChart chart(String xTitle, String yTitle, Window window) {
        XYChart chart = new XYChart(SIZE, SIZE, ChartStyle.THEME);
        ChartStyle.style(chart.getStyler());
        chart.setXAxisTitle(xTitle);
        chart.setYAxisTitle(yTitle);
        chart.getStyler()
                .setXAxisMin(window.left)
                .setXAxisMax(window.right)
                .setYAxisMin(window.bottom)
                .setYAxisMax(window.top)
                .setXAxisTickMarkSpacingHint(70)
                .setPlotGridLinesVisible(false)
                .setDecimalPattern("0.####");
        chart.getStyler().setPlotContentSize(1);
        return chart;
    }

    private static void addBackdrop(XYChart chart, Window window, BiConsumer<Graphics2D, Rectangle2D> painting) {
        XYSeries corners = chart.addSeries(
                "backdrop", new double[] {window.left, window.right}, new double[] {window.bottom, window.top});
        corners.setMarker(new BackdropMarker(painting)).setLineStyle(SeriesLines.NONE);
        corners.setShowInLegend(false);
    }

    /** A square image with as many pixels as cells; rows of cells count from below. */
    private static BufferedImage image(int side, IntBinaryOperator colorOf) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                image.setRGB(column, side - 1 - row, colorOf.applyAsInt(column, row));
            }
        }
        return image;
    }

    private static void fit(Graphics2D graphics, BufferedImage image, Rectangle2D place) {
        Graphics2D inside = (Graphics2D) graphics.create();
        inside.translate(place.getX(), place.getY());
        inside.scale(place.getWidth() / image.getWidth(), place.getHeight() / image.getHeight());
        inside.drawImage(image, 0, 0, null);
        inside.dispose();
    }
}
