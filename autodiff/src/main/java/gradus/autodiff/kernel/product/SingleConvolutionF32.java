package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.LongSums;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with one output for each group, such as a depthwise one: eight vectors of neighboring
 * results at a time, which read the images in place. The last vector of a row ends with it.
 */
final class SingleConvolutionF32 implements ConvolutionFormF32 {
    private static final int VECTORS = 8;
    private static final int[] BUFFERS = new int[VECTORS];

    static {
        for (int i = 0; i < VECTORS; i++) {
            BUFFERS[i] = i * LANES;
        }
    }

    private final ConvolutionShape shape;
    private final PatchGrid grid;
    private final float[] weights;
    private final float @Nullable [] bias;
    private final ResultsF32 results;
    private final int vectorsOfRow;
    private final int vectors;

    SingleConvolutionF32(
            ConvolutionShape shape, PatchGrid grid, float[] weights, float @Nullable [] bias, ResultsF32 results) {
        this.shape = shape;
        this.grid = grid;
        this.weights = weights;
        this.bias = bias;
        this.results = results;
        this.vectorsOfRow = Math.ceilDiv(grid.width(), LANES);
        this.vectors = vectorsOfRow * grid.rows().length;
    }

    @Override
    public int parts() {
        return Math.ceilDiv(vectors, VECTORS);
    }

    @Override
    public long work() {
        return (long) Math.max(1, grid.places().length) * VECTORS * LANES;
    }

    @Override
    public void compute(int group, int image, int part, Reading reading) {
        float[] x = reading.planes().data();
        int x0 = reading.planes().start(group, image);
        int y0 = (image * shape.groups() + group) * results.size();
        int first = part * VECTORS;
        int count = Math.min(VECTORS, vectors - first);
        int[] at = reading.waiting().sources();
        int[] to = reading.waiting().targets();
        int row = first / vectorsOfRow;
        int vector = first % vectorsOfRow;
        for (int i = 0; i < VECTORS; i++) { // the last one again where there are no more
            int inRow = Math.max(0, Math.min(vector * LANES, grid.width() - LANES));
            at[i] = x0 + grid.rows()[row] + inRow;
            to[i] = y0 + grid.lines()[row] + inRow * grid.step();
            if (i < count - 1) {
                vector++;
                if (vector == vectorsOfRow) {
                    vector = 0;
                    row++;
                }
            }
        }
        float start = bias == null ? 0 : bias[group];
        int w0 = group * grid.places().length;
        if (grid.isWhole() && grid.width() >= LANES && grid.depth().terms() <= LongSums.BLOCK) {
            multiply(w0, x, at, 0, grid.places().length, start, results.y(), to);
            return;
        }
        float[] sums = sum(w0, x, at, start, reading.waiting());
        for (int i = 0; i < count; i++) {
            results.put(sums, i * LANES, 0, 1, Math.min(LANES, grid.width()), to[i], grid);
        }
    }

    /** The sums of all vectors, side by side, in the order of {@link LongSums}. */
    private float[] sum(int w0, float[] x, int[] at, float start, BlockBuffersF32 buffers) {
        int size = VECTORS * LANES;
        int blocks = LongSums.blocks(grid.depth().terms());
        int level = 0;
        for (int done = 1; done <= blocks; done++) {
            int begin = grid.depth().beginOf(done - 1);
            int steps = grid.depth().beginOf(done) - begin;
            float[] sums = buffers.sums(level, size);
            float from = done == 1 ? start : 0;
            multiply(w0 + begin, x, at, begin, steps, from, sums, BUFFERS);
            for (int joins = LongSums.joins(done, blocks); joins > 0; joins--) {
                level--;
                PackingF32.add(buffers.sums(level + 1, size), 0, buffers.sums(level, size), 0, size);
            }
            level++;
        }
        return buffers.sums(0, size);
    }

    private void multiply(int w, float[] x, int[] at, int from, int steps, float start, float[] y, int[] to) {
        if (steps == 0) {
            for (int place : to) {
                Arrays.fill(y, place, place + LANES, start);
            }
            return;
        }
        PatchTilesF32.oneByEight(weights, w, x, at, grid.places(), from, steps, start, y, to);
    }
}
