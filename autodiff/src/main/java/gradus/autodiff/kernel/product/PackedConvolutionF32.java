package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.product.MatmulTileF32.COLUMNS;
import static gradus.autodiff.kernel.product.MatmulTileF32.ROWS;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.ProductKernels;
import gradus.autodiff.kernel.threads.Parallel;
import gradus.autodiff.kernel.threads.Recycler;
import org.jspecify.annotations.Nullable;

/**
 * A convolution as products of the weights of a group, {@code outputs x depth}, with the patches of
 * an image, {@code depth x results}, which are packed a few panels at a time: for images whose rows
 * of results are short.
 */
final class PackedConvolutionF32 {
    /** About so many elements of patches are packed at a time: a part of the second cache. */
    private static final int MOST_PACKED = 1 << 15;

    private static final int BLOCK_ROWS = 20 * ROWS;

    private final ConvolutionShape shape;
    private final PatchesF32 patches;
    private final float[] y;
    private final int depth;
    private final int rows;
    private final int columns;
    private final int panelsOfPart;
    private final int parts;

    PackedConvolutionF32(ConvolutionShape shape, PatchesF32 patches, float[] y) {
        this.shape = shape;
        this.patches = patches;
        this.y = y;
        this.depth = shape.depth();
        this.rows = shape.outputs();
        this.columns = shape.results();
        int panels = Math.ceilDiv(columns, COLUMNS);
        this.parts = Math.ceilDiv(panels, Math.max(1, MOST_PACKED / (COLUMNS * depth)));
        this.panelsOfPart = Math.ceilDiv(panels, parts);
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

    /** Writes the results of all groups. */
    void convolve(float[] weights, float @Nullable [] bias) {
        for (int group = 0; group < shape.groups(); group++) {
            MatrixViewF32 matrix = new MatrixViewF32(weights, group * rows * depth, depth, 1);
            boolean inPlace = readsInPlace(rows);
            LeftOperandF32 left = inPlace
                    ? new LeftOperandF32(matrix, rows, depth, false, weights)
                    : LeftOperandF32.packed(matrix, rows, depth);
            convolve(group, left, bias == null ? MatrixViewF32.ZEROS : new MatrixViewF32(bias, group * rows, 1, 0));
            if (!inPlace) {
                Recycler.giveBack(left.data());
            }
        }
    }

    private void convolve(int group, LeftOperandF32 left, MatrixViewF32 start) {
        long work = (long) rows * depth * Math.min(columns, panelsOfPart * COLUMNS);
        int grain = (int) Math.max(1, ProductKernels.GRAIN / work);
        Parallel.ranges(shape.images() * parts, grain, (from, to) -> {
            PackingBuffersF32 buffers = PackingBuffersF32.borrow();
            PatchPackingF32 packing = new PatchPackingF32(patches);
            for (int i = from; i < to; i++) {
                int column = i % parts * panelsOfPart * COLUMNS;
                int width = Math.min(columns - column, panelsOfPart * COLUMNS);
                if (width > 0) {
                    RightOperandF32 right = RightOperandF32.of(MatrixViewF32.ZEROS, rows, depth, width, buffers);
                    packing.pack(patches.start(group, i / parts), column, right);
                    multiply(group, i / parts, column, left, right, start);
                }
            }
            buffers.giveBack();
        });
    }

    private void multiply(
            int group, int image, int column, LeftOperandF32 left, RightOperandF32 right, MatrixViewF32 start) {
        int y0 = (image * shape.groups() + group) * rows * columns + column;
        MatmulBlockF32 block = new MatmulBlockF32(left, right, start, y, y0, columns);
        for (int row = 0; row < rows; row += BLOCK_ROWS) {
            block.multiply(row, Math.min(rows, row + BLOCK_ROWS), 0, right.panels());
        }
        block.end();
    }
}
