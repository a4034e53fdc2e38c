package gradus.autodiff;

import gradus.autodiff.kernel.LongSums;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;

/**
 * The three products of a convolution as plain loops over results, each a sum in the order that the
 * documentation gives, and the patches that make them matrix products. Every axis is one of three; axes
 * that images do not have are of length 1.
 */
final class NaiveConvolution {
    private final DType dtype;
    private final ConvolutionGeometry geometry;
    private final int[] lengths;
    private final int[] windows;
    private final int[] counts;
    private final int[] before;
    private final int[] strides;
    private final int[] dilations;
    private final int[] spreads;

    NaiveConvolution(DType dtype, Convolution how, Shape images, Shape weights) {
        this.dtype = dtype;
        this.geometry = ConvolutionGeometry.of("naive", how, images, weights);
        this.lengths = three(1, axis -> images.dim(axis + 2));
        this.windows = three(1, axis -> weights.dim(axis + 2));
        this.counts = along(1, Slide::count);
        this.before = along(0, Slide::before);
        this.strides = along(1, Slide::stride);
        this.dilations = along(1, Slide::dilation);
        this.spreads = three(1, geometry.spread()::get);
    }

    private int[] along(int usual, ToIntFunction<Slide> setting) {
        return three(usual, axis -> setting.applyAsInt(geometry.slides().get(axis)));
    }

    private int[] three(int usual, IntUnaryOperator ofAxis) {
        int missing = 3 - geometry.slides().size();
        int[] three = new int[3];
        Arrays.setAll(three, axis -> axis < missing ? usual : ofAxis.applyAsInt(axis - missing));
        return three;
    }

    /** What {@link Filtering.Convolve} gives. */
    double[] results(double[] x, double[] w, double[] bias) {
        int outputs = geometry.weights().dim(0);
        int depth = geometry.channels() * window();
        double[] y = new double[geometry.results().size()];
        for (int i = 0; i < y.length; i++) {
            int place = i % plane();
            int output = i / plane() % outputs;
            int image = i / plane() / outputs;
            y[i] = sum(
                    step -> patch(x, output / geometry.outputs(), step, image, place),
                    step -> w[output * depth + step],
                    0,
                    depth,
                    bias[output]);
        }
        return y;
    }

    /** What {@link Filtering.ConvolveWeights} gives. */
    double[] weights(double[] x, double[] g) {
        int depth = geometry.channels() * window();
        double[] w = new double[geometry.weights().size()];
        for (int i = 0; i < w.length; i++) {
            int output = i / depth;
            int row = i % depth;
            w[i] = sum(
                    step -> patch(x, output / geometry.outputs(), row, step / plane(), step % plane()),
                    step -> g[(step / plane() * geometry.weights().dim(0) + output) * plane() + step % plane()],
                    0,
                    geometry.images().dim(0) * plane(),
                    0);
        }
        return w;
    }

    /** What {@link Filtering.ConvolveTransposed} gives. */
    double[] images(double[] g, double[] w) {
        int channels = geometry.images().dim(1);
        double[] x = new double[geometry.images().size()];
        for (int i = 0; i < x.length; i++) {
            int place = i % elements();
            int channel = i / elements() % channels;
            int image = i / elements() / channels;
            int group = channel / geometry.channels();
            x[i] = sum(
                    step -> patchOfResults(g, group, step, image, place),
                    step -> backwards(w, group, channel % geometry.channels(), step),
                    0,
                    geometry.outputs() * window(),
                    0);
        }
        return x;
    }

    /** The matrix {@code [depth, n * places]} of all patches that a group reads. */
    double[] patches(double[] x, int group) {
        return matrix(geometry.channels() * window(), plane(), (row, image, place) -> {
            return patch(x, group, row, image, place);
        });
    }

    /** Likewise of the patches of results that the transposed convolution reads. */
    double[] patchesOfResults(double[] g, int group) {
        return matrix(geometry.outputs() * window(), elements(), (row, image, place) -> {
            return patchOfResults(g, group, row, image, place);
        });
    }

    /** The weights of a group as the transposed convolution has them: {@code [channels, outputs * places]}. */
    double[] backwards(double[] w, int group) {
        int depth = geometry.outputs() * window();
        double[] matrix = new double[geometry.channels() * depth];
        Arrays.setAll(matrix, i -> backwards(w, group, i / depth, i % depth));
        return matrix;
    }

    private interface Patch {
        double at(int row, int image, int place);
    }

    private double[] matrix(int depth, int places, Patch patch) {
        int columns = geometry.images().dim(0) * places;
        double[] matrix = new double[depth * columns];
        Arrays.setAll(matrix, i -> patch.at(i / columns, i % columns / places, i % places));
        return matrix;
    }

    private double backwards(double[] w, int group, int channel, int step) {
        int output = group * geometry.outputs() + step / window();
        return w[(output * geometry.channels() + channel) * window() + window() - 1 - step % window()];
    }

    /** What the place {@code row % window} of channel {@code row / window} reads for a result; 0 outside. */
    private double patch(double[] x, int group, int row, int image, int place) {
        int[] result = split(place, counts);
        int[] inWindow = split(row % window(), windows);
        int channel = group * geometry.channels() + row / window();
        int at = image * geometry.images().dim(1) + channel;
        for (int axis = 0; axis < 3; axis++) {
            int from = result[axis] * strides[axis] + inWindow[axis] * dilations[axis] - before[axis];
            if (Math.floorMod(from, spreads[axis]) != 0 || from < 0 || from / spreads[axis] >= lengths[axis]) {
                return 0;
            }
            at = at * lengths[axis] + from / spreads[axis];
        }
        return x[at];
    }

    /** The result that an element of the images meets through a place of the window, counted from its end. */
    private double patchOfResults(double[] g, int group, int row, int image, int place) {
        int[] element = split(place, lengths);
        int[] inWindow = split(window() - 1 - row % window(), windows);
        int output = group * geometry.outputs() + row / window();
        int at = image * geometry.weights().dim(0) + output;
        for (int axis = 0; axis < 3; axis++) {
            int from = element[axis] * spreads[axis] - inWindow[axis] * dilations[axis] + before[axis];
            if (Math.floorMod(from, strides[axis]) != 0 || from < 0 || from / strides[axis] >= counts[axis]) {
                return 0;
            }
            at = at * counts[axis] + from / strides[axis];
        }
        return g[at];
    }

    private static int[] split(int place, int... dims) {
        return new int[] {place / dims[2] / dims[1], place / dims[2] % dims[1], place % dims[2]};
    }

    private int window() {
        return windows[0] * windows[1] * windows[2];
    }

    private int plane() {
        return counts[0] * counts[1] * counts[2];
    }

    private int elements() {
        return lengths[0] * lengths[1] * lengths[2];
    }

    /** The sum of products from a start on: in order, or in the tree of the long sum. */
    private double sum(IntToDoubleFunction a, IntToDoubleFunction b, int from, int to, double start) {
        int left = LongSums.left(to - from);
        if (left > 0) {
            return rounded(sum(a, b, from, from + left, start) + sum(a, b, from + left, to, 0));
        }
        double sum = start;
        for (int i = from; i < to; i++) {
            sum = dtype == DType.F64
                    ? Math.fma(a.applyAsDouble(i), b.applyAsDouble(i), sum)
                    : Math.fma((float) a.applyAsDouble(i), (float) b.applyAsDouble(i), (float) sum);
        }
        return sum;
    }

    /** Two floats, added as doubles and then rounded, are the sum of floats. */
    private double rounded(double number) {
        return dtype == DType.F64 ? number : (float) number;
    }
}
