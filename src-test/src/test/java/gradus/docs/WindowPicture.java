package gradus.docs;

import gradus.nn.report.Picture;
import gradus.plots.Painting;
import gradus.plots.Palette;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;

/**
 * How a window of 3 x 3 with stride 2 and padding 1 moves over an image of 5 x 5: for some of the
 * results the image with its ring of zeros, and below it the results with the one that is made.
 */
final class WindowPicture {
    private static final int CELL = 18;
    private static final int MARGIN = 12;
    private static final int IMAGE = 5;
    private static final int PADDING = 1;
    private static final int STRIDE = 2;
    private static final int WINDOW = 3;
    private static final int PADDED = IMAGE + 2 * PADDING;
    private static final int RESULTS = (PADDED - WINDOW) / STRIDE + 1;
    private static final int PANEL = PADDED * CELL + 2 * MARGIN;
    private static final Color GRAY = new Color(0xDDDDDD);

    /** Rows and columns of the results that are shown. */
    private static final int[][] STEPS = {{0, 0}, {0, 1}, {1, 0}, {2, 2}};

    private WindowPicture() {}

    static Picture picture() {
        int height = (PADDED + RESULTS) * CELL + 3 * MARGIN;
        return Painting.picture("window", STEPS.length * PANEL, height, graphics -> {
            for (int step = 0; step < STEPS.length; step++) {
                paint(graphics, step * PANEL + MARGIN, STEPS[step][0], STEPS[step][1]);
            }
        });
    }

    private static void paint(Graphics2D graphics, int left, int row, int column) {
        graphics.setColor(GRAY);
        fill(graphics, left + PADDING * CELL, MARGIN + PADDING * CELL, IMAGE);
        grid(graphics, left, MARGIN, PADDED);
        graphics.setColor(Palette.series(1));
        graphics.setStroke(new BasicStroke(3));
        graphics.drawRect(left + column * STRIDE * CELL, MARGIN + row * STRIDE * CELL, WINDOW * CELL, WINDOW * CELL);
        int results = left + (PADDED - RESULTS) * CELL / 2;
        int below = 2 * MARGIN + PADDED * CELL;
        fill(graphics, results + column * CELL, below + row * CELL, 1);
        grid(graphics, results, below, RESULTS);
    }

    private static void fill(Graphics2D graphics, int x, int y, int cells) {
        graphics.fillRect(x, y, cells * CELL, cells * CELL);
    }

    private static void grid(Graphics2D graphics, int x, int y, int cells) {
        graphics.setColor(Palette.INK);
        graphics.setStroke(new BasicStroke(1));
        for (int i = 0; i <= cells; i++) {
            graphics.drawLine(x, y + i * CELL, x + cells * CELL, y + i * CELL);
            graphics.drawLine(x + i * CELL, y, x + i * CELL, y + cells * CELL);
        }
    }
}
