package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.LongSums;
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
        this.high = shape.outputs() == 1 ? 1 : MatmulTileF32.TALL && shape.outputs() > 4 ? 8 : 4;
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

    /** Two vectors of results for all outputs of a group. */
    @Override
    public void compute(int group, int image, int part, Reading reading) {
        Tile tile = new Tile(reading, group, image, 2 * part, Math.min(2 * part + 1, vectors - 1));
        float[] starts = reading.waiting().row();
        for (int output = 0; output < shape.outputs(); output += high) {
            for (int i = 0; i < high; i++) {
                starts[i] =
                        bias == null ? 0 : bias[group * shape.outputs() + Math.min(output + i, shape.outputs() - 1)];
            }
            tile.compute(output, Math.min(high, shape.outputs() - output), starts);
        }
    }

    /** Two vectors of neighboring results, which may be the same one. */
    private final class Tile {
        private final BlockBuffersF32 buffers;
        private final float[] x;
        private final int group;
        private final int plane;
        private final int left;
        private final int right;
        private final int atLeft;
        private final int atRight;

        Tile(Reading reading, int group, int image, int left, int right) {
            this.buffers = reading.waiting();
            this.x = reading.planes().data();
            this.group = group;
            this.plane = image * shape.groups() + group;
            this.left = left;
            this.right = right;
            int x0 = reading.planes().start(group, image);
            this.atLeft = x0 + grid.rows()[left / vectorsOfRow] + inRow(left);
            this.atRight = x0 + grid.rows()[right / vectorsOfRow] + inRow(right);
        }

        /** For some outputs. */
        void compute(int output, int height, float[] starts) {
            int first = group * shape.outputs() + output;
            int y0 = (plane * shape.outputs() + output) * results.size();
            if (grid.isWhole() && grid.depth().terms() <= LongSums.BLOCK && height == high && grid.width() >= LANES) {
                int to = y0 + place(left);
                multiply(
                        first,
                        high - 1,
                        0,
                        grid.places().length,
                        starts,
                        results.y(),
                        to,
                        y0 + place(right) - to,
                        results.size());
                return;
            }
            LongSums.sum(
                    grid.depth().terms(),
                    (from, steps, level) -> {
                        int begin = grid.depth().at(from);
                        int count = grid.depth().at(from + steps) - begin;
                        float[] sums = buffers.sums(level, high * WIDTH);
                        multiply(first, height - 1, begin, count, from == 0 ? starts : ZEROS, sums, 0, LANES, WIDTH);
                    },
                    level -> PackingF32.add(
                            buffers.sums(level + 1, high * WIDTH),
                            0,
                            buffers.sums(level, high * WIDTH),
                            0,
                            high * WIDTH));
            float[] sums = buffers.sums(0, high * WIDTH);
            int count = Math.min(LANES, grid.width());
            results.put(sums, 0, WIDTH, height, count, y0 + place(left), grid);
            if (right > left) {
                results.put(sums, LANES, WIDTH, height, count, y0 + place(right), grid);
            }
        }

        /** Some steps of depth for the outputs from {@code first} on. */
        private void multiply(
                int first,
                int last,
                int from,
                int steps,
                float[] starts,
                float[] to,
                int to0,
                int toRight,
                int toStep) {
            int[] places = grid.places();
            int wStep = places.length;
            int w0 = first * wStep + from;
            switch (high) {
                case 8 ->
                    PatchTilesF32.eightByTwo(
                            weights, w0, wStep, last, x, atLeft, atRight, places, from, steps, starts, to, to0, toRight,
                            toStep);
                case 4 ->
                    PatchTilesF32.fourByTwo(
                            weights, w0, wStep, last, x, atLeft, atRight, places, from, steps, starts, to, to0, toRight,
                            toStep);
                default ->
                    PatchTilesF32.oneByTwo(
                            weights, w0, wStep, last, x, atLeft, atRight, places, from, steps, starts, to, to0, toRight,
                            toStep);
            }
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
