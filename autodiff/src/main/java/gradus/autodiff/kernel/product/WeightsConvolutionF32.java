package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.LongSums;
import gradus.autodiff.kernel.ProductKernels;
import gradus.autodiff.kernel.threads.Parallel;
import gradus.autodiff.kernel.threads.Recycler;

/**
 * What multiplies the weights of a convolution, as products of the patches, {@code places x results},
 * which are read in place, with the cotangents, {@code results x outputs}, which are packed. The
 * results of all images are cut into chunks, which threads share, and whose sums are joined in the
 * tree of {@link LongSums}.
 */
final class WeightsConvolutionF32 {
    /** Chunks of the results: whole blocks of the long sum, a power of two of them. */
    private static final int CHUNK = 2048;

    private static final int HEIGHT = MatmulTileF32.TALL ? 8 : 4;

    private final ConvolutionShape shape;
    private final PatchesF32 patches;
    private final int[] places;
    private final float[] g;
    private final float[] w;
    private final int results;
    private final int depth;
    private final int rows;
    private final int panels;

    WeightsConvolutionF32(PatchesF32 patches, float[] g, float[] w) {
        this.shape = patches.shape();
        this.patches = patches;
        this.places = patches.places();
        this.g = g;
        this.w = w;
        this.results = shape.results();
        this.depth = shape.images() * results;
        this.rows = Math.ceilDiv(places.length, HEIGHT) * HEIGHT;
        this.panels = Math.ceilDiv(shape.outputs(), 2 * LANES);
    }

    /** Whether there are outputs enough to fill vectors. */
    static boolean fits(ConvolutionShape shape) {
        return shape.outputs() >= 4;
    }

    /** Writes the sums for all groups. */
    void convolve() {
        int chunks = Math.ceilDiv(depth, CHUNK);
        float[][] sums = new float[shape.groups() * panels * chunks][];
        long work = (long) rows * Math.min(depth, CHUNK) * Math.min(shape.outputs(), 2 * LANES);
        Parallel.ranges(sums.length, (int) Math.max(1, ProductKernels.GRAIN / work), (from, to) -> {
            PackingBuffersF32 packing = PackingBuffersF32.borrow();
            BlockBuffersF32 waiting = BlockBuffersF32.borrow();
            for (int i = from; i < to; i++) {
                int chunk = i % chunks;
                int panel = i / chunks % panels;
                float[] chunkSums = Recycler.floats(rows * step(panel), false);
                sum(
                        i / chunks / panels,
                        panel,
                        chunk * CHUNK,
                        Math.min(CHUNK, depth - chunk * CHUNK),
                        chunkSums,
                        0,
                        packing,
                        waiting);
                sums[i] = chunkSums;
            }
            packing.giveBack();
            waiting.giveBack();
        });
        Parallel.ranges(shape.groups() * panels, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                join(sums, i * chunks, chunks);
                write(i / panels, i % panels, sums[i * chunks]);
            }
        });
        for (int i = sums.length - 1; i >= 0; i--) { // in the reverse order, as the recycler wants them
            Recycler.giveBack(sums[i]);
        }
    }

    /** How far apart the rows of sums are. */
    private int step(int panel) {
        return outputs(panel) <= LANES && HEIGHT == 8 ? LANES : 2 * LANES;
    }

    private int outputs(int panel) {
        return Math.min(2 * LANES, shape.outputs() - panel * 2 * LANES);
    }

    /** Some of the results, in the order of {@link LongSums}. */
    private void sum(
            int group,
            int panel,
            int from,
            int steps,
            float[] sums,
            int level,
            PackingBuffersF32 packing,
            BlockBuffersF32 waiting) {
        int half = LongSums.left(steps);
        if (half == 0) {
            block(group, panel, from, steps, sums, packing);
            return;
        }
        sum(group, panel, from, half, sums, level, packing, waiting);
        int size = rows * step(panel);
        float[] others = waiting.sums(level, size);
        sum(group, panel, from + half, steps - half, others, level + 1, packing, waiting);
        PackingF32.add(others, 0, sums, 0, size);
    }

    /** One block of the long sum. */
    private void block(int group, int panel, int from, int steps, float[] sums, PackingBuffersF32 buffers) {
        int step = step(panel);
        float[] packed = buffers.right((LongSums.BLOCK + 1) * step);
        int width = patches.width();
        int rowsOfImage = patches.rows().length;
        int firstRow = from / width;
        int[] runs = new int[(from + steps - 1) / width - firstRow + 1];
        for (int i = 0; i < runs.length; i++) {
            int image = (firstRow + i) / rowsOfImage;
            runs[i] = patches.start(group, image) + patches.rows()[(firstRow + i) % rowsOfImage];
        }
        pack(group, panel, from, steps, packed, step);
        for (int row = 0; row < rows; row += HEIGHT) {
            int last = Math.min(HEIGHT, places.length - row) - 1;
            int to = row * step;
            int inRow = from % width;
            float[] x = patches.data();
            if (HEIGHT == 4) {
                PatchTilesF32.weightsOfFourByTwo(
                        x, places, row, last, runs, 0, inRow, width, steps, packed, step, sums, to, step);
            } else if (step == LANES) {
                PatchTilesF32.weightsOfEightByOne(
                        x, places, row, last, runs, 0, inRow, width, steps, packed, step, sums, to, step);
            } else {
                PatchTilesF32.weightsOfEightByTwo(
                        x, places, row, last, runs, 0, inRow, width, steps, packed, step, sums, to, step);
            }
        }
    }

    /** The cotangents of a panel of outputs, image by image. */
    private void pack(int group, int panel, int from, int steps, float[] packed, int step) {
        for (int done = 0; done < steps; ) {
            int image = (from + done) / results;
            int result = (from + done) % results;
            int count = Math.min(results - result, steps - done);
            int plane = (image * shape.groups() + group) * shape.outputs() + panel * 2 * LANES;
            MatrixViewF32 view = new MatrixViewF32(g, plane * results + result, 1, results);
            PackingF32.pack(view, view.start(), count, outputs(panel), packed, done * step, step);
            done += count;
        }
    }

    /** The sum of some chunks, in the place of the first of them. */
    private static void join(float[][] sums, int first, int count) {
        if (count == 1) {
            return;
        }
        int half = Integer.highestOneBit(count - 1);
        join(sums, first, half);
        join(sums, first + half, count - half);
        PackingF32.add(sums[first + half], 0, sums[first], 0, sums[first].length);
    }

    /** Writes the sums of a panel, which have a row for each place of the window. */
    private void write(int group, int panel, float[] sums) {
        int step = step(panel);
        int first = group * shape.outputs() + panel * 2 * LANES;
        for (int output = 0; output < outputs(panel); output++) {
            int to = (first + output) * places.length;
            for (int row = 0; row < places.length; row++) {
                w[to + row] = sums[row * step + output];
            }
        }
    }
}
