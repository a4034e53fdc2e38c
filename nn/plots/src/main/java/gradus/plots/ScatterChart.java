package gradus.plots;

import gradus.autodiff.ArgumentException;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/**
 * Points in the plane; each group has its own color and shape.
 *
 * {@snippet lang = java :
 * ImmutableList<String> names = Lists.immutable.with("setosa", "virginica");
 * Picture flowers = ScatterChart.of(Points.byClass(names, dataset))
 *         .axes("width (cm)", "height (cm)")
 *         .picture("flowers");
 * }
 *
 * <p>A logarithmic axis leaves out what is 0 or less.
 */
public final class ScatterChart extends Plot<ScatterChart> {
    private final ImmutableList<Points> groups;

    @Nullable
    private final Window window;

    private ScatterChart(Axes axes, ImmutableList<Points> groups, @Nullable Window window) {
        super(axes);
        this.groups = groups;
        this.window = window;
    }

    /**
     * Groups of points.
     *
     * @throws ArgumentException if there is none, or two have the same name
     */
    public static ScatterChart of(Points... groups) {
        return of(Lists.immutable.with(groups));
    }

    /** As {@link #of(Points...)}. */
    public static ScatterChart of(Iterable<Points> groups) {
        ImmutableList<Points> all = Lists.immutable.withAll(groups);
        Requirements.requireDistinct("ScatterChart", "groups of points", all.collect(Points::name));
        return new ScatterChart(Axes.titled("x", "y"), all, null);
    }

    /** With axes that show just this part of the plane; by default all points are shown. */
    public ScatterChart window(Window newWindow) {
        return new ScatterChart(axes, groups, newWindow);
    }

    /** Over a logarithmic horizontal axis. */
    public ScatterChart logarithmicX() {
        return over(axes.withScales(Scale.LOGARITHMIC, axes.yScale()));
    }

    /** Over a logarithmic vertical axis. */
    public ScatterChart logarithmicY() {
        return over(axes.withScales(axes.xScale(), Scale.LOGARITHMIC));
    }

    @Override
    ScatterChart over(Axes other) {
        return new ScatterChart(other, groups, window);
    }

    @Override
    XYChart chart() {
        if (window != null) {
            axes.xScale().requireHolds(kind(), "left", window.left());
            axes.yScale().requireHolds(kind(), "bottom", window.bottom());
        }
        ImmutableList<Points> drawn = groups.collect(this::drawn);
        ImmutableList<String> left = groups.zip(drawn)
                .select(pair ->
                        pair.getOne().x().notEmpty() && pair.getTwo().x().isEmpty())
                .collect(pair -> pair.getOne().name());
        XYChart chart = ChartStyle.xy(axes.naming(left));
        drawn.forEachWithIndex((points, i) -> {
            if (points.x().notEmpty()) {
                add(chart, points, i).setMarker(ChartStyle.marker(i));
            }
        });
        chart.getStyler().setMarkerSize(6);
        ChartStyle.ticks(
                chart,
                axes,
                drawn.flatCollect(points -> points.x().collect(value -> value)),
                drawn.flatCollect(points -> points.y().collect(value -> value)),
                Integer.MAX_VALUE);
        if (window != null) {
            ChartStyle.show(chart, window);
        }
        return chart;
    }

    /** The points that have a place on the axes. */
    private Points drawn(Points points) {
        int[] places = IntStream.range(0, points.x().size())
                .filter(i -> axes.xScale().holds(points.x().get(i)))
                .filter(i -> axes.yScale().holds(points.y().get(i)))
                .toArray();
        return points.at(places);
    }

    /** Adds points in the color of their number. */
    static XYSeries add(XYChart chart, Points points, int number) {
        XYSeries series =
                chart.addSeries(points.name(), points.x().toArray(), points.y().toArray());
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarkerColor(Palette.series(number));
        return series;
    }
}
