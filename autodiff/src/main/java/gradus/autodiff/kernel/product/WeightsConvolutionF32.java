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
    private final PatchGrid grid;
    private final PatchesF32 patches;
    private final int[] places;
    private final float[] g;
    private final float[] w;
    private final int results;
    private final int depth;
    private final int rows;
    private final int panels;

    WeightsConvolutionF32(ConvolutionShape shape, float[] x, float[] g, float[] w) {
        PlaneLayout layout = PlaneLayout.of(shape, _ -> true);
        this.shape = shape;
        this.grid = PatchGrid.of(shape, layout);
        this.patches = new PatchesF32(shape, layout, x, 0);
        this.places = grid.places();
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
            Chunk chunk = new Chunk(packing, waiting);
            for (int i = from; i < to; i++) {
                sums[i] = chunk.sum(i / chunks / panels, i / chunks % panels, i % chunks * CHUNK);
            }
            waiting.giveBack();
            packing.giveBack();
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
        patches.end();
    }

    /** How far apart the rows of sums are. */
    private int step(int panel) {
        return outputs(panel) <= LANES && HEIGHT == 8 ? LANES : 2 * LANES;
    }

    private int outputs(int panel) {
        return Math.min(2 * LANES, shape.outputs() - panel * 2 * LANES);
    }

    /** Sums the blocks of chunks on one thread. */
    private final class Chunk {
        private final PackingBuffersF32 packing;
        private final BlockBuffersF32 waiting;
        private final PatchesF32.OfThread planes;

        Chunk(PackingBuffersF32 packing, BlockBuffersF32 waiting) {
            this.packing = packing;
            this.waiting = waiting;
            this.planes = patches.ofThread(packing);
        }

        /** The sums of a chunk, in the order of {@link LongSums}. */
        float[] sum(int group, int panel, int first) {
            int size = rows * step(panel);
            float[] sums = Recycler.floats(size, false);
            LongSums.sum(
                    Math.min(CHUNK, depth - first),
                    (from, steps, level) ->
                            block(group, panel, first + from, steps, level == 0 ? sums : waiting.sums(level, size)),
                    level -> PackingF32.add(
                            waiting.sums(level + 1, size), 0, level == 0 ? sums : waiting.sums(level, size), 0, size));
            return sums;
        }

        /** One block of the long sum. */
        private void block(int group, int panel, int from, int steps, float[] sums) {
            planes.load(group, from / results, (from + steps - 1) / results + 1);
            int width = grid.width();
            int rowsOfImage = grid.rows().length;
            int firstRow = from / width;
            int[] runs = new int[(from + steps - 1) / width - firstRow + 1];
            for (int i = 0; i < runs.length; i++) {
                int image = (firstRow + i) / rowsOfImage;
                runs[i] = planes.start(group, image) + grid.rows()[(firstRow + i) % rowsOfImage];
            }
            int step = step(panel);
            float[] packed = packing.right((LongSums.BLOCK + 1) * step);
            pack(group, panel, from, steps, packed, step);
            multiply(runs, from % width, steps, packed, step, sums);
        }

        private void multiply(int[] runs, int inRow, int steps, float[] packed, int step, float[] sums) {
            int width = grid.width();
            float[] x = planes.data();
            for (int row = 0; row < rows; row += HEIGHT) {
                int last = Math.min(HEIGHT, places.length - row) - 1;
                int to = row * step;
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
