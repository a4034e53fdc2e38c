package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.LongSums;
import gradus.autodiff.kernel.ProductKernels;
import gradus.autodiff.kernel.threads.Parallel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A convolution that reads the images in place: pairs of vectors of neighboring results, for a few
 * outputs at a time. Good where rows of results fill vectors.
 */
final class DirectConvolutionF32 {
    private static final int WIDTH = 2 * LANES;

    private final ConvolutionShape shape;
    private final PatchesF32 patches;
    private final int[] places;
    private final float[] weights;
    private final float @Nullable [] bias;
    private final float[] y;
    private final int results;
    private final int vectorsOfRow;
    private final int vectors;

    DirectConvolutionF32(PatchesF32 patches, float[] weights, float @Nullable [] bias, float[] y) {
        this.shape = patches.shape();
        this.patches = patches;
        this.places = patches.places();
        this.weights = weights;
        this.bias = bias;
        this.y = y;
        this.results = shape.results();
        this.vectorsOfRow = Math.ceilDiv(patches.width(), LANES);
        this.vectors = vectorsOfRow * patches.rows().length;
    }

    /** Whether rows of results fill most of their vectors. */
    static boolean fits(int width) {
        return 4 * width >= 3 * Math.ceilDiv(width, LANES) * LANES;
    }

    /** Writes the results of all groups. */
    void convolve() {
        int planes = shape.images() * shape.groups();
        int pairs = Math.ceilDiv(vectors, 2);
        long work = (long) shape.outputs() * places.length * WIDTH;
        Parallel.ranges(planes * pairs, (int) Math.max(1, ProductKernels.GRAIN / work), (from, to) -> {
            BlockBuffersF32 buffers = BlockBuffersF32.borrow();
            for (int i = from; i < to; i++) {
                convolve(i / pairs, i % pairs, buffers);
            }
            buffers.giveBack();
        });
    }

    /** Two vectors of results for all outputs of a group. */
    private void convolve(int plane, int pair, BlockBuffersF32 buffers) {
        int group = plane % shape.groups();
        int x0 = patches.start(group, plane / shape.groups());
        int left = 2 * pair;
        int right = Math.min(left + 1, vectors - 1);
        int high = shape.outputs() == 1 ? 1 : MatmulTileF32.TALL && shape.outputs() > 4 ? 8 : 4;
        for (int output = 0; output < shape.outputs(); output += high) {
            int height = Math.min(high, shape.outputs() - output);
            int y0 = (plane * shape.outputs() + output) * results;
            boolean whole = places.length <= LongSums.BLOCK
                    && height == high
                    && right > left
                    && count(left) == LANES
                    && count(right) == LANES;
            float[] to = whole ? y : buffers.sums(0, high * WIDTH);
            int to0 = whole ? y0 + place(left) : 0;
            int toRight = whole ? place(right) - place(left) : LANES;
            int toStep = whole ? results : WIDTH;
            for (int i = 0; i < high; i++) {
                float start = bias == null ? 0 : bias[group * shape.outputs() + output + Math.min(i, height - 1)];
                Arrays.fill(to, to0 + i * toStep, to0 + i * toStep + LANES, start);
                Arrays.fill(to, to0 + i * toStep + toRight, to0 + i * toStep + toRight + LANES, start);
            }
            int w0 = (group * shape.outputs() + output) * places.length;
            int atLeft = x0 + start(left);
            int atRight = x0 + start(right);
            if (whole) {
                multiply(high, w0, height - 1, atLeft, atRight, 0, places.length, to, to0, toRight, toStep);
            } else {
                sum(high, w0, height - 1, atLeft, atRight, 0, places.length, 0, buffers);
                PackingF32.copyBack(to, WIDTH, height, count(left), y, y0 + place(left), results);
                if (right > left) {
                    copyRight(to, height, count(right), y0 + place(right));
                }
            }
        }
    }

    private void copyRight(float[] sums, int height, int count, int y0) {
        for (int row = 0; row < height; row++) {
            System.arraycopy(sums, row * WIDTH + LANES, y, y0 + row * results, count);
        }
    }

    /** Where a vector of results begins in its plane. */
    private int place(int vector) {
        return vector / vectorsOfRow * patches.width() + vector % vectorsOfRow * LANES;
    }

    /** How many results of a vector count. */
    private int count(int vector) {
        return Math.min(LANES, patches.width() - vector % vectorsOfRow * LANES);
    }

    /** Where the first place of a vector's windows is, from the image's first channel. */
    private int start(int vector) {
        return patches.rows()[vector / vectorsOfRow] + vector % vectorsOfRow * LANES;
    }

    /** Adds some of the depth to the sums of a level, in the order of {@link LongSums}. */
    private void sum(
            int high, int w0, int last, int left, int right, int from, int steps, int level, BlockBuffersF32 buffers) {
        float[] sums = buffers.sums(level, high * WIDTH);
        int half = LongSums.left(steps);
        if (half == 0) {
            multiply(high, w0, last, left, right, from, steps, sums, 0, LANES, WIDTH);
            return;
        }
        sum(high, w0, last, left, right, from, half, level, buffers);
        float[] others = buffers.sums(level + 1, high * WIDTH);
        Arrays.fill(others, 0, high * WIDTH, 0);
        sum(high, w0, last, left, right, from + half, steps - half, level + 1, buffers);
        PackingF32.add(others, 0, sums, 0, high * WIDTH);
    }

    private void multiply(
            int high,
            int w0,
            int last,
            int left,
            int right,
            int from,
            int steps,
            float[] to,
            int to0,
            int toRight,
            int toStep) {
        float[] x = patches.data();
        int w = w0 + from;
        int wStep = places.length;
        switch (high) {
            case 8 ->
                PatchTilesF32.eightByTwo(
                        weights, w, wStep, last, x, left, right, places, from, steps, to, to0, toRight, toStep);
            case 4 ->
                PatchTilesF32.fourByTwo(
                        weights, w, wStep, last, x, left, right, places, from, steps, to, to0, toRight, toStep);
            default ->
                PatchTilesF32.oneByTwo(
                        weights, w, wStep, last, x, left, right, places, from, steps, to, to0, toRight, toStep);
        }
    }
}
