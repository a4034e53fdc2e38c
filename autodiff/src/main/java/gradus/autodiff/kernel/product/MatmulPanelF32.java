package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.product.MatmulTileF32.COLUMNS;
import static gradus.autodiff.kernel.product.MatmulTileF32.ROWS;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import java.util.Arrays;

/**
 * One slab of a matrix product: y += a b for some rows and some of the depth, over all columns, a
 * panel of two vectors' width at a time. The left operand is packed into tiles before, or row-major
 * and read in place, a few rows at a time.
 */
final class MatmulPanelF32 {
    /**
     * More tiles than this pay for packing a panel of the right operand that could be read in
     * place.
     */
    private static final int TILES_IN_PLACE = 6;

    /** How many rows are worked on together where the left operand is read in place. */
    private static final int GROUP = MatmulTileF32.TALL ? 8 : 4;

    private final MatrixViewF32 a;
    private final boolean tiled;
    private final MatrixViewF32 b;
    private final float[] y;
    private final int y0;
    private final int yStep;
    private final int rows;
    private final int depth;
    private final int columns;
    private final boolean joins;

    /**
     * @param tiled whether {@code a} holds packed tiles
     * @param joins whether what is added to an element is the sum of the slab's products; otherwise
     *     each product is added in turn
     */
    MatmulPanelF32(
            MatrixViewF32 a,
            boolean tiled,
            MatrixViewF32 b,
            float[] y,
            int y0,
            int yStep,
            int rows,
            int depth,
            int columns,
            boolean joins) {
        this.a = a;
        this.tiled = tiled;
        this.b = b;
        this.y = y;
        this.y0 = y0;
        this.yStep = yStep;
        this.rows = rows;
        this.depth = depth;
        this.columns = columns;
        this.joins = joins;
    }

    /** Works the panels {@code from <= panel < to}. */
    void panels(int from, int to) {
        PackingBuffersF32 buffers = PackingBuffersF32.borrow();
        for (int panel = from; panel < to; panel++) {
            panel(panel * COLUMNS, buffers);
        }
        buffers.giveBack();
    }

    /**
     * A panel is read in place as far as whole vectors can be, if that is worth while, and packed
     * from there on.
     */
    private void panel(int column, PackingBuffersF32 buffers) {
        int width = Math.min(COLUMNS, columns - column);
        int packedWidth = isNarrow(width) ? LANES : COLUMNS;
        int readable = rows > TILES_IN_PLACE * ROWS ? 0 : b.readableRows(depth, column, packedWidth);
        int inPlace = joins && readable < depth ? 0 : readable; // the sum of a slab is made in one go
        if (inPlace > 0) {
            multiply(0, inPlace, b.data(), b.at(0, column), b.rowStep(), column, width, buffers.block());
        }
        if (inPlace < depth) {
            int rest = depth - inPlace;
            float[] packed = buffers.right(rest * packedWidth + LANES);
            PackingF32.pack(b.from(inPlace, column), rest, width, packed, 0, packedWidth);
            multiply(inPlace, rest, packed, 0, packedWidth, column, width, buffers.block());
        }
    }

    /** Whether one vector is enough; the low tiles have no narrow kind. */
    private boolean isNarrow(int width) {
        return width <= LANES && (MatmulTileF32.TALL || !tiled);
    }

    private void multiply(int from, int steps, float[] panel, int p0, int pStep, int column, int width, float[] block) {
        if (tiled) {
            multiplyTiles(from, steps, panel, p0, pStep, column, width, block);
        } else if (isNarrow(width)) {
            multiplyNarrow(from, steps, panel, p0, pStep, column, width, block);
        } else {
            multiplyGroups(from, steps, panel, p0, pStep, column, width, block);
        }
    }

    private void multiplyTiles(
            int from, int steps, float[] panel, int p0, int pStep, int column, int width, float[] block) {
        boolean narrow = isNarrow(width);
        boolean whole = width == (narrow ? LANES : COLUMNS);
        for (int row = 0; row < rows; row += ROWS) {
            int tile = a.start() + row * depth + from * ROWS;
            int at = y0 + row * yStep + column;
            int height = Math.min(ROWS, rows - row);
            if (whole && !joins && (height == ROWS || (height == 8 && MatmulTileF32.TALL && !narrow))) {
                MatmulTileF32.multiply(a.data(), tile, height, panel, p0, pStep, narrow, y, at, yStep, steps);
            } else {
                begin(at, height, width, block, COLUMNS);
                MatmulTileF32.multiply(a.data(), tile, height, panel, p0, pStep, narrow, block, 0, COLUMNS, steps);
                end(block, COLUMNS, height, width, at);
            }
        }
    }

    private void multiplyGroups(
            int from, int steps, float[] panel, int p0, int pStep, int column, int width, float[] block) {
        for (int row = 0; row < rows; row += GROUP) {
            int at = y0 + row * yStep + column;
            int height = Math.min(GROUP, rows - row);
            if (height == GROUP && width == COLUMNS && !joins) {
                multiplyGroup(a.at(row, from), height, panel, p0, pStep, y, at, yStep, steps);
            } else {
                begin(at, height, width, block, COLUMNS);
                multiplyGroup(a.at(row, from), height, panel, p0, pStep, block, 0, COLUMNS, steps);
                end(block, COLUMNS, height, width, at);
            }
        }
    }

    private void multiplyGroup(
            int start, int height, float[] panel, int p0, int pStep, float[] y, int y0, int yStep, int steps) {
        if (height <= 4) {
            RowTilesF32.fourByTwo(a.data(), start, a.rowStep(), height - 1, panel, p0, pStep, y, y0, yStep, steps);
        } else {
            RowTilesF32.eightByTwo(a.data(), start, a.rowStep(), height - 1, panel, p0, pStep, y, y0, yStep, steps);
        }
    }

    private void multiplyNarrow(
            int from, int steps, float[] panel, int p0, int pStep, int column, int width, float[] block) {
        for (int row = 0; row < rows; row += 8) {
            int at = y0 + row * yStep + column;
            int height = Math.min(8, rows - row);
            int start = a.at(row, from);
            if (height == 8 && width == LANES && !joins) {
                RowTilesF32.eightByOne(a.data(), start, a.rowStep(), 7, panel, p0, pStep, y, at, yStep, steps);
            } else {
                begin(at, height, width, block, LANES);
                RowTilesF32.eightByOne(
                        a.data(), start, a.rowStep(), height - 1, panel, p0, pStep, block, 0, LANES, steps);
                end(block, LANES, height, width, at);
            }
        }
    }

    /** Starts a tile in a block of its own. */
    private void begin(int at, int height, int width, float[] block, int blockStep) {
        if (joins) {
            Arrays.fill(block, 0);
        } else {
            PackingF32.copy(y, at, yStep, height, width, block, 0, blockStep);
        }
    }

    /** Brings it to the result. */
    private void end(float[] block, int blockStep, int height, int width, int at) {
        if (joins) {
            PackingF32.addBack(block, blockStep, height, width, y, at, yStep);
        } else {
            PackingF32.copyBack(block, blockStep, height, width, y, at, yStep);
        }
    }
}
