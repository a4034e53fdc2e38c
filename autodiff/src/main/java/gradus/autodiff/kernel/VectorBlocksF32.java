package gradus.autodiff.kernel;

import static gradus.autodiff.kernel.VectorTileF32.COLUMNS;
import static gradus.autodiff.kernel.VectorTileF32.ROWS;

/** Cuts a matrix product into slabs that suit the caches; the reasons are in docs/decisions/0009-matrix-product.md. */
final class VectorBlocksF32 {
    /** Depth is worked in slabs of about this many steps, so that a panel of the right operand stays in the first cache. */
    private static final int PANEL_DEPTH = 288;

    /** Rows are worked in blocks of at most this many, so that a slab of the left operand stays in the second cache. */
    private static final int BLOCK_ROWS = 36 * ROWS;

    /** A thread is worth its hand-over for this many multiplications. */
    private static final int GRAIN = 1 << 20;

    private VectorBlocksF32() {}

    /** y += a b. */
    static void multiply(VectorMatrixF32 a, VectorMatrixF32 b, float[] y, int y0, int rows, int depth, int columns) {
        if ((rows == 1 && b.columnStep() != 1) || (columns == 1 && a.columnStep() != 1)) {
            blocks(b.transpose(), a.transpose(), y, y0, columns, depth, rows);
        } else {
            blocks(a, b, y, y0, rows, depth, columns);
        }
    }

    private static void blocks(
            VectorMatrixF32 a, VectorMatrixF32 b, float[] y, int y0, int rows, int depth, int columns) {
        boolean inPlace = rows <= 8 || columns <= 2 * COLUMNS;
        int slabs = Math.ceilDiv(depth, PANEL_DEPTH);
        int blocks = inPlace ? 1 : Math.ceilDiv(rows, BLOCK_ROWS);
        int tiles = Math.ceilDiv(rows, ROWS);
        for (int block = 0; block < blocks; block++) {
            int row = tiles * block / blocks * ROWS;
            int height = Math.min(rows, tiles * (block + 1) / blocks * ROWS) - row;
            for (int slab = 0; slab < slabs; slab++) {
                int from = (int) ((long) depth * slab / slabs);
                int steps = (int) ((long) depth * (slab + 1) / slabs) - from;
                VectorMatrixF32 right = b.from(from, 0);
                int at = y0 + row * columns;
                if (inPlace) {
                    new VectorSlabF32(a.from(row, from), false, right, y, at, columns, height, steps, columns)
                            .panels(0, Math.ceilDiv(columns, COLUMNS));
                } else {
                    tiled(a.from(row, from), right, y, at, height, steps, columns);
                }
            }
        }
    }

    private static void tiled(
            VectorMatrixF32 a, VectorMatrixF32 b, float[] y, int y0, int rows, int depth, int columns) {
        VectorBuffersF32 buffers = VectorBuffersF32.borrow();
        int tiles = Math.ceilDiv(rows, ROWS);
        int tile = ROWS * depth;
        float[] packed = buffers.left(tiles * tile + VectorLanesF32.LANES);
        VectorMatrixF32 turned = a.transpose();
        for (int i = 0; i < tiles; i++) {
            VectorPackF32.pack(
                    turned.from(0, i * ROWS), depth, Math.min(ROWS, rows - i * ROWS), packed, i * tile, ROWS);
        }
        VectorMatrixF32 left = new VectorMatrixF32(packed, 0, ROWS, 1);
        VectorSlabF32 slab = new VectorSlabF32(left, true, b, y, y0, columns, rows, depth, columns);
        long work = (long) rows * depth * COLUMNS;
        int grain = (int) Math.max(1, GRAIN / work);
        Parallel.ranges(Math.ceilDiv(columns, COLUMNS), grain, slab::panels);
        buffers.giveBack();
    }
}
