package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.product.MatmulTileF32.COLUMNS;
import static gradus.autodiff.kernel.product.MatmulTileF32.ROWS;

import gradus.autodiff.kernel.threads.Parallel;
import gradus.autodiff.kernel.vector.LanesF32;

/**
 * Cuts a matrix product into slabs that suit the caches; the reasons are in
 * docs/decisions/0009-matrix-product.md.
 */
final class MatmulBlockingF32 {
    /**
     * Depth is worked in slabs of about this many steps, so that a panel of the right operand stays
     * in the first cache.
     */
    private static final int PANEL_DEPTH = 288;

    /**
     * Rows are worked in blocks of at most this many, so that a slab of the left operand stays in
     * the second cache.
     */
    private static final int BLOCK_ROWS = 36 * ROWS;

    /** A thread is worth its hand-over for this many multiplications. */
    private static final int GRAIN = 1 << 20;

    /**
     * From this many columns on, threads share the panels of columns; below, they share the rows.
     */
    private static final int WIDE = 4 * COLUMNS;

    /** Rows are shared in units of whole tiles and whole groups. */
    private static final int ROW_UNIT = 4 * ROWS;

    private MatmulBlockingF32() {}

    /** y += a b. */
    static void multiply(MatrixViewF32 a, MatrixViewF32 b, float[] y, int y0, int rows, int depth, int columns) {
        if ((rows == 1 && b.columnStep() != 1) || (columns == 1 && a.columnStep() != 1)) {
            multiply(b.transpose(), a.transpose(), y, y0, columns, depth, rows);
        } else if (columns < WIDE) {
            int grain = grain((long) ROW_UNIT * depth * columns);
            Parallel.ranges(Math.ceilDiv(rows, ROW_UNIT), grain, (from, to) -> {
                int row = from * ROW_UNIT;
                int height = Math.min(rows, to * ROW_UNIT) - row;
                slabs(a.from(row, 0), b, y, y0 + row * columns, height, depth, columns);
            });
        } else {
            slabs(a, b, y, y0, rows, depth, columns);
        }
    }

    /**
     * Whether the left operand is read where it is: for few rows or columns, packing it would cost
     * more than it saves.
     */
    static boolean readsInPlace(MatrixViewF32 a, int rows, int columns) {
        return a.columnStep() == 1 && (rows <= 4 || columns <= COLUMNS);
    }

    private static void slabs(MatrixViewF32 a, MatrixViewF32 b, float[] y, int y0, int rows, int depth, int columns) {
        boolean inPlace = readsInPlace(a, rows, columns);
        int slabs = Math.ceilDiv(depth, PANEL_DEPTH);
        int blocks = inPlace ? 1 : Math.ceilDiv(rows, BLOCK_ROWS);
        int tiles = Math.ceilDiv(rows, ROWS);
        for (int block = 0; block < blocks; block++) {
            int row = share(tiles, block, blocks) * ROWS;
            int height = Math.min(rows, share(tiles, block + 1, blocks) * ROWS) - row;
            int at = y0 + row * columns;
            for (int slab = 0; slab < slabs; slab++) {
                int from = share(depth, slab, slabs);
                int steps = share(depth, slab + 1, slabs) - from;
                MatrixViewF32 left = a.from(row, from);
                MatrixViewF32 right = b.from(from, 0);
                if (inPlace) {
                    panels(
                            new MatmulPanelF32(left, false, right, y, at, columns, height, steps, columns),
                            height,
                            steps,
                            columns);
                } else {
                    tiled(left, right, y, at, height, steps, columns);
                }
            }
        }
    }

    /** Where share number {@code i} of {@code n} begins, cut into so many. */
    static int share(int n, int i, int shares) {
        return (int) ((long) n * i / shares);
    }

    private static void tiled(MatrixViewF32 a, MatrixViewF32 b, float[] y, int y0, int rows, int depth, int columns) {
        PackingBuffersF32 buffers = PackingBuffersF32.borrow();
        int tiles = Math.ceilDiv(rows, ROWS);
        int tile = ROWS * depth;
        float[] packed = buffers.left(tiles * tile + LanesF32.LANES);
        MatrixViewF32 turned = a.transpose();
        for (int i = 0; i < tiles; i++) {
            int height = Math.min(ROWS, rows - i * ROWS);
            PackingF32.pack(turned.from(0, i * ROWS), depth, height, packed, i * tile, ROWS);
        }
        MatrixViewF32 left = new MatrixViewF32(packed, 0, ROWS, 1);
        panels(new MatmulPanelF32(left, true, b, y, y0, columns, rows, depth, columns), rows, depth, columns);
        buffers.giveBack();
    }

    private static void panels(MatmulPanelF32 slab, int rows, int depth, int columns) {
        int grain = grain((long) rows * depth * COLUMNS);
        Parallel.ranges(Math.ceilDiv(columns, COLUMNS), grain, slab::panels);
    }

    private static int grain(long workOfOne) {
        return (int) Math.max(1, GRAIN / Math.max(1, workOfOne));
    }
}
