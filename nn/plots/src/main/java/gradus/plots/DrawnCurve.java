package gradus.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The part of a curve that has a place on the axes: from the first value that is a number of a size
 * to be drawn up to the next one that is not, as XChart never ends on infinite axes.
 *
 * @param ends whether the curve ends before its last point
 */
record DrawnCurve(
        Curve curve, ImmutableDoubleList x, ImmutableDoubleList y, ImmutableDoubleList deviation, boolean ends) {
    /**
     * Up to so many points of a curve are marked, and each has its tick on the x axis; up to so
     * many different values of a chart may be the ticks of the y axis.
     */
    static final int FEW = 20;

    private static final float BROAD = 7;
    private static final double BAND_OPACITY = 0.25;

    static DrawnCurve of(Curve curve, Axes axes, double limit) {
        IntPredicate isDrawable = i -> Math.abs(curve.y().get(i)) <= limit;
        int size = curve.y().size();
        int first = IntStream.range(0, size).filter(isDrawable).findFirst().orElse(size);
        int end = IntStream.range(first, size)
                .filter(isDrawable.negate())
                .findFirst()
                .orElse(size);
        int[] places = IntStream.range(first, end)
                .filter(i -> axes.xScale().holds(curve.x().get(i)))
                .filter(i -> axes.yScale().holds(curve.y().get(i)))
                .toArray();
        return new DrawnCurve(curve, curve.xAt(places), curve.yAt(places), curve.deviationAt(places), end < size);
    }

    String name() {
        return curve.name();
    }

    void addLine(XYChart chart, int number) {
        if (x.isEmpty()) {
            return;
        }
        boolean marked = x.size() <= FEW && !curve.broad();
        BasicStroke plain = number < Palette.colors() ? new BasicStroke(2) : ChartStyle.DASHED;
        chart.addSeries(curve.name(), x.toArray(), y.toArray())
                .setMarker(marked ? ChartStyle.marker(number) : SeriesMarkers.NONE)
                .setMarkerColor(Palette.series(number))
                .setLineColor(Palette.series(number))
                .setLineStyle(curve.broad() ? new BasicStroke(BROAD) : plain);
    }

    /** A cross where the curve ends too early. */
    void addEnd(XYChart chart, int number) {
        if (x.isEmpty() || !ends) {
            return;
        }
        double[] lastX = {x.getLast()};
        double[] lastY = {y.getLast()};
        chart.addSeries(ChartStyle.unnamed("end", curve.name()), lastX, lastY)
                .setMarker(new CrossMarker())
                .setMarkerColor(Palette.series(number))
                .setLineStyle(SeriesLines.NONE)
                .setShowInLegend(false);
    }

    void addBand(XYChart chart, int number, Scale yScale, double limit) {
        if (deviation.isEmpty() || x.isEmpty()) {
            return;
        }
        Color color = Palette.veil(Palette.series(number), BAND_OPACITY);
        double floor = yScale == Scale.LOGARITHMIC ? y.min() / 10 : -limit;
        int size = x.size();
        double[] outlineX = new double[2 * size];
        double[] outlineY = new double[2 * size];
        for (int i = 0; i < size; i++) {
            double half = Double.isNaN(deviation.get(i)) ? 0 : Math.min(limit, deviation.get(i));
            outlineX[i] = x.get(i);
            outlineY[i] = y.get(i) + half;
            outlineX[2 * size - 1 - i] = x.get(i);
            outlineY[2 * size - 1 - i] = Math.max(floor, y.get(i) - half);
        }
        ChartStyle.addArea(chart, ChartStyle.unnamed("band", curve.name()), outlineX, outlineY, color)
                .setShowInLegend(false);
    }
}
