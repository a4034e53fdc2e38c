package gradus.plots;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import org.knowm.xchart.style.markers.Marker;

/** A cross that is larger than the marks of a curve: here it ends. */
final class CrossMarker extends Marker {
    private static final double ARM = 8;

    @Override
    public void paint(Graphics2D graphics, double x, double y, int markerSize) {
        graphics.setStroke(new BasicStroke(3));
        graphics.draw(new Line2D.Double(x - ARM, y - ARM, x + ARM, y + ARM));
        graphics.draw(new Line2D.Double(x - ARM, y + ARM, x + ARM, y - ARM));
    }
}
