package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.product.MatmulTileF32.COLUMNS;
import static gradus.autodiff.kernel.product.MatmulTileF32.ROWS;

import gradus.autodiff.kernel.LongSums;
import gradus.autodiff.kernel.ProductKernels;
import gradus.autodiff.kernel.threads.Parallel;
import gradus.autodiff.kernel.threads.Recycler;

/**
 * A matrix product, y = start + a b, cut into parts that suit the caches and the threads; the
 * reasons are in docs/decisions/0009-matrix-product.md.
 *
 * @param inPlace whether the left operand is read where it is, rather than packed
 */
record MatmulBlockingF32(
        MatrixViewF32 a, MatrixViewF32 b, MatrixViewF32 start, int rows, int depth, int columns, boolean inPlace) {
    /**
     * Rows are worked in blocks of about this many, so that a slab of the left operand stays in the
     * second cache: 1,120 or 480 bytes for each step of depth.
     */
    private static final int BLOCK_ROWS = (MatmulTileF32.TALL ? 1120 : 480) / Float.BYTES;

    /**
     * So many panels share a slab of the left operand where the depth is cut into several: it comes
     * from beyond the second cache then.
     */
    private static final int PANELS_OF_A_GROUP = 8;

    /** At most so many elements of an operand are packed at a time. */
    private static final int MOST_PACKED = 1 << 20;

    /** A greater depth is cut, so that every tile and panel is smaller than that. */
    private static final int MOST_DEPTH = 1 << 16;

    /** Fewer columns do not pay for packing the left operand. */
    private static final int WIDE = 4 * COLUMNS;

    /** A thread is worth its hand-over for so many elements to pack. */
    private static final int GRAIN_OF_PACKING = 1 << 15;

    /** Panels are worked together as long as they have fewer multiplications than this. */
    private static final int LEAST_OF_A_GROUP = ProductKernels.GRAIN / 4;

    /** The product, turned round where that makes its matrix row-major: one row or one column. */
    static MatmulBlockingF32 of(
            MatrixViewF32 a, MatrixViewF32 b, MatrixViewF32 start, int rows, int depth, int columns) {
        if ((rows == 1 && b.columnStep() != 1) || (columns == 1 && a.columnStep() != 1)) {
            return ofRowMajor(b.transpose(), a.transpose(), start.transpose(), columns, depth, rows);
        }
        return ofRowMajor(a, b, start, rows, depth, columns);
    }

    /**
     * The left operand is read in place if it is row-major. The highest tiles have too many rows for
     * that: they are worth packing it for many rows and columns.
     */
    private static MatmulBlockingF32 ofRowMajor(
            MatrixViewF32 a, MatrixViewF32 b, MatrixViewF32 start, int rows, int depth, int columns) {
        boolean inPlace = a.columnStep() == 1 && (!MatmulTileF32.TALL || rows <= 8 || columns <= WIDE);
        return new MatmulBlockingF32(a, b, start, rows, depth, columns, inPlace);
    }

    /** Writes the result, which is row-major. */
    void multiply(float[] y, int y0) {
        if (depth > MOST_DEPTH) {
            multiplyDeep(y, y0);
            return;
        }
        PackingBuffersF32 buffers = PackingBuffersF32.borrow();
        int width = part(columns, COLUMNS);
        int height = part(rows, ROWS);
        for (int column = 0; column < columns; column += width) {
            int wide = Math.min(width, columns - column);
            RightOperandF32 right = RightOperandF32.of(b.from(0, column), rows, depth, wide, buffers);
            pack(right.strips(), COLUMNS * depth, right::pack);
            for (int row = 0; row < rows; row += height) {
                int high = Math.min(height, rows - row);
                LeftOperandF32 left = LeftOperandF32.of(a.from(row, 0), high, depth, inPlace, buffers);
                pack(left.strips(), ROWS * depth, left::pack);
                multiply(left, right, start.from(row, column), y, y0 + row * columns + column, columns);
            }
        }
        buffers.giveBack();
    }

    /** As one node of the tree of {@link LongSums}. */
    private void multiplyDeep(float[] y, int y0) {
        int half = LongSums.left(depth);
        new MatmulBlockingF32(a, b, start, rows, half, columns, inPlace).multiply(y, y0);
        float[] others = Recycler.floats(rows * columns, false);
        MatrixViewF32 nothing = MatrixViewF32.ZEROS;
        new MatmulBlockingF32(a.from(0, half), b.from(half, 0), nothing, rows, depth - half, columns, inPlace)
                .multiply(others, 0);
        Parallel.ranges(
                rows * columns, Parallel.GRAIN, (from, to) -> PackingF32.add(others, from, y, y0 + from, to - from));
        Recycler.giveBack(others);
    }

    /** How many rows or columns are packed at a time: whole tiles, all about as many. */
    private int part(int n, int unit) {
        int parts = (int) Math.max(1, Math.ceilDiv((long) n * depth, MOST_PACKED));
        return Math.ceilDiv(Math.ceilDiv(n, parts), unit) * unit;
    }

    private static void pack(int strips, int sizeOfStrip, Parallel.Part pack) {
        if (strips > 0) {
            Parallel.ranges(strips, Math.max(1, GRAIN_OF_PACKING / sizeOfStrip), pack);
        }
    }

    private static void multiply(
            LeftOperandF32 left, RightOperandF32 right, MatrixViewF32 start, float[] y, int y0, int yStep) {
        int rows = left.rows();
        int blocks = Math.ceilDiv(rows, BLOCK_ROWS);
        int panels = right.panels();
        long work = (long) rows * left.depth() * right.columns() / blocks;
        int groups = LongSums.left(left.depth()) == 0
                ? (int) Math.min(panels, Math.ceilDiv(work, LEAST_OF_A_GROUP))
                : Math.ceilDiv(panels, PANELS_OF_A_GROUP);
        int unit = MatmulTileF32.rows(left.packed(), false);
        int tiles = Math.ceilDiv(rows, unit);
        DepthSteps steps = DepthSteps.all(left.depth());
        Parallel.ranges(blocks * groups, (int) Math.max(1, ProductKernels.GRAIN * (long) groups / work), (from, to) -> {
            MatmulBlockF32 block = new MatmulBlockF32(left, right, start, steps, y, y0, yStep);
            for (int i = from; i < to; i++) {
                int row = share(tiles, i / groups, blocks) * unit;
                int end = Math.min(rows, share(tiles, i / groups + 1, blocks) * unit);
                block.multiply(row, end, share(panels, i % groups, groups), share(panels, i % groups + 1, groups));
            }
            block.end();
        });
    }

    /** Where share number {@code i} of {@code n} begins, cut into so many. */
    static int share(int n, int i, int shares) {
        return (int) ((long) n * i / shares);
    }
}
