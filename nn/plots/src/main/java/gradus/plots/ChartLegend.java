package gradus.plots;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.series.Series;

/**
 * The names of a chart's series below it, in columns and in as many rows as they need. XChart's own
 * legend is one row, which is cut off where it is too wide, or one column.
 */
final class ChartLegend {
    private static final Font FONT = Palette.font(14);
    private static final FontRenderContext MEASURE = new FontRenderContext(null, true, true);
    private static final int SYMBOL = 26;
    private static final int MARKER = 8;
    private static final int GAP = 6;
    private static final int BETWEEN = 18;
    private static final int ROW = 22;
    private static final int PADDING = 8;

    private final ImmutableList<Series> entries;
    private final int width;
    private final int cell;
    private final int columns;

    private ChartLegend(ImmutableList<Series> entries, int width) {
        this.entries = entries;
        this.width = width;
        int text = (int) Math.ceil(entries.collectDouble(ChartLegend::width).maxIfEmpty(0));
        cell = SYMBOL + GAP + text + BETWEEN;
        int fitting = Math.max(1, (width - 2 * PADDING + BETWEEN) / cell);
        columns = Math.ceilDiv(entries.size(), Math.max(1, Math.ceilDiv(entries.size(), fitting)));
    }

    private static double width(Series series) {
        return FONT.getStringBounds(series.getName(), MEASURE).getWidth();
    }

    /** That of all series which want to be in it; a single one needs no name. */
    static ChartLegend of(Chart<?, ?> chart) {
        ImmutableList<Series> shown =
                Lists.immutable.<Series>withAll(chart.getSeriesCollection()).select(Series::isShowInLegend);
        return new ChartLegend(shown.size() > 1 ? shown : Lists.immutable.empty(), chart.getWidth());
    }

    int height() {
        return entries.isEmpty() ? 0 : Math.ceilDiv(entries.size(), columns) * ROW + PADDING;
    }

    /** Draws it below a line across the picture. */
    void paint(Graphics2D graphics, int top) {
        double left = (width - columns * cell + BETWEEN) / 2.0;
        entries.forEachWithIndex((series, i) ->
                paint(graphics, series, left + i % columns * cell, top + (double) (i / columns * ROW) + ROW / 2.0));
    }

    private static void paint(Graphics2D graphics, Series series, double x, double middle) {
        if (series instanceof XYSeries curve) {
            boolean scattered = curve.getXYSeriesRenderStyle()
                    .filter(style -> style == XYSeries.XYSeriesRenderStyle.Scatter)
                    .isPresent();
            if (!scattered) {
                graphics.setColor(curve.getLineColor());
                graphics.setStroke(curve.getLineStyle());
                graphics.draw(new Line2D.Double(x, middle, x + SYMBOL, middle));
            }
            graphics.setStroke(new BasicStroke(1));
            graphics.setColor(curve.getMarkerColor());
            curve.getMarker().paint(graphics, x + SYMBOL / 2.0, middle, MARKER);
        } else {
            graphics.setColor(series.getFillColor());
            graphics.fill(new Rectangle2D.Double(x, middle - MARKER, SYMBOL, 2.0 * MARKER));
        }
        graphics.setColor(Palette.INK);
        graphics.setFont(FONT);
        graphics.drawString(series.getName(), (float) (x + SYMBOL + GAP), (float) (middle + FONT.getSize2D() / 3));
    }
}
