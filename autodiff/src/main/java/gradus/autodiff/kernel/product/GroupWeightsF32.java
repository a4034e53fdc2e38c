package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.LongSums;

/**
 * What multiplies the weights of a convolution with many groups, such as a depthwise one: a vector of
 * groups at a time, whose elements of the images, and whose cotangents, are brought side by side. A
 * part has the weights of a vector of groups.
 */
final class GroupWeightsF32 implements WeightsFormF32 {
    private static final int HEIGHT = 9;

    /** The most elements that a thread turns for one block. */
    private static final long MOST_TURNED = 1 << 22;

    private final ConvolutionShape shape;
    private final PatchGrid grid;
    private final PatchesF32 patches;
    private final float[] g;
    private final int results;
    private final int planeSize;

    /** Places of the sums of each output of a group. */
    private final int rows;

    GroupWeightsF32(ConvolutionShape shape, PlaneLayout layout, PatchGrid grid, PatchesF32 patches, float[] g) {
        this.shape = shape;
        this.grid = grid;
        this.patches = patches;
        this.g = g;
        this.results = shape.results();
        this.planeSize = layout.size();
        this.rows = Math.ceilDiv(grid.places().length, HEIGHT) * HEIGHT;
    }

    /** Whether a block of results reads few enough images: with one result an image, it reads 512 of them. */
    static boolean fits(ConvolutionShape shape, PlaneLayout layout) {
        long images = LongSums.BLOCK / Math.max(1, shape.results()) + 2L;
        return Math.min(images, shape.images()) * shape.channels() * layout.size() * LANES <= MOST_TURNED;
    }

    @Override
    public int parts() {
        return Math.ceilDiv(shape.groups(), LANES);
    }

    @Override
    public int size(int part) {
        return shape.outputs() * rows * LANES;
    }

    @Override
    public long work() {
        return (long) shape.outputs() * rows * LANES;
    }

    @Override
    public OfThread ofThread(PackingBuffersF32 packing) {
        return new Turned(packing);
    }

    private int groups(int part) {
        return Math.min(LANES, shape.groups() - part * LANES);
    }

    /** The planes of some groups of some images, with the groups side by side. */
    private final class Turned implements OfThread {
        private final PackingBuffersF32 packing;
        private final PatchesF32.OfThread planes;
        private float[] turned = new float[0];
        private int part = -1;
        private int first;
        private int end;

        Turned(PackingBuffersF32 packing) {
            this.packing = packing;
            this.planes = patches.ofThread(packing);
        }

        @Override
        public void sum(int part, int from, int steps, float[] sums) {
            load(part, from / results, (from + steps - 1) / results + 1);
            float[] packed = packing.right((shape.outputs() * LongSums.BLOCK + 1) * LANES);
            turnCotangents(from, steps, packed);
            int[] runs = grid.runs(from, steps);
            int firstRow = from / grid.width();
            for (int i = 0; i < runs.length; i++) {
                runs[i] += ((firstRow + i) / grid.rows().length - first) * shape.channels() * planeSize;
            }
            int[] places = grid.places();
            int inRow = from % grid.width();
            for (int output = 0; output < shape.outputs(); output++) {
                int g0 = output * LongSums.BLOCK;
                for (int row = 0; row < rows; row += HEIGHT) {
                    int last = Math.min(HEIGHT, places.length - row) - 1;
                    int to = (output * rows + row) * LANES;
                    PatchTilesF32.weightsOfGroups(
                            turned, places, row, last, runs, inRow, grid.width(), steps, packed, g0, sums, to);
                }
            }
        }

        private void load(int part, int first, int end) {
            if (part == this.part && first >= this.first && end <= this.end) {
                return;
            }
            this.part = part;
            this.first = first;
            this.end = end;
            int group = part * LANES;
            int count = groups(part);
            turned = packing.left((Math.multiplyExact(end - first, shape.channels() * planeSize) + 1) * LANES);
            int to = 0;
            for (int image = first; image < end; image++) {
                planes.load(group, group + count, image, image + 1);
                for (int channel = 0; channel < shape.channels(); channel++) {
                    int start = planes.start(group, image) + channel * planeSize;
                    MatrixViewF32 view = new MatrixViewF32(planes.data(), start, 1, shape.channels() * planeSize);
                    PackingF32.pack(view, start, planeSize, count, turned, to, LANES);
                    to += planeSize * LANES;
                }
            }
        }

        private void turnCotangents(int from, int steps, float[] packed) {
            for (int done = 0; done < steps; ) {
                int image = (from + done) / results;
                int result = (from + done) % results;
                int count = Math.min(results - result, steps - done);
                int plane = (image * shape.groups() + part * LANES) * shape.outputs();
                for (int output = 0; output < shape.outputs(); output++) {
                    int start = (plane + output) * results + result;
                    MatrixViewF32 view = new MatrixViewF32(g, start, 1, shape.outputs() * results);
                    int to = (output * LongSums.BLOCK + done) * LANES;
                    PackingF32.pack(view, start, count, groups(part), packed, to, LANES);
                }
                done += count;
            }
        }
    }

    /** The sums have a vector of groups for each output and place. */
    @Override
    public void write(int part, float[] sums, float[] w) {
        int depth = grid.places().length;
        for (int i = 0; i < groups(part) * shape.outputs(); i++) {
            int output = i % shape.outputs();
            int to = (part * LANES * shape.outputs() + i) * depth;
            for (int row = 0; row < depth; row++) {
                w[to + row] = sums[(output * rows + row) * LANES + i / shape.outputs()];
            }
        }
    }
}
