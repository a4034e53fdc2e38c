package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.LongSums;

/**
 * What multiplies the weights of a convolution, as products of the patches, {@code places x results},
 * which are read where they are, with the cotangents, {@code results x outputs}, which are packed. A
 * part has the weights of a panel of outputs.
 */
final class OutputWeightsF32 implements WeightsFormF32 {
    private static final int HEIGHT = MatmulTileF32.TALL ? 8 : 4;

    private final ConvolutionShape shape;
    private final PatchGrid grid;
    private final PatchesF32 patches;
    private final int[] places;
    private final float[] g;
    private final int results;
    private final int rows;
    private final int panels;

    /** The panels of a part. */
    private final int together;

    /** @param panelsAtOnce whether parts have all panels of a group, which read the same images */
    OutputWeightsF32(ConvolutionShape shape, PatchGrid grid, PatchesF32 patches, float[] g, boolean panelsAtOnce) {
        this.shape = shape;
        this.grid = grid;
        this.patches = patches;
        this.places = grid.places();
        this.g = g;
        this.results = shape.results();
        this.rows = Math.ceilDiv(places.length, HEIGHT) * HEIGHT;
        this.panels = Math.ceilDiv(shape.outputs(), 2 * LANES);
        this.together = panelsAtOnce ? panels : 1;
    }

    @Override
    public int parts() {
        return shape.groups() * panels / together;
    }

    @Override
    public int size(int part) {
        return rows * 2 * LANES * together;
    }

    @Override
    public long work() {
        return (long) rows * Math.min(shape.outputs(), 2 * LANES * together);
    }

    /** How far apart the rows of sums are. */
    private int step(int panel) {
        return outputs(panel) <= LANES && HEIGHT == 8 ? LANES : 2 * LANES;
    }

    private int outputs(int panel) {
        return Math.min(2 * LANES, shape.outputs() - panel * 2 * LANES);
    }

    @Override
    public OfThread ofThread(PackingBuffersF32 packing) {
        PatchesF32.OfThread planes = patches.ofThread(packing);
        return (part, from, steps, sums) -> sum(part * together, from, steps, sums, packing, planes);
    }

    private void sum(
            int first, int from, int steps, float[] sums, PackingBuffersF32 packing, PatchesF32.OfThread planes) {
        int group = first / panels;
        planes.load(group, group + 1, from / results, (from + steps - 1) / results + 1);
        int[] runs = grid.runs(from, steps);
        int firstRow = from / grid.width();
        for (int i = 0; i < runs.length; i++) {
            runs[i] += planes.start(group, (firstRow + i) / grid.rows().length);
        }
        for (int i = 0; i < together; i++) {
            int panel = first % panels + i;
            int step = step(panel);
            float[] packed = packing.right((LongSums.BLOCK + 1) * step);
            pack(group, panel, from, steps, packed, step);
            multiply(planes.data(), runs, from % grid.width(), steps, packed, step, sums, i * rows * 2 * LANES);
        }
    }

    private void multiply(
            float[] x, int[] runs, int inRow, int steps, float[] packed, int step, float[] sums, int first) {
        int width = grid.width();
        for (int row = 0; row < rows; row += HEIGHT) {
            int last = Math.min(HEIGHT, places.length - row) - 1;
            int to = first + row * step;
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

    /** The sums of a panel have a row for each place of the window. */
    @Override
    public void write(int part, float[] sums, float[] w) {
        for (int i = 0; i < together; i++) {
            int panel = part * together % panels + i;
            int first = part * together / panels * shape.outputs() + panel * 2 * LANES;
            for (int output = 0; output < outputs(panel); output++) {
                int to = (first + output) * places.length;
                for (int row = 0; row < places.length; row++) {
                    w[to + row] = sums[i * rows * 2 * LANES + row * step(panel) + output];
                }
            }
        }
    }
}
