package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.product.MatmulTileF32.COLUMNS;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;

/**
 * The right operand of a matrix product as the innermost loops read it: in panels of two vectors'
 * width. The first of them may be read in place, the others are packed.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RightOperandF32(MatrixViewF32 matrix, int depth, int columns, int inPlace, float[] packed) {
    /** More rows than this pay for packing panels that could be read in place. */
    static final int ROWS_IN_PLACE = 96;

    /**
     * So many panels are packed at a time: more would be written to more pages than are at hand.
     */
    private static final int TOGETHER = 8;

    /** With room for the panels that {@link #pack} fills. */
    static RightOperandF32 of(MatrixViewF32 b, int rows, int depth, int columns, PackingBuffersF32 buffers) {
        int inPlace = b.columnStep() == 1 && rows <= ROWS_IN_PLACE ? columns / COLUMNS : 0;
        int packed = Math.ceilDiv(columns, COLUMNS) - inPlace;
        if (packed == 0) {
            return new RightOperandF32(b, depth, columns, inPlace, b.data());
        }
        int last = step(columns - (inPlace + packed - 1) * COLUMNS) * depth + COLUMNS;
        float[] data = buffers.right((packed - 1) * sizeOfPanel(depth) + last);
        return new RightOperandF32(b, depth, columns, inPlace, data);
    }

    /** How many panels there are. */
    int panels() {
        return Math.ceilDiv(columns, COLUMNS);
    }

    /** The columns of a panel. */
    int width(int panel) {
        return Math.min(COLUMNS, columns - panel * COLUMNS);
    }

    /** How many panels there are to pack. */
    int strips() {
        return panels() - inPlace;
    }

    /** Packs some of them: whole panels of rows a few at a time. */
    void pack(int from, int to) {
        int whole = matrix.columnStep() == 1 ? Math.min(to, columns / COLUMNS - inPlace) : from;
        for (int strip = from; strip < whole; strip += TOGETHER) {
            int panel = inPlace + strip;
            int panels = Math.min(TOGETHER, whole - strip);
            PackingF32.copyPanels(
                    matrix.data(),
                    matrix.at(0, panel * COLUMNS),
                    matrix.rowStep(),
                    depth,
                    panels,
                    packed,
                    at(panel, 0),
                    sizeOfPanel(depth));
        }
        for (int strip = Math.max(from, whole); strip < to; strip++) {
            int panel = inPlace + strip;
            PackingF32.pack(
                    matrix, matrix.at(0, panel * COLUMNS), depth, width(panel), packed, at(panel, 0), stepOf(panel));
        }
    }

    /** Two vectors may be read from the last step on, and up to one is written beyond it. */
    private static int sizeOfPanel(int depth) {
        return COLUMNS * (depth + 1);
    }

    /** How far apart the steps of depth are in a packed panel: one of few columns needs no more. */
    private static int step(int width) {
        return width == 1 ? 1 : width <= LANES ? LANES : COLUMNS;
    }

    /** The array that a panel is in. */
    float[] data(int panel) {
        return panel < inPlace ? matrix.data() : packed;
    }

    /** Where a panel begins, at a step of depth. */
    int at(int panel, int step) {
        return panel < inPlace
                ? matrix.at(step, panel * COLUMNS)
                : (panel - inPlace) * sizeOfPanel(depth) + step * stepOf(panel);
    }

    /** How far apart the steps of depth are. */
    int stepOf(int panel) {
        return panel < inPlace ? matrix.rowStep() : step(width(panel));
    }
}
