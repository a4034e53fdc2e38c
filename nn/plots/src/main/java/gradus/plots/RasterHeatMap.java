package gradus.plots;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.knowm.xchart.HeatMapChart;

/**
 * A heat map whose cells are one image: XChart's cells, each a shape of its own, have seams between
 * them and take much space where there are thousands.
 */
final class RasterHeatMap extends HeatMapChart {
    private final BufferedImage cells;

    RasterHeatMap(int width, int height, BufferedImage cells) {
        super(width, height, ChartStyle.THEME);
        this.cells = cells;
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        super.paint(graphics, width, height);
        Backdrop.fit(graphics, cells, plot.getBounds());
    }
}
