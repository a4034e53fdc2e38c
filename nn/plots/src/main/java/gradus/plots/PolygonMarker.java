package gradus.plots;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import org.knowm.xchart.style.markers.Marker;

/** Fills the polygon whose corners are the points of a series: XChart has no areas between two curves. */
final class PolygonMarker extends Marker {
    private final int corners;
    private Path2D polygon = new Path2D.Double();
    private int seen;

    PolygonMarker(int corners) {
        this.corners = corners;
    }

    @Override
    public void paint(Graphics2D graphics, double x, double y, int markerSize) {
        if (seen == 0) {
            polygon = new Path2D.Double();
            polygon.moveTo(x, y);
        } else {
            polygon.lineTo(x, y);
        }
        seen++;
        if (seen == corners) {
            seen = 0;
            polygon.closePath();
            graphics.fill(polygon);
        }
    }
}
