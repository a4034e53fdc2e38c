package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.LongSums;
import gradus.autodiff.kernel.ProductKernels;
import gradus.autodiff.kernel.threads.Parallel;
import gradus.autodiff.kernel.threads.Recycler;

/**
 * What multiplies the weights of a convolution. The results of all images are cut into chunks, which
 * threads share, and whose sums are joined in the tree of {@link LongSums}.
 */
final class WeightsConvolutionF32 {
    /** Chunks of the results: whole blocks of the long sum, a power of two of them. */
    private static final int CHUNK = 2048;

    /** So many chunks are enough for a thread, when others finish early or late. */
    private static final int CHUNKS_OF_A_THREAD = 2;

    /** Fewer elements of a vector are left to plain loops. */
    private static final int LEAST = 4;

    private final WeightsFormF32 form;
    private final int depth;

    private WeightsConvolutionF32(WeightsFormF32 form, int depth) {
        this.form = form;
        this.depth = depth;
    }

    /** Whether there are outputs or groups enough to fill vectors. */
    static boolean fits(ConvolutionShape shape) {
        return Math.max(shape.outputs(), shape.groups()) >= LEAST;
    }

    /** Writes all sums. */
    static void convolve(ConvolutionShape shape, float[] x, float[] g, float[] w) {
        PlaneLayout layout = PlaneLayout.of(shape, _ -> true);
        PatchGrid grid = PatchGrid.of(shape, layout);
        PatchesF32 patches = new PatchesF32(shape, layout, x, 0);
        boolean ofGroups = Math.min(shape.groups(), LANES) > shape.outputs() && GroupWeightsF32.fits(shape, layout);
        long chunks = (long) shape.groups() * Math.ceilDiv(shape.images() * shape.results(), CHUNK);
        boolean manyChunks = chunks >= (long) CHUNKS_OF_A_THREAD * Parallel.threads();
        WeightsFormF32 form = ofGroups
                ? new GroupWeightsF32(shape, layout, grid, patches, g)
                : new OutputWeightsF32(shape, grid, patches, g, manyChunks);
        new WeightsConvolutionF32(form, shape.images() * shape.results()).convolve(w);
        patches.end();
    }

    private void convolve(float[] w) {
        int chunks = Math.ceilDiv(depth, CHUNK);
        float[][] sums = new float[form.parts() * chunks][];
        long work = form.work() * Math.min(depth, CHUNK);
        Parallel.ranges(sums.length, (int) Math.max(1, ProductKernels.GRAIN / work), (from, to) -> {
            PackingBuffersF32 packing = PackingBuffersF32.borrow();
            BlockBuffersF32 waiting = BlockBuffersF32.borrow();
            WeightsFormF32.OfThread thread = form.ofThread(packing);
            for (int i = from; i < to; i++) {
                sums[i] = sum(i / chunks, i % chunks * CHUNK, thread, waiting);
            }
            waiting.giveBack();
            packing.giveBack();
        });
        Parallel.ranges(form.parts(), 1, (from, to) -> {
            for (int part = from; part < to; part++) {
                join(sums, part * chunks, chunks);
                form.write(part, sums[part * chunks], w);
            }
        });
        for (int i = sums.length - 1; i >= 0; i--) { // in the reverse order, as the recycler wants them
            Recycler.giveBack(sums[i]);
        }
    }

    /** The sums of a chunk, in the order of {@link LongSums}. */
    private float[] sum(int part, int first, WeightsFormF32.OfThread thread, BlockBuffersF32 waiting) {
        int size = form.size(part);
        float[] sums = Recycler.floats(size, false);
        int end = Math.min(depth, first + CHUNK);
        int blocks = LongSums.blocks(end - first);
        int level = 0;
        for (int done = 1; done <= blocks; done++) {
            int from = first + (done - 1) * LongSums.BLOCK;
            thread.sum(part, from, Math.min(LongSums.BLOCK, end - from), level == 0 ? sums : waiting.sums(level, size));
            for (int joins = LongSums.joins(done, blocks); joins > 0; joins--) {
                level--;
                PackingF32.add(
                        waiting.sums(level + 1, size), 0, level == 0 ? sums : waiting.sums(level, size), 0, size);
            }
            level++;
        }
        return sums;
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
}
