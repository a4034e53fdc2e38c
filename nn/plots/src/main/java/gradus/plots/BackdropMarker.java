package gradus.plots;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.function.BiConsumer;
import org.knowm.xchart.style.markers.Marker;

/** Paints into the rectangle between the two points of a series: so a picture lies exactly below the axes. */
final class BackdropMarker extends Marker {
    private final BiConsumer<Graphics2D, Rectangle2D> painting;
    private Rectangle2D corner = new Rectangle2D.Double();
    private boolean second;

    BackdropMarker(BiConsumer<Graphics2D, Rectangle2D> painting) {
        this.painting = painting;
    }

    @Override
    public void paint(Graphics2D graphics, double x, double y, int markerSize) {
        Rectangle2D point = new Rectangle2D.Double(x, y, 0, 0);
        if (second) {
            painting.accept(graphics, corner.createUnion(point));
        }
        corner = point;
        second = !second;
    }
}
