package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;
import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

/**
 * The tiles that a matrix product is cut into, and which loop is for which: see {@link
 * PackedTilesF32}.
 */
final class MatmulTileF32 {
    /** Processors with 512-bit vectors have 32 registers for them, others may have 16. */
    static final boolean TALL = SPECIES.vectorBitSize() == 512;

    /** The rows of a tile. */
    static final int ROWS = TALL ? 14 : 6;

    /** The columns of a tile: two vectors. */
    static final int COLUMNS = 2 * LANES;

    private MatmulTileF32() {}

    /**
     * Adds to {@code ROWS} rows of two vectors, or of one if {@code narrow}; the rows after {@code
     * height} may be left out.
     */
    static void multiply(
            float[] a,
            int a0,
            int height,
            float[] b,
            int b0,
            int bStep,
            boolean narrow,
            float[] y,
            int y0,
            int yStep,
            int depth) {
        if (!TALL) {
            PackedTilesF32.sixByTwo(a, a0, ROWS, b, b0, bStep, y, y0, yStep, depth);
        } else if (narrow) {
            PackedTilesF32.fourteenByOne(a, a0, ROWS, ROWS / 2, b, b0, bStep, y, y0, yStep, depth);
        } else if (height <= 8) {
            PackedTilesF32.eightByTwo(a, a0, ROWS, b, b0, bStep, y, y0, yStep, depth);
        } else {
            PackedTilesF32.fourteenByTwo(a, a0, ROWS, ROWS / 2, b, b0, bStep, y, y0, yStep, depth);
        }
    }
}
