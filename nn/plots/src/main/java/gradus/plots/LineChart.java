package gradus.plots;

import gradus.autodiff.ArgumentException;
import gradus.nn.train.Epoch;
import gradus.nn.train.History;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.knowm.xchart.XYChart;

/**
 * Curves over a common axis, with bands of mean and deviation where they have one.
 *
 * {@snippet lang = java :
 * Picture losses = LineChart.of(history).picture("losses");
 * String page = new Report("Digits", "A network reads.").picture(losses, "The loss falls.").html();
 *
 * Curve mean = new Curve("rate 0.1", epochs, means, deviations);
 * Curve single = Curve.from1("rate 1", 2.3, 1.9, Double.NaN);
 * Picture rates = LineChart.of(mean, single)
 *         .axes("epoch", "cross-entropy (nats)")
 *         .logarithmicY()
 *         .picture("rates");
 * }
 *
 * <p>A curve that diverges ends with a cross at its last point before that; see {@link
 * #divergedBeyond}. A logarithmic axis leaves out what is 0 or less. A curve of which nothing is
 * left is named below the axis. Up to 20 points of a curve are marked.
 */
public final class LineChart extends Plot<LineChart> {
    private static final double DIVERGED = 1e9;

    private final ImmutableList<Curve> curves;
    private final double limit;

    private LineChart(Axes axes, ImmutableList<Curve> curves, double limit) {
        super(axes);
        this.curves = curves;
        this.limit = limit;
    }

    /**
     * The loss over the epochs, and that of the validation set if there was one.
     *
     * @throws ArgumentException if the history has no epoch
     */
    public static LineChart of(History history) {
        ImmutableList<String> measured = history.epochs().isEmpty()
                ? Lists.immutable.empty()
                : history.last().names();
        String[] losses = Lists.immutable
                .with(Epoch.LOSS, Epoch.VALIDATION_LOSS)
                .select(measured::contains)
                .toArray(new String[0]);
        return of(history, losses).axes("epoch", "loss");
    }

    /**
     * What was measured under these names, over the epochs.
     *
     * @throws ArgumentException if the history has no epoch, or one of the names was not measured
     */
    public static LineChart of(History history, String... columns) {
        Requirements.require(history.epochs().notEmpty(), "LineChart", "a history of at least one epoch", "none", "");
        var epochs = history.epochs().collectDouble(Epoch::number);
        ImmutableList<Curve> curves =
                Lists.immutable.with(columns).collect(name -> new Curve(name, epochs, history.column(name)));
        return of(curves).axes("epoch", columns.length == 1 ? columns[0] : "");
    }

    /**
     * Curves, the first at the bottom.
     *
     * @throws ArgumentException if there is none, or two have the same name
     */
    public static LineChart of(Curve... curves) {
        return of(Lists.immutable.with(curves));
    }

    /** As {@link #of(Curve...)}. */
    public static LineChart of(Iterable<Curve> curves) {
        ImmutableList<Curve> all = Lists.immutable.withAll(curves);
        Requirements.requireDistinct("LineChart", "curves", all.collect(Curve::name));
        return new LineChart(Axes.titled("", ""), all, DIVERGED);
    }

    /** Over a logarithmic horizontal axis. */
    public LineChart logarithmicX() {
        return over(axes.withScales(Scale.LOGARITHMIC, axes.yScale()));
    }

    /** Over a logarithmic vertical axis. */
    public LineChart logarithmicY() {
        return over(axes.withScales(axes.xScale(), Scale.LOGARITHMIC));
    }

    /**
     * A value beyond that, up or down, ends its curve as NaN does: 10⁹ unless said otherwise. So
     * what went before is seen.
     *
     * @throws ArgumentException if the limit is not above 0, or above 10¹⁵
     */
    public LineChart divergedBeyond(double newLimit) {
        Requirements.require(
                newLimit > 0 && newLimit <= Requirements.LARGEST, kind(), "a limit above 0, up to 1e15", newLimit, "");
        return new LineChart(axes, curves, newLimit);
    }

    @Override
    LineChart over(Axes other) {
        return new LineChart(other, curves, limit);
    }

    @Override
    XYChart chart() {
        ImmutableList<DrawnCurve> drawn = curves.collect(curve -> DrawnCurve.of(curve, axes, limit));
        XYChart chart = ChartStyle.xy(
                axes.naming(drawn.select(curve -> curve.x().isEmpty()).collect(DrawnCurve::name)));
        drawn.forEachWithIndex((curve, i) -> curve.addBand(chart, i, axes.yScale(), limit));
        drawn.forEachWithIndex((curve, i) -> curve.addLine(chart, i));
        drawn.forEachWithIndex((curve, i) -> curve.addEnd(chart, i));
        ImmutableList<Double> x = drawn.flatCollect(curve -> curve.x().collect(value -> value));
        ImmutableList<Double> y = drawn.flatCollect(curve -> curve.y().collect(value -> value));
        ChartStyle.ticks(chart, axes, x, y, DrawnCurve.FEW);
        if (axes.yScale() == Scale.LINEAR) {
            ChartStyle.roundTicks(chart, x, y, DrawnCurve.FEW);
        }
        return chart;
    }
}
