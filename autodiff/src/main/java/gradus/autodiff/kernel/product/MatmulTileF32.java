package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;
import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

/**
 * The tiles that a matrix product is cut into, and which loop is for which: see {@link
 * PackedTilesF32} and {@link RowTilesF32}.
 */
final class MatmulTileF32 {
    /** Processors with 512-bit vectors have 32 registers for them, others may have 16. */
    static final boolean TALL = SPECIES.vectorBitSize() == 512;

    /** The rows of a tile of a packed left operand. */
    static final int ROWS = TALL ? 14 : 6;

    /** The columns of a tile: two vectors. */
    static final int COLUMNS = 2 * LANES;

    /** The most rows of any tile. */
    static final int MOST_ROWS = Math.max(ROWS, 8);

    private MatmulTileF32() {}

    /** Whether one vector is enough for so many columns; the low tiles have no narrow kind. */
    static boolean isNarrow(int width, boolean packed) {
        return width <= LANES && (TALL || !packed);
    }

    /** How many rows are worked on together: of a packed left operand, or of one in place. */
    static int rows(boolean packed, boolean narrow) {
        return packed ? ROWS : narrow || TALL ? 8 : 6;
    }

    /** How many rows the loop for the last {@code height} rows writes. */
    static int written(int height, boolean packed, boolean narrow) {
        if (!narrow && packed && TALL && height <= 8) {
            return 8;
        }
        return !narrow && !packed && height <= 4 ? 4 : rows(packed, narrow);
    }

    /**
     * A tile of {@link #written} rows: y += a b.
     *
     * @param aStep how far apart the steps of depth are in a packed operand, or the rows in one
     *     that is read in place
     */
    static void multiply(
            boolean packed,
            boolean narrow,
            float[] a,
            int a0,
            int aStep,
            int height,
            float[] b,
            int b0,
            int bStep,
            float[] y,
            int y0,
            int yStep,
            int depth) {
        if (packed) {
            if (!TALL) {
                PackedTilesF32.sixByTwo(a, a0, aStep, b, b0, bStep, y, y0, yStep, depth);
            } else if (narrow) {
                PackedTilesF32.fourteenByOne(a, a0, aStep, ROWS / 2, b, b0, bStep, y, y0, yStep, depth);
            } else if (height <= 8) {
                PackedTilesF32.eightByTwo(a, a0, aStep, b, b0, bStep, y, y0, yStep, depth);
            } else {
                PackedTilesF32.fourteenByTwo(a, a0, aStep, ROWS / 2, b, b0, bStep, y, y0, yStep, depth);
            }
        } else if (narrow) {
            RowTilesF32.eightByOne(a, a0, aStep, height - 1, b, b0, bStep, y, y0, yStep, depth);
        } else if (height <= 4) {
            RowTilesF32.fourByTwo(a, a0, aStep, height - 1, b, b0, bStep, y, y0, yStep, depth);
        } else if (TALL) {
            RowTilesF32.eightByTwo(a, a0, aStep, height - 1, b, b0, bStep, y, y0, yStep, depth);
        } else {
            RowTilesF32.sixByTwo(a, a0, aStep, height - 1, b, b0, bStep, y, y0, yStep, depth);
        }
    }
}
