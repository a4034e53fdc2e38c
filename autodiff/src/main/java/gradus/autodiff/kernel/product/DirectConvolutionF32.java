package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.LongSums;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A convolution that reads the images in place: pairs of vectors of neighboring results, for a few
 * outputs at a time. Good where rows of results fill vectors. The last vector of a row ends with it,
 * and has some results that the one before has too.
 */
final class DirectConvolutionF32 implements ConvolutionFormF32 {
    private static final int WIDTH = 2 * LANES;
    private static final float[] ZEROS = new float[8];

    private final ConvolutionShape shape;
    private final PatchGrid grid;
    private final float[] weights;
    private final float @Nullable [] bias;
    private final ResultsF32 results;
    private final int vectorsOfRow;
    private final int vectors;

    /** How many outputs are worked on together. */
    private final int high;

    DirectConvolutionF32(
            ConvolutionShape shape, PatchGrid grid, float[] weights, float @Nullable [] bias, ResultsF32 results) {
        this.shape = shape;
        this.grid = grid;
        this.weights = weights;
        this.bias = bias;
        this.results = results;
        this.vectorsOfRow = Math.ceilDiv(grid.width(), LANES);
        this.vectors = vectorsOfRow * grid.rows().length;
        this.high = MatmulTileF32.TALL && shape.outputs() > 4 ? 8 : 4;
    }

    /** Whether rows of results fill most of their vectors. */
    static boolean fits(int width) {
        return 4 * width >= 3 * Math.ceilDiv(width, LANES) * LANES;
    }

    @Override
    public int parts() {
        return Math.ceilDiv(vectors, 2);
    }

    @Override
    public long work() {
        return (long) shape.outputs() * Math.max(1, grid.places().length) * WIDTH;
    }

    /** Two vectors of results, which may be the same one, for all outputs of a group. */
    @Override
    public void compute(int group, int image, int part, Reading reading) {
        int left = 2 * part;
        int right = Math.min(left + 1, vectors - 1);
        float[] x = reading.planes().data();
        int x0 = reading.planes().start(group, image);
        int atLeft = x0 + grid.rows()[left / vectorsOfRow] + inRow(left);
        int atRight = x0 + grid.rows()[right / vectorsOfRow] + inRow(right);
        int count = Math.min(LANES, grid.width());
        float[] starts = reading.waiting().row();
        for (int output = 0; output < shape.outputs(); output += high) {
            int height = Math.min(high, shape.outputs() - output);
            int first = group * shape.outputs() + output;
            for (int i = 0; i < high; i++) {
                starts[i] = bias == null ? 0 : bias[first + Math.min(i, height - 1)];
            }
            int y0 = ((image * shape.groups() + group) * shape.outputs() + output) * results.size();
            int toLeft = y0 + place(left);
            int toRight = y0 + place(right);
            int w0 = first * grid.places().length;
            if (fitsInto(height)) {
                int apart = toRight - toLeft;
                int depth = grid.places().length;
                multiply(
                        w0,
                        height - 1,
                        x,
                        atLeft,
                        atRight,
                        0,
                        depth,
                        starts,
                        results.y(),
                        toLeft,
                        apart,
                        results.size());
                continue;
            }
            float[] sums = sum(w0, height - 1, x, atLeft, atRight, starts, reading.waiting());
            results.put(sums, 0, WIDTH, height, count, toLeft, grid);
            if (right > left) {
                results.put(sums, LANES, WIDTH, height, count, toRight, grid);
            }
        }
    }

    /** Whether so many outputs can be written where they belong, as a whole and at once. */
    private boolean fitsInto(int height) {
        return height == high
                && grid.isWhole()
                && grid.width() >= LANES
                && grid.depth().terms() <= LongSums.BLOCK;
    }

    /** The sums of both vectors, side by side, in the order of {@link LongSums}. */
    private float[] sum(int w0, int last, float[] x, int left, int right, float[] starts, BlockBuffersF32 buffers) {
        int size = high * WIDTH;
        int blocks = LongSums.blocks(grid.depth().terms());
        int level = 0;
        for (int done = 1; done <= blocks; done++) {
            int begin = grid.depth().beginOf(done - 1);
            int steps = grid.depth().beginOf(done) - begin;
            float[] from = done == 1 ? starts : ZEROS;
            float[] sums = buffers.sums(level, size);
            multiply(w0 + begin, last, x, left, right, begin, steps, from, sums, 0, LANES, WIDTH);
            for (int joins = LongSums.joins(done, blocks); joins > 0; joins--) {
                level--;
                PackingF32.add(buffers.sums(level + 1, size), 0, buffers.sums(level, size), 0, size);
            }
            level++;
        }
        return buffers.sums(0, size);
    }

    private void multiply(
            int w,
            int last,
            float[] x,
            int left,
            int right,
            int from,
            int steps,
            float[] starts,
            float[] to,
            int to0,
            int toRight,
            int toStep) {
        if (steps == 0) {
            for (int i = 0; i < high; i++) {
                int at = to0 + i * toStep;
                Arrays.fill(to, at, at + LANES, starts[i]);
                Arrays.fill(to, at + toRight, at + toRight + LANES, starts[i]);
            }
            return;
        }
        int[] places = grid.places();
        int wStep = places.length;
        if (high == 8) {
            PatchTilesF32.eightByTwo(
                    weights, w, wStep, last, x, left, right, places, from, steps, starts, to, to0, toRight, toStep);
        } else {
            PatchTilesF32.fourByTwo(
                    weights, w, wStep, last, x, left, right, places, from, steps, starts, to, to0, toRight, toStep);
        }
    }

    /** Where in its row a vector of results begins. */
    private int inRow(int vector) {
        return Math.max(0, Math.min(vector % vectorsOfRow * LANES, grid.width() - LANES));
    }

    /** Where in its plane a vector of results begins. */
    private int place(int vector) {
        return grid.lines()[vector / vectorsOfRow] + inRow(vector) * grid.step();
    }
}
