package gradus.examples.mnist;

import gradus.autodiff.Tensor;
import gradus.examples.shared.Charts;
import gradus.examples.shared.Picture;
import gradus.nn.data.Mnist;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.eclipse.collections.api.list.ImmutableList;

/** A sheet of images, dark on white, with a line of text below each. */
final class Digits {
    private static final int COLUMNS = 8;
    private static final int PIXEL = 3;
    private static final int IMAGE = PIXEL * Mnist.SIDE;
    private static final int CELL_WIDTH = IMAGE + 16;
    private static final int CELL_HEIGHT = IMAGE + 26;

    private Digits() {}

    /** Draws images {@code [n, 784]}, from 0 (white) to 1 (black), with their texts. */
    static Picture picture(String name, Tensor images, ImmutableList<String> texts) {
        int rows = Math.ceilDiv(texts.size(), COLUMNS);
        return Charts.picture(name, COLUMNS * CELL_WIDTH, rows * CELL_HEIGHT, graphics -> {
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
            texts.forEachWithIndex((text, i) -> draw(
                    graphics,
                    images.select(0, i).toDoubleArray(),
                    text,
                    i % COLUMNS * CELL_WIDTH + (CELL_WIDTH - IMAGE) / 2,
                    i / COLUMNS * CELL_HEIGHT));
        });
    }

    private static void draw(Graphics2D graphics, double[] image, String text, int left, int top) {
        for (int place = 0; place < image.length; place++) {
            int column = place % Mnist.SIDE;
            int row = place / Mnist.SIDE;
            graphics.setColor(new Color(Color.HSBtoRGB(0, 0, (float) (1 - image[place]))));
            graphics.fill(new Rectangle2D.Double(left + PIXEL * column, top + PIXEL * row, PIXEL, PIXEL));
        }
        int width = graphics.getFontMetrics().stringWidth(text);
        graphics.setColor(Color.BLACK);
        graphics.drawString(text, left + (IMAGE - width) / 2, top + IMAGE + 16);
    }
}
