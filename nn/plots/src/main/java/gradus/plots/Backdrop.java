package gradus.plots;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.function.IntBinaryOperator;

/** Images with a pixel for each cell of a part of the plane. */
final class Backdrop {
    private Backdrop() {}

    /** The colors of cells by column and row; rows count from below. */
    static BufferedImage image(int columns, int rows, IntBinaryOperator colorOf) {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_ARGB);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                image.setRGB(column, rows - 1 - row, colorOf.applyAsInt(column, row));
            }
        }
        return image;
    }

    /** Paints the image so that it fills the place. */
    static void fit(Graphics2D graphics, BufferedImage image, Rectangle2D place) {
        Graphics2D inside = (Graphics2D) graphics.create();
        inside.translate(place.getX(), place.getY());
        inside.scale(place.getWidth() / image.getWidth(), place.getHeight() / image.getHeight());
        inside.drawImage(image, 0, 0, null);
        inside.dispose();
    }
}
