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
 * an image, {@code depth x results}, or with those of all images where their results follow each
 * other. It is cut into parts that suit the caches and the threads: some panels of columns by a
 * chunk of the depth. Which parts there are depends on the shape alone; the bits do not depend on
 * them.
 */
final class ConvolutionBlockingF32 {
    /** Chunks of the depth: whole blocks of the long sum, a power of two of them. */
    private static final int CHUNK = 2048;

    /** About so many elements of patches are packed at a time: a part of the second cache. */
    private static final int MOST_PACKED = 1 << 15;

    private static final int BLOCK_ROWS = 20 * ROWS;

    private final ConvolutionShape shape;
    private final PatchesF32 patches;
    private final float[] y;
    private final int depth;
    private final int rows;
    private final int columns;
    private final int matrices;
    private final int chunks;
    private final int panelsOfPart;
    private final int partsOfMatrix;
    private final int rowStep;

    ConvolutionBlockingF32(ConvolutionShape shape, PatchesF32 patches, float[] y) {
        this.shape = shape;
        this.patches = patches;
        this.y = y;
        this.depth = shape.depth();
        this.rows = shape.outputs();
        int results = shape.results();
        this.matrices = shape.joinsImages() ? 1 : shape.images();
        this.columns = shape.joinsImages() ? shape.images() * results : results;
        this.rowStep = shape.outputStep() * results;
        this.chunks = Math.ceilDiv(depth, CHUNK);
        int panels = Math.ceilDiv(columns, COLUMNS);
        int most = Math.max(1, MOST_PACKED / (COLUMNS * Math.min(depth, CHUNK)));
        this.partsOfMatrix = Math.ceilDiv(panels, most);
        this.panelsOfPart = Math.ceilDiv(panels, partsOfMatrix);
    }

    /** Whether weights of so many rows are read in place: where tiles of eight rows fit better. */
    static boolean readsInPlace(int rows) {
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
            convolve(group, weights, bias);
        }
    }

    private void convolve(int group, float[] weights, float @Nullable [] bias) {
        LeftOperandF32[] left = new LeftOperandF32[chunks];
        for (int chunk = 0; chunk < chunks; chunk++) {
            left[chunk] = left(weights, group, chunk);
        }
        MatrixViewF32 start = bias == null ? MatrixViewF32.ZEROS : new MatrixViewF32(bias, group * rows, 1, 0);
        float[][] sums = new float[chunks][];
        for (int chunk = 1; chunk < chunks; chunk++) {
            sums[chunk] = Recycler.floats(matrices * rows * columns, false);
        }
        int units = matrices * chunks * partsOfMatrix;
        long work = (long) rows * Math.min(depth, CHUNK) * Math.min(columns, panelsOfPart * COLUMNS);
        Parallel.ranges(units, (int) Math.max(1, ProductKernels.GRAIN / work), (from, to) -> {
            PackingBuffersF32 buffers = PackingBuffersF32.borrow();
            PatchPackingF32 packing = new PatchPackingF32(patches);
            for (int unit = from; unit < to; unit++) {
                int part = unit % partsOfMatrix;
                int chunk = unit / partsOfMatrix % chunks;
                int matrix = unit / partsOfMatrix / chunks;
                multiply(group, matrix, chunk, part, left[chunk], start, sums[chunk], packing, buffers);
            }
            buffers.giveBack();
        });
        if (chunks > 1) {
            join(group, sums);
        }
        for (int chunk = 0; chunk < chunks; chunk++) {
            if (left[chunk].packed()) {
                Recycler.giveBack(left[chunk].data());
            }
            if (chunk > 0) {
                Recycler.giveBack(sums[chunk]);
            }
        }
    }

    private int steps(int chunk) {
        return Math.min(CHUNK, depth - chunk * CHUNK);
    }

    private LeftOperandF32 left(float[] weights, int group, int chunk) {
        int start = group * rows * depth + chunk * CHUNK;
        MatrixViewF32 matrix = new MatrixViewF32(weights, start, depth, 1);
        return readsInPlace(rows)
                ? new LeftOperandF32(matrix, rows, steps(chunk), false, weights)
                : LeftOperandF32.packed(matrix, rows, steps(chunk));
    }

    /** Where the results of a matrix begin. */
    private int place(int group, int matrix) {
        return shape.results() * (group * shape.resultGroupStep() + matrix * shape.resultImageStep());
    }

    private void multiply(
            int group,
            int matrix,
            int chunk,
            int part,
            LeftOperandF32 left,
            MatrixViewF32 start,
            float @Nullable [] sums,
            PatchPackingF32 packing,
            PackingBuffersF32 buffers) {
        int column = part * panelsOfPart * COLUMNS;
        int width = Math.min(columns - column, panelsOfPart * COLUMNS);
        if (width <= 0) {
            return;
        }
        int steps = left.depth();
        RightOperandF32 right = RightOperandF32.of(MatrixViewF32.ZEROS, rows, steps, width, buffers);
        int x0 = patches.start(group, matrix);
        for (int panel = 0; panel < right.panels(); panel++) {
            packing.pack(
                    x0,
                    column + panel * COLUMNS,
                    right.width(panel),
                    chunk * CHUNK,
                    steps,
                    right.packed(),
                    right.at(panel, 0),
                    right.stepOf(panel));
        }
        float[] to = sums == null ? y : sums;
        int to0 = (sums == null ? place(group, matrix) : matrix * rows * columns) + column;
        int toStep = sums == null ? rowStep : columns;
        MatmulBlockF32 block =
                new MatmulBlockF32(left, right, chunk == 0 ? start : MatrixViewF32.ZEROS, to, to0, toStep);
        for (int row = 0; row < rows; row += BLOCK_ROWS) {
            block.multiply(row, Math.min(rows, row + BLOCK_ROWS), 0, right.panels());
        }
        block.end();
    }

    /** Adds the sums of the chunks to the results, in the tree of the long sum. */
    private void join(int group, float[][] sums) {
        int grain = Math.max(1, Parallel.GRAIN / Math.max(1, columns * chunks));
        Parallel.ranges(matrices * rows, grain, (from, to) -> {
            for (int i = from; i < to; i++) {
                add(sums, 0, chunks, i * columns, place(group, i / rows) + i % rows * rowStep);
            }
        });
    }

    /** The sum of some chunks, in the place of the first of them. */
    private void add(float[][] sums, int chunk, int count, int place, int inY) {
        if (count == 1) {
            return;
        }
        int half = Integer.highestOneBit(count - 1);
        add(sums, chunk, half, place, inY);
        add(sums, chunk + half, count - half, place, inY);
        PackingF32.add(sums[chunk + half], place, chunk == 0 ? y : sums[chunk], chunk == 0 ? inY : place, columns);
    }
}
