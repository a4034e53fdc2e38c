package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.product.MatmulTileF32.COLUMNS;
import static gradus.autodiff.kernel.product.MatmulTileF32.ROWS;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.threads.Recycler;
import org.jspecify.annotations.Nullable;

/**
 * A convolution as products of the weights of a group, {@code outputs x depth}, with the patches of
 * an image, {@code depth x results}, which are packed a few panels at a time: for images whose rows
 * of results are short.
 */
final class PackedConvolutionF32 implements ConvolutionFormF32 {
    /** About so many elements of patches are packed at a time: a part of the second cache. */
    private static final int MOST_PACKED = 1 << 15;

    private static final int BLOCK_ROWS = 20 * ROWS;

    private final ConvolutionShape shape;
    private final PatchGrid grid;
    private final float @Nullable [] bias;
    private final ResultsF32 results;
    private final LeftOperandF32[] left;
    private final boolean inPlace;
    private final int depth;
    private final int rows;
    private final int columns;
    private final int columnsOfPart;
    private final int parts;

    PackedConvolutionF32(
            ConvolutionShape shape, PatchGrid grid, float[] weights, float @Nullable [] bias, ResultsF32 results) {
        this.shape = shape;
        this.grid = grid;
        this.bias = bias;
        this.results = results;
        this.depth = grid.places().length;
        this.rows = shape.outputs();
        this.columns = grid.rows().length * grid.width();
        this.inPlace = readsInPlace(rows);
        this.left = new LeftOperandF32[shape.groups()];
        for (int group = 0; group < left.length; group++) {
            MatrixViewF32 matrix = new MatrixViewF32(weights, group * rows * depth, depth, 1);
            left[group] = inPlace
                    ? new LeftOperandF32(matrix, rows, depth, false, weights)
                    : LeftOperandF32.packed(matrix, rows, depth);
        }
        int panels = Math.ceilDiv(columns, COLUMNS);
        int panelsOfPart =
                Math.ceilDiv(panels, Math.ceilDiv(panels, Math.max(1, MOST_PACKED / (COLUMNS * Math.max(1, depth)))));
        this.columnsOfPart = panelsOfPart * COLUMNS;
        this.parts = Math.ceilDiv(columns, columnsOfPart);
    }

    /** Whether weights of so many rows are read in place: where tiles of eight rows fit better. */
    private static boolean readsInPlace(int rows) {
        if (!MatmulTileF32.TALL || rows <= 8) {
            return true;
        }
        int rest = rows % ROWS;
        int packed = rows - rest + (rest == 0 ? 0 : rest <= 8 ? 8 : ROWS);
        return Math.ceilDiv(rows, 8) * 8 <= packed;
    }

    @Override
    public int parts() {
        return parts;
    }

    @Override
    public long work() {
        return (long) rows * Math.max(1, depth) * Math.min(columns, columnsOfPart);
    }

    @Override
    public void compute(int group, int image, int part, Reading reading) {
        int column = part * columnsOfPart;
        int width = Math.min(columns - column, columnsOfPart);
        RightOperandF32 right = RightOperandF32.of(MatrixViewF32.ZEROS, rows, depth, width, reading.packing());
        new PatchPackingF32(grid, reading.planes().data()).pack(reading.planes().start(group, image), column, right);
        MatrixViewF32 start = bias == null ? MatrixViewF32.ZEROS : new MatrixViewF32(bias, group * rows, 1, 0);
        int y0 = (image * shape.groups() + group) * rows * results.size();
        if (grid.isWhole()) {
            multiply(left[group], right, start, results.y(), y0 + column, results.size());
            return;
        }
        float[] products = reading.packing().left(rows * width);
        multiply(left[group], right, start, products, 0, width);
        for (int done = 0; done < width; ) {
            int inRow = (column + done) % grid.width();
            int count = Math.min(grid.width() - inRow, width - done);
            int to = y0 + grid.lines()[(column + done) / grid.width()] + inRow * grid.step();
            results.put(products, done, width, rows, count, to, grid);
            done += count;
        }
    }

    private void multiply(
            LeftOperandF32 left, RightOperandF32 right, MatrixViewF32 start, float[] y, int y0, int yStep) {
        MatmulBlockF32 block = new MatmulBlockF32(left, right, start, grid.depth(), y, y0, yStep);
        for (int row = 0; row < rows; row += BLOCK_ROWS) {
            block.multiply(row, Math.min(rows, row + BLOCK_ROWS), 0, right.panels());
        }
        block.end();
    }

    /** Gives back what was borrowed, in the reverse order, as the recycler wants it. */
    void end() {
        for (int group = left.length - 1; group >= 0 && !inPlace; group--) {
            Recycler.giveBack(left[group].data());
        }
    }
}
