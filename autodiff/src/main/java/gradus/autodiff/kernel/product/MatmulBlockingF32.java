package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.product.MatmulTileF32.COLUMNS;
import static gradus.autodiff.kernel.product.MatmulTileF32.ROWS;

import gradus.autodiff.kernel.LongSums;
import gradus.autodiff.kernel.threads.Parallel;

/**
 * Cuts a matrix product into parts that suit the caches and the threads; the reasons are in
 * docs/decisions/0009-matrix-product.md.
 */
final class MatmulBlockingF32 {
    /**
     * Rows are worked in blocks of at most this many, so that a slab of the left operand stays in
     * the second cache.
     */
    private static final int BLOCK_ROWS = MatmulTileF32.TALL ? 280 : 120;

    /**
     * So many panels share a slab of the left operand where the depth is cut into several: it comes
     * from beyond the second cache then.
     */
    private static final int PANELS_OF_A_GROUP = 8;

    /** At most so many elements of an operand are packed at a time. */
    private static final int MOST_PACKED = 1 << 21;

    /** Fewer columns do not pay for packing the left operand. */
    private static final int WIDE = 4 * COLUMNS;

    /** A thread is worth its hand-over for this many multiplications. */
    private static final int GRAIN = 1 << 20;

    /** The same for so many elements to pack. */
    private static final int GRAIN_OF_PACKING = 1 << 15;

    /** Panels are worked together as long as they have fewer multiplications than this. */
    private static final int LEAST_OF_A_GROUP = GRAIN / 4;

    private MatmulBlockingF32() {}

    /** y = start + a b, where y is row-major. */
    static void multiply(
            MatrixViewF32 a,
            MatrixViewF32 b,
            MatrixViewF32 start,
            float[] y,
            int y0,
            int rows,
            int depth,
            int columns) {
        if ((rows == 1 && b.columnStep() != 1) || (columns == 1 && a.columnStep() != 1)) {
            multiply(b.transpose(), a.transpose(), start.transpose(), y, y0, columns, depth, rows);
            return;
        }
        int width = part(columns, depth, COLUMNS);
        int height = part(rows, depth, ROWS);
        for (int column = 0; column < columns; column += width) {
            for (int row = 0; row < rows; row += height) {
                part(
                        a.from(row, 0),
                        b.from(0, column),
                        start.from(row, column),
                        y,
                        y0 + row * columns + column,
                        columns,
                        Math.min(height, rows - row),
                        depth,
                        Math.min(width, columns - column));
            }
        }
    }

    /** How many rows or columns are packed at a time: whole tiles, all about as many. */
    private static int part(int n, int depth, int unit) {
        int parts = (int) Math.max(1, Math.ceilDiv((long) n * depth, MOST_PACKED));
        return Math.ceilDiv(Math.ceilDiv(n, parts), unit) * unit;
    }

    /**
     * Whether the left operand is read where it is, as it can be if it is row-major. The highest
     * tiles have too many rows for that: they are worth packing it for many rows and columns.
     */
    static boolean readsInPlace(MatrixViewF32 a, int rows, int columns) {
        return a.columnStep() == 1 && (!MatmulTileF32.TALL || rows <= 8 || columns <= WIDE);
    }

    private static void part(
            MatrixViewF32 a,
            MatrixViewF32 b,
            MatrixViewF32 start,
            float[] y,
            int y0,
            int yStep,
            int rows,
            int depth,
            int columns) {
        PackingBuffersF32 buffers = PackingBuffersF32.borrow();
        LeftOperandF32 left = LeftOperandF32.of(a, rows, depth, readsInPlace(a, rows, columns), buffers);
        RightOperandF32 right = RightOperandF32.of(b, rows, depth, columns, buffers);
        pack(left.strips(), ROWS * depth, left::pack);
        pack(right.strips(), COLUMNS * depth, right::pack);
        int blocks = Math.ceilDiv(rows, BLOCK_ROWS);
        int panels = right.panels();
        long work = (long) rows * depth * columns / blocks;
        int groups = LongSums.left(depth) == 0
                ? (int) Math.min(panels, Math.ceilDiv(work, LEAST_OF_A_GROUP))
                : Math.ceilDiv(panels, PANELS_OF_A_GROUP);
        int unit = MatmulTileF32.rows(left.packed(), false);
        int tiles = Math.ceilDiv(rows, unit);
        Parallel.ranges(blocks * groups, (int) Math.max(1, GRAIN * (long) groups / work), (from, to) -> {
            MatmulBlockF32 block = new MatmulBlockF32(left, right, start, y, y0, yStep);
            for (int i = from; i < to; i++) {
                int row = share(tiles, i / groups, blocks) * unit;
                int end = Math.min(rows, share(tiles, i / groups + 1, blocks) * unit);
                block.multiply(row, end, share(panels, i % groups, groups), share(panels, i % groups + 1, groups));
            }
            block.end();
        });
        buffers.giveBack();
    }

    private static void pack(int strips, int sizeOfStrip, Parallel.Part pack) {
        if (strips > 0) {
            Parallel.ranges(strips, Math.max(1, GRAIN_OF_PACKING / sizeOfStrip), pack);
        }
    }

    /** Where share number {@code i} of {@code n} begins, cut into so many. */
    static int share(int n, int i, int shares) {
        return (int) ((long) n * i / shares);
    }
}
