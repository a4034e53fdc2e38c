package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import gradus.autodiff.kernel.WindowAxis;
import gradus.autodiff.kernel.threads.Parallel;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Weighted sums of a few neighbors along an axis, and what is made of them: averages of windows,
 * interpolation. Images have the shape {@code [n, c, spatial...]} with one to three spatial axes.
 */
public sealed interface Resampling extends Operand permits Tensor {

    /** An operator of this family. */
    sealed interface OfOne extends Op.OfOne {}

    /**
     * y[.., o, ..] = the sum of weights[t] x[.., places[t], ..] over the taps of row o, along an axis.
     *   vjp: the same with the transposed {@link Taps}, so that the gradient is gathered too.
     */
    record Resample(int axis, Taps taps) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            int along = Axes.normalize(name(), axis, x);
            if (x.dim(along) != Given.of(this, "taps", taps).length()) {
                throw new ShapeException(
                        name(), taps.length() + " places along axis " + axis, x.dim(along) + " of " + x, "");
            }
            return x.withDim(along, taps.count());
        }

        /** A product and a sum for each tap. */
        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            Span span = Span.of(y, Axes.normalize(name(), axis, y));
            return 2L * span.outer() * taps.places().size() * span.inner();
        }

        @Override
        public <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            A y = k.reserve(to.size());
            Span span = Span.of(to, Axes.normalize(name(), axis, to));
            int[] ends = taps.ends().toArray();
            int[] places = taps.places().toArray();
            double[] weights = taps.weights().toArray();
            long elements = Math.max(1, (long) Math.max(span.length(), places.length) * span.inner());
            Parallel.ranges(
                    span.outer(),
                    (int) Math.max(1, Parallel.GRAIN / elements),
                    (first, end) -> k.resample(x, y, ends, places, weights, taps.length(), span.inner(), first, end));
            return y;
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.apply(new Resample(axis, taps.transposed()));
        }
    }

    /** Weighted sums of elements along an axis. See {@link Resample}. */
    default Tensor resample(int axis, Taps taps) {
        return self().apply(new Resample(axis, taps));
    }

    /**
     * The mean of each window over images {@code [n, c, spatial...]}. Padding counts as zeros, unless
     * the window {@linkplain SlidingWindow#ignoringPadding ignores} it; what {@linkplain SlidingWindow#roundingUp
     * rounding up} adds behind it never counts.
     *
     * @throws ShapeException if a window does not fit into the padded images
     * @throws ArgumentException if there is more padding than half of what a window reaches over
     */
    default Tensor averagePool(SlidingWindow window) {
        String name = "averagePool";
        Tensor x = self();
        Given.of(name, "a window", window).requireImages(name, x.shape());
        return alongEach(axis -> {
            int length = x.shape().dim(axis + 2);
            WindowAxis windows = window.pooledAxis(name, axis, length);
            int counted =
                    window.countsPadding() ? window.slide(name, axis, length).before() : 0;
            return means(windows.inside(), counting(windows, counted).inside());
        });
    }

    /** The same windows over an axis on which so much padding behind its end counts as elements. */
    private static WindowAxis counting(WindowAxis windows, int padding) {
        int[] start =
                Arrays.stream(windows.start()).map(first -> first + padding).toArray();
        return new WindowAxis(windows.length() + 2 * padding, windows.dilation(), start, windows.size());
    }

    /** Sums of the elements of windows, divided by how many elements others have. */
    private static Taps means(WindowAxis windows, WindowAxis counted) {
        Taps.Rows rows = new Taps.Rows();
        for (int o = 0; o < windows.count(); o++) {
            for (int k = 0; k < windows.size()[o]; k++) {
                rows.tap(windows.start()[o] + k * windows.dilation(), 1.0 / counted.size()[o]);
            }
            rows.end();
        }
        return rows.over(windows.length());
    }

    /**
     * The means of as many windows along each spatial axis, which cover it; one number serves all axes.
     * Of an axis of length L, window o of n has the elements from floor(o L / n) to before ceil((o + 1) L
     * / n).
     *
     * @throws ShapeException unless there is one size of 1 or more, or one for each axis
     */
    default Tensor adaptiveAveragePool(int... sizes) {
        Shape from = self().shape();
        int[] each = ImageWindows.sizes("adaptiveAveragePool", sizes, from);
        return alongEach(axis -> {
            WindowAxis windows = ImageWindows.adaptive(from.dim(axis + 2), each[axis]);
            return means(windows, windows);
        });
    }

    /**
     * The mean of each image: {@code [n, c, spatial...]} to {@code [n, c]}.
     *
     * @throws ShapeException if images have no elements
     */
    default Tensor globalAveragePool() {
        int axes = ImageWindows.spatialAxes("globalAveragePool", self().shape());
        return self().mean(IntStream.range(2, 2 + axes).toArray());
    }

    /**
     * Images {@code [n, c, spatial...]} with spatial axes of other lengths; one number serves all of
     * them. In two axes {@link Interpolation#LINEAR} is called bilinear.
     *
     * {@snippet lang = java :
     * images.interpolate(Interpolation.NEAREST, 56);            // [n, c, 28, 28] to [n, c, 56, 56]
     * images.interpolate(Interpolation.LINEAR, 20, 30);
     * }
     *
     * @throws ShapeException unless there is one size of 1 or more, or one for each axis
     */
    default Tensor interpolate(Interpolation interpolation, int... sizes) {
        Shape from = self().shape();
        Given.of("interpolate", "an interpolation", interpolation);
        int[] each = ImageWindows.sizes("interpolate", sizes, from);
        return alongEach(axis -> interpolation.taps(from.dim(axis + 2), each[axis]));
    }

    /** Resampled along each spatial axis, by its number. */
    private Tensor alongEach(IntFunction<Taps> taps) {
        Tensor y = self();
        for (int axis = 0; axis < self().shape().rank() - 2; axis++) {
            y = y.resample(axis + 2, taps.apply(axis));
        }
        return y;
    }

    /**
     * Channels become places: {@code [n, c rᵈ, s, ...]} to {@code [n, c, r s, ...]} with d spatial axes,
     * each r times as long. Of the channels in a group the last axis counts fastest. Shi et al., CVPR
     * 2016.
     *
     * @param factor r
     * @throws ShapeException unless rᵈ divides the channels
     * @throws ArgumentException if r is less than 1
     */
    default Tensor pixelShuffle(int factor) {
        Shape from = self().shape();
        int axes = ImageWindows.spatialAxes("pixelShuffle", from);
        int group = requireFactor("pixelShuffle", factor, axes);
        if (from.dim(1) % group != 0) {
            throw new ShapeException(
                    "pixelShuffle",
                    "channels that " + group + " divides",
                    from.dim(1) + " of " + from,
                    "a convolution makes so many");
        }
        int[] parted = new int[2 + 2 * axes];
        int[] order = new int[parted.length];
        int[] to = from.toArray();
        parted[0] = to[0];
        parted[1] = to[1] /= group;
        order[1] = 1;
        for (int axis = 0; axis < axes; axis++) {
            parted[2 + axis] = factor;
            parted[2 + axes + axis] = to[2 + axis];
            to[2 + axis] *= factor;
            order[2 + 2 * axis] = 2 + axes + axis;
            order[3 + 2 * axis] = 2 + axis;
        }
        return self().reshape(parted).permute(order).reshape(to);
    }

    /**
     * Places become channels: the inverse of {@link #pixelShuffle}.
     *
     * @param factor how much shorter each spatial axis becomes
     * @throws ShapeException unless it divides every spatial axis
     * @throws ArgumentException if it is less than 1
     */
    default Tensor pixelUnshuffle(int factor) {
        Shape from = self().shape();
        int axes = ImageWindows.spatialAxes("pixelUnshuffle", from);
        int group = requireFactor("pixelUnshuffle", factor, axes);
        int[] to = from.toArray();
        int[] parted = new int[2 + 2 * axes];
        int[] order = new int[parted.length];
        parted[0] = to[0];
        parted[1] = to[1];
        to[1] *= group;
        order[1] = 1;
        for (int axis = 0; axis < axes; axis++) {
            if (to[2 + axis] % factor != 0) {
                throw new ShapeException(
                        "pixelUnshuffle",
                        "spatial axes that " + factor + " divides",
                        from + "",
                        "pad makes them longer");
            }
            to[2 + axis] /= factor;
            parted[2 + 2 * axis] = to[2 + axis];
            parted[3 + 2 * axis] = factor;
            order[2 + axis] = 3 + 2 * axis;
            order[2 + axes + axis] = 2 + 2 * axis;
        }
        return self().reshape(parted).permute(order).reshape(to);
    }

    /** How many channels a factor makes of one. */
    private static int requireFactor(String operator, int factor, int axes) {
        if (factor < 1 || factor > 1000) {
            throw new ArgumentException(operator, "a factor from 1 to 1000", factor + "", "");
        }
        int group = 1;
        for (int axis = 0; axis < axes; axis++) {
            group *= factor;
        }
        return group;
    }
}
