package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.product.MatmulTileF32.COLUMNS;
import static gradus.autodiff.kernel.product.MatmulTileF32.ROWS;

import gradus.autodiff.kernel.LongSums;
import gradus.autodiff.kernel.threads.Parallel;
import gradus.autodiff.kernel.threads.Recycler;
import gradus.autodiff.kernel.vector.LanesF32;

/**
 * Cuts a matrix product into slabs that suit the caches; the reasons are in
 * docs/decisions/0009-matrix-product.md.
 */
final class MatmulBlockingF32 {
    /**
     * Rows are worked in blocks of at most this many, so that a slab of the left operand stays in
     * the second cache.
     */
    private static final int BLOCK_ROWS = 20 * ROWS;

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
        int blocks = readsInPlace(a, rows, columns) ? 1 : Math.ceilDiv(rows, BLOCK_ROWS);
        int tiles = Math.ceilDiv(rows, ROWS);
        for (int block = 0; block < blocks; block++) {
            int row = share(tiles, block, blocks) * ROWS;
            int height = Math.min(rows, share(tiles, block + 1, blocks) * ROWS) - row;
            add(a.from(row, 0), b, y, y0 + row * columns, height, depth, columns);
        }
    }

    /** Where share number {@code i} of {@code n} begins, cut into so many. */
    static int share(int n, int i, int shares) {
        return (int) ((long) n * i / shares);
    }

    /**
     * Adds the product to some rows of y, in the order of {@link LongSums}: each block of depth is
     * a slab.
     */
    private static void add(MatrixViewF32 a, MatrixViewF32 b, float[] y, int y0, int rows, int depth, int columns) {
        int left = LongSums.left(depth);
        if (left == 0) {
            slab(a, b, y, y0, rows, depth, columns, false);
            return;
        }
        add(a, b, y, y0, rows, left, columns);
        int right = depth - left;
        MatrixViewF32 otherA = a.from(0, left);
        MatrixViewF32 otherB = b.from(left, 0);
        if (LongSums.left(right) == 0) {
            slab(otherA, otherB, y, y0, rows, right, columns, true);
            return;
        }
        float[] others = Recycler.floats(rows * columns, true);
        add(otherA, otherB, others, 0, rows, right, columns);
        Parallel.ranges(
                others.length, Parallel.GRAIN, (from, to) -> PackingF32.add(others, from, y, y0 + from, to - from));
        Recycler.giveBack(others);
    }

    private static void slab(
            MatrixViewF32 a, MatrixViewF32 b, float[] y, int y0, int rows, int depth, int columns, boolean joins) {
        if (readsInPlace(a, rows, columns)) {
            panels(new MatmulPanelF32(a, false, b, y, y0, columns, rows, depth, columns, joins), rows, depth, columns);
            return;
        }
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
        panels(new MatmulPanelF32(left, true, b, y, y0, columns, rows, depth, columns, joins), rows, depth, columns);
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
