package gradus.docs;

import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.nn.data.BatchesAhead;
import gradus.nn.data.Dataset;
import gradus.nn.data.StreamedDataset;
import gradus.nn.report.Picture;
import gradus.plots.Painting;
import gradus.plots.Palette;
import java.awt.BasicStroke;
import java.awt.Graphics2D;

/**
 * Where the rows of a file come in an epoch: for some windows a panel with a dot for each row, its number
 * to the right and its place in the epoch upwards, and a line for the earliest places that there are.
 */
final class ShufflePicture {
    private static final int COUNT = 100;
    private static final int DOT = 2;
    private static final int SIDE = COUNT * DOT;
    private static final int MARGIN = 12;
    private static final int[] WINDOWS = {10, 30, COUNT};

    private ShufflePicture() {}

    static Picture picture() {
        int panel = SIDE + 2 * MARGIN;
        return Painting.picture("shuffle", WINDOWS.length * panel, panel, graphics -> {
            for (int i = 0; i < WINDOWS.length; i++) {
                paint(graphics, i * panel + MARGIN, WINDOWS[i]);
            }
        });
    }

    private static void paint(Graphics2D graphics, int left, int window) {
        int bottom = MARGIN + SIDE;
        graphics.setColor(Palette.INK);
        graphics.setStroke(new BasicStroke(1));
        graphics.drawRect(left, MARGIN, SIDE, SIDE);
        graphics.drawLine(left + (window - 1) * DOT, bottom, left + SIDE, bottom - (COUNT - window + 1) * DOT);
        graphics.setColor(Palette.series(1));
        int[] rows = order(window);
        for (int place = 0; place < COUNT; place++) {
            graphics.fillRect(left + rows[place] * DOT, bottom - (place + 1) * DOT, DOT, DOT);
        }
    }

    /** The rows as they come. */
    private static int[] order(int window) {
        Dataset rows = Dataset.of(Indices.arange(COUNT), Indices.arange(COUNT));
        try (BatchesAhead batches =
                StreamedDataset.of(rows).window(window).shuffledBatches(COUNT, Randomness.seeded(1))) {
            return batches.iterator().next().labels().toArray();
        }
    }
}
