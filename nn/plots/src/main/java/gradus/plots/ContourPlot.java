package gradus.plots;

import static gradus.plots.Requirements.require;

import gradus.autodiff.ArgumentException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Contour lines of a function of two variables, lower values darker, with paths over them, such as
 * those of gradient descent.
 *
 * {@snippet lang = java :
 * Picture bowl = ContourPlot.of(new Window(-2, 2, -1, 3), (x, y) -> x * x + 4 * (y - 1) * (y - 1))
 *         .levels(0.5, 1, 2, 4, 8)
 *         .paths(Points.of("descent", xs, ys))
 *         .picture("bowl");
 * }
 *
 * <p>Where the function is not finite, the plane stays empty.
 */
public final class ContourPlot extends Plot<ContourPlot> {
    /** Cells of a side of a drawn function. */
    private static final int CELLS = 140;

    private static final int LEVELS = 12;
    private static final double DEEPEST_OPACITY = 0.6;

    private final Window window;
    private final DoubleBinaryOperator function;
    private final ImmutableDoubleList levels;
    private final ImmutableList<Points> paths;

    private ContourPlot(
            Axes axes,
            Window window,
            DoubleBinaryOperator function,
            ImmutableDoubleList levels,
            ImmutableList<Points> paths) {
        super(axes);
        this.window = window;
        this.function = function;
        this.levels = levels;
        this.paths = paths;
    }

    /** Contours at twelve levels, equally far from each other between the least and the largest value. */
    public static ContourPlot of(Window window, DoubleBinaryOperator function) {
        Axes square = Axes.titled("x", "y").withSize(ChartStyle.WIDTH, ChartStyle.WIDTH);
        return new ContourPlot(square, window, function, DoubleLists.immutable.empty(), Lists.immutable.empty());
    }

    /**
     * At these levels, in any order.
     *
     * @throws ArgumentException if there is none, or one is not finite
     */
    public ContourPlot levels(ImmutableDoubleList newLevels) {
        Requirements.requireSome("levels of " + kind(), newLevels);
        Requirements.requireFinite("levels of " + kind(), newLevels.toArray());
        return new ContourPlot(axes, window, function, newLevels.toSortedList().toImmutable(), paths);
    }

    /** As {@link #levels(ImmutableDoubleList)}. */
    public ContourPlot levels(double... newLevels) {
        return levels(DoubleLists.immutable.with(newLevels));
    }

    /**
     * With these paths over the contours.
     *
     * @throws ArgumentException if one has no point, or two have the same name
     */
    public ContourPlot paths(Points... newPaths) {
        ImmutableList<Points> all = Lists.immutable.with(newPaths);
        Requirements.requireDistinct(kind(), "paths", all.collect(Points::name));
        all.forEach(path -> Requirements.requireSome("path " + path.name(), path.x()));
        return new ContourPlot(axes, window, function, levels, all);
    }

    @Override
    ContourPlot over(Axes other) {
        return new ContourPlot(other, window, function, levels, paths);
    }

    @Override
    XYChart chart() {
        double[][] values = IntStream.range(0, CELLS)
                .mapToObj(row -> IntStream.range(0, CELLS)
                        .mapToDouble(column -> function.applyAsDouble(window.x(column, CELLS), window.y(row, CELLS)))
                        .toArray())
                .toArray(double[][]::new);
        ImmutableDoubleList rising = levels.isEmpty() ? between(values) : levels;
        BufferedImage image = Backdrop.image(CELLS, CELLS, (column, row) -> shade(values[row][column], rising));
        ContourLines lines = new ContourLines(window, CELLS, function);
        XYChart chart = ChartStyle.plane(axes, window);
        ChartStyle.addBackdrop(chart, window, (graphics, place) -> {
            Backdrop.fit(graphics, image, place);
            graphics.setColor(Palette.veil(Palette.INK, 0.5));
            graphics.setStroke(new BasicStroke(0.7f));
            rising.forEach(level -> graphics.draw(lines.at(level, place)));
        });
        if (paths.isEmpty()) {
            ChartStyle.addUnseen(chart, window);
        }
        paths.forEachWithIndex((path, i) -> addPath(chart, path, Palette.series(i + 1)));
        chart.getStyler().setMarkerSize(6);
        return chart;
    }

    /** The part of the levels that are above the value, as a veil. */
    private static int shade(double value, ImmutableDoubleList rising) {
        if (!Double.isFinite(value)) {
            return 0;
        }
        double above = (double) rising.count(level -> level <= value) / Math.max(1, rising.size());
        return Palette.veil(Palette.series(0), DEEPEST_OPACITY * (1 - above)).getRGB();
    }

    private ImmutableDoubleList between(double[][] values) {
        ImmutableDoubleList finite = Lists.immutable
                .with(values)
                .flatCollect(row -> DoubleLists.immutable.with(row).collect(value -> value))
                .collectDouble(value -> value)
                .select(Double::isFinite);
        require(finite.notEmpty(), kind(), "a function that is finite somewhere in the window", "none", "");
        double least = finite.min();
        double largest = finite.max();
        return DoubleLists.immutable.withAll(IntStream.rangeClosed(1, LEVELS).mapToDouble(i -> {
            double part = i / (LEVELS + 1.0);
            return (1 - part) * least + part * largest;
        }));
    }

    private static void addPath(XYChart chart, Points path, Color color) {
        chart.addSeries(path.name(), path.x().toArray(), path.y().toArray())
                .setMarker(SeriesMarkers.CIRCLE)
                .setMarkerColor(color)
                .setLineColor(color)
                .setLineStyle(new BasicStroke(2));
    }
}
