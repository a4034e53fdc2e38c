package gradus.plots;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** What a plot is drawn as. */
final class Drawn {
    private Drawn() {}

    static String svg(Plot<?> plot) {
        return plot.picture("p").svg("");
    }

    static BufferedImage png(Plot<?> plot) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(plot.picture("p").png()));
    }

    /** The color at a part of the width and of the height. */
    static Color at(BufferedImage image, double x, double y) {
        return new Color(image.getRGB((int) (x * image.getWidth()), (int) (y * image.getHeight())));
    }
}
