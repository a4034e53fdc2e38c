package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.product.MatmulTileF32.COLUMNS;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.LongSums;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of the result of a matrix product, y = start + a b: some rows of some panels, over the
 * whole depth. Belongs to one thread.
 */
final class MatmulBlockF32 {
    private static final float[] ZEROS = new float[COLUMNS];

    private final LeftOperandF32 a;
    private final RightOperandF32 b;
    private final MatrixViewF32 start;
    private final DepthSteps depth;
    private final float[] y;
    private final int y0;
    private final int yStep;
    private final BlockBuffersF32 buffers = BlockBuffersF32.borrow();
    private int firstRow;
    private int rows;
    private int firstPanel;
    private int panels;

    /** @param depth which steps of depth the operands have */
    MatmulBlockF32(
            LeftOperandF32 a, RightOperandF32 b, MatrixViewF32 start, DepthSteps depth, float[] y, int y0, int yStep) {
        this.a = a;
        this.b = b;
        this.start = start;
        this.depth = depth;
        this.y = y;
        this.y0 = y0;
        this.yStep = yStep;
    }

    /** Gives back what was borrowed. */
    void end() {
        buffers.giveBack();
    }

    /** Computes the rows and panels between these. */
    void multiply(int row, int endRow, int panel, int endPanel) {
        firstRow = row;
        rows = endRow - row;
        firstPanel = panel;
        panels = endPanel - panel;
        int column = panel * COLUMNS;
        sum(0, depth.terms(), true, y, y0 + row * yStep + column, yStep, 0);
    }

    /**
     * Some of the depth, in the order of {@link LongSums}.
     *
     * @param first whether it begins with the start, not with zeros
     * @param level how many sums wait for this one
     */
    private void sum(int from, int steps, boolean first, float[] y, int y0, int yStep, int level) {
        int half = LongSums.left(steps);
        if (half == 0) {
            slab(from, steps, first, y, y0, yStep, false);
            return;
        }
        sum(from, half, first, y, y0, yStep, level);
        int right = steps - half;
        if (LongSums.left(right) == 0) {
            slab(from + half, right, false, y, y0, yStep, true);
            return;
        }
        int width = panels * COLUMNS;
        float[] others = buffers.sums(level, rows * width);
        sum(from + half, right, false, others, 0, width, level + 1);
        int columns = Math.min(width, b.columns() - firstPanel * COLUMNS);
        PackingF32.addBack(others, width, rows, columns, y, y0, yStep);
    }

    private void slab(int from, int steps, boolean first, float[] y, int y0, int yStep, boolean joins) {
        int at = depth.at(from);
        int count = depth.at(from + steps) - at;
        for (int i = 0; i < panels; i++) {
            panel(firstPanel + i, at, count, first, y, y0 + i * COLUMNS, yStep, joins);
        }
    }

    /**
     * All rows of one panel.
     *
     * @param joins whether the sum is added to y, in place of replacing it
     */
    private void panel(int panel, int from, int steps, boolean first, float[] y, int y0, int yStep, boolean joins) {
        int width = b.width(panel);
        boolean narrow = MatmulTileF32.isNarrow(width, a.packed());
        int whole = narrow ? LANES : COLUMNS;
        // rows may be written beyond their end where the next ones of this block, written later, begin there
        int end = width == whole ? Integer.MAX_VALUE : yStep == width ? y0 + rows * width : 0;
        float @Nullable [] beginning = first ? beginning(panel * COLUMNS, width) : ZEROS;
        int high = MatmulTileF32.rows(a.packed(), narrow);
        float[] block = buffers.tile();
        for (int i = 0; i < rows; i += high) {
            int height = Math.min(high, rows - i);
            int at = y0 + i * yStep;
            int written = MatmulTileF32.written(height, a.packed(), narrow);
            boolean fits = height == written && whole <= end - at - (height - 1) * yStep && !joins;
            float[] to = fits ? y : block;
            int to0 = fits ? at : 0;
            int toStep = fits ? yStep : whole;
            if (beginning != null) {
                PackingF32.begin(beginning, to, to0, toStep, written, narrow);
            } else {
                for (int j = 0; j < written; j++) {
                    int row = firstRow + i + Math.min(j, height - 1);
                    Arrays.fill(to, to0 + j * toStep, to0 + j * toStep + whole, start.data()[start.at(row, 0)]);
                }
            }
            MatmulTileF32.multiply(
                    a.packed(),
                    narrow,
                    a.data(),
                    a.at(firstRow + i, from),
                    a.step(),
                    height,
                    b.data(panel),
                    b.at(panel, from),
                    b.stepOf(panel),
                    to,
                    to0,
                    toStep,
                    steps);
            if (joins) {
                PackingF32.addBack(block, whole, height, width, y, at, yStep);
            } else if (!fits) {
                PackingF32.copyBack(block, whole, height, width, y, at, yStep);
            }
        }
    }

    /** What every row begins with; null if each has a number of its own. */
    private float @Nullable [] beginning(int column, int width) {
        if (start.rowStep() == start.columnStep()) {
            return ZEROS;
        }
        if (start.rowStep() == 1 && (start.columnStep() == 0 || width == 1)) {
            return null;
        }
        float[] row = buffers.row();
        for (int i = 0; i < width; i++) {
            row[i] = start.data()[start.at(0, column + i)];
        }
        return row;
    }
}
