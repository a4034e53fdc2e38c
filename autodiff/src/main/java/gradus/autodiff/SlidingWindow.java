package gradus.autodiff;

import gradus.autodiff.kernel.WindowAxis;
import java.util.Arrays;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * A window that slides over images, for {@link Pooling} and its like. Images have the shape {@code
 * [n, c, spatial...]} with one to three spatial axes. Each setting is one number for all spatial axes
 * or one for each.
 *
 * {@snippet lang = java :
 * images.maxPool(SlidingWindow.of(2));                                      // halves each axis
 * images.maxPool(SlidingWindow.of(3, 3).stride(2).padding(1));
 * images.averagePool(SlidingWindow.of(3).stride(2).roundingUp());
 * }
 *
 * @param size how many elements a window has along each axis
 * @param stride from one window to the next
 * @param padding how many elements lie before the first and after the last; they are 0, but no
 *     largest element
 * @param dilation from one element of a window to the next
 * @param roundsUp whether there is one more window where the last one would leave elements over; it
 *     begins inside the image or the padding in front
 * @param countsPadding whether elements of padding count in an average
 */
public record SlidingWindow(
        ImmutableIntList size,
        ImmutableIntList stride,
        ImmutableIntList padding,
        ImmutableIntList dilation,
        boolean roundsUp,
        boolean countsPadding) {

    private static final String NAME = "SlidingWindow";

    /**
     * Refuses settings that no image fits.
     *
     * @throws ArgumentException if a size, stride or dilation is less than 1 or a padding negative, or
     *     unless each has one number, or as many as there are spatial axes, which are three at most
     */
    public SlidingWindow {
        int axes = axes(size, stride, padding, dilation);
        requireNumbers("sizes", size, 1, axes);
        requireNumbers("strides", stride, 1, axes);
        requireNumbers("paddings", padding, 0, axes);
        requireNumbers("dilations", dilation, 1, axes);
        for (int axis = 0; axis < axes; axis++) {
            long reach = (Slide.along(axis, size) - 1L) * Slide.along(axis, dilation) + 1;
            if (reach > Shape.MAX_SIZE || reach + 2L * Slide.along(axis, padding) > Shape.MAX_SIZE) {
                throw new ArgumentException(
                        NAME,
                        "a window and padding of at most " + Shape.MAX_SIZE + " elements along an axis",
                        size + " in steps of " + dilation + " with padding " + padding,
                        "");
            }
        }
    }

    private static int axes(ImmutableIntList... settings) {
        int axes = 1;
        for (ImmutableIntList setting : settings) {
            axes = Math.max(axes, Given.of(NAME, "numbers", setting).size());
        }
        return axes;
    }

    private static void requireNumbers(String what, ImmutableIntList numbers, int least, int axes) {
        if (numbers.isEmpty() || numbers.size() > 3 || (numbers.size() > 1 && numbers.size() != axes)) {
            throw new ArgumentException(
                    NAME, what + " for one to three spatial axes, or one number for all", numbers.toString(), "");
        }
        if (numbers.anySatisfy(number -> number < least)) {
            throw new ArgumentException(NAME, what + " of " + least + " or more", numbers.toString(), "");
        }
    }

    /**
     * A window of this size, which slides by its own size: without padding, dilation and rounding up.
     *
     * @throws ArgumentException unless there are one to three sizes of 1 or more
     */
    public static SlidingWindow of(int... size) {
        ImmutableIntList sizes = list(size);
        return new SlidingWindow(sizes, sizes, list(0), list(1), false, true);
    }

    /** The same with another step from one window to the next. */
    public SlidingWindow stride(int... steps) {
        return new SlidingWindow(size, list(steps), padding, dilation, roundsUp, countsPadding);
    }

    /** The same with so much padding before and after each axis. */
    public SlidingWindow padding(int... elements) {
        return new SlidingWindow(size, stride, list(elements), dilation, roundsUp, countsPadding);
    }

    /** The same with another step from one element of a window to the next. */
    public SlidingWindow dilation(int... steps) {
        return new SlidingWindow(size, stride, padding, list(steps), roundsUp, countsPadding);
    }

    /** The same, but elements at the end that no window reads get one more: PyTorch's ceil mode. */
    public SlidingWindow roundingUp() {
        return new SlidingWindow(size, stride, padding, dilation, true, countsPadding);
    }

    /** The same, but an average is that of the image's elements alone. */
    public SlidingWindow ignoringPadding() {
        return new SlidingWindow(size, stride, padding, dilation, roundsUp, false);
    }

    private static ImmutableIntList list(int... numbers) {
        return IntLists.immutable.with(Given.of(NAME, "numbers", numbers));
    }

    /** How this slides along spatial axis number {@code axis}, which has this length. */
    Slide slide(String operator, int axis, int length) {
        int window = Slide.along(axis, size);
        int step = Slide.along(axis, stride);
        int before = Slide.along(axis, padding);
        int spread = Slide.along(axis, dilation);
        int reach = (window - 1) * spread + 1;
        long left = (long) length + 2L * before - reach;
        if (left < 0) {
            throw new ShapeException(
                    operator,
                    "a window that fits into the padded axis of " + (length + 2L * before),
                    "one that reaches over " + reach + " along spatial axis " + axis + " of length " + length,
                    "a smaller window or dilation, or more padding");
        }
        long fitting = left / step + 1;
        boolean oneMore = roundsUp && left % step > 0 && fitting * step < (long) length + before;
        long after = oneMore ? fitting * step + reach - length - before : before;
        if (after + before + length > Shape.MAX_SIZE) {
            throw new ShapeException(
                    operator,
                    "a padded axis of at most " + Shape.MAX_SIZE + " elements",
                    "" + (after + before + length),
                    "");
        }
        return new Slide(length, window, step, before, (int) after, spread);
    }

    /** What the windows along a spatial axis read. */
    WindowAxis axis(String operator, int axis, int length) {
        Slide slide = slide(operator, axis, length);
        int[] start = new int[slide.count()];
        int[] sizes = new int[start.length];
        for (int o = 0; o < start.length; o++) {
            start[o] = o * slide.stride() - slide.before();
            sizes[o] = slide.window();
        }
        return new WindowAxis(length, slide.dilation(), start, sizes);
    }

    /**
     * As {@link #axis}, for a reduction: refuses windows that may read nothing but padding.
     *
     * @throws ArgumentException if the padding is more than half of what a window reaches over
     * @throws ShapeException if a window has no element of the image
     */
    WindowAxis pooledAxis(String operator, int axis, int length) {
        WindowAxis windows = axis(operator, axis, length);
        int reach = (Slide.along(axis, size) - 1) * windows.dilation() + 1;
        if (Slide.along(axis, padding) > reach / 2) {
            throw new ArgumentException(
                    operator,
                    "a padding of at most half the window, " + reach / 2 + " along spatial axis " + axis,
                    Slide.along(axis, padding) + "",
                    "pad puts more around an image");
        }
        if (Arrays.stream(windows.inside().size()).anyMatch(taken -> taken == 0)) {
            throw new ShapeException(
                    operator,
                    "windows with an element of the image",
                    size + " in steps of " + dilation + " over a length of " + length + " with padding " + padding,
                    "a smaller dilation");
        }
        return windows;
    }

    /** Refuses what is not a batch of images with the spatial axes that the settings have. */
    void requireImages(String operator, Shape x) {
        int axes = ImageWindows.spatialAxes(operator, x);
        int set = axes(size, stride, padding, dilation);
        if (set > 1 && set != axes) {
            throw new ShapeException(
                    operator,
                    "images with " + set + " spatial axes for a window " + size,
                    x.toString(),
                    "a setting of one number serves all");
        }
    }

    /** Short, without what is as it mostly is: {@code 2} or {@code 3x3, stride 2, padding 1}. */
    @Override
    public String toString() {
        return size.makeString("x")
                + (stride.equals(size) ? "" : ", stride " + stride.makeString("x"))
                + (padding.anySatisfy(each -> each > 0) ? ", padding " + padding.makeString("x") : "")
                + (dilation.anySatisfy(each -> each > 1) ? ", dilation " + dilation.makeString("x") : "")
                + (roundsUp ? ", rounding up" : "")
                + (countsPadding ? "" : ", ignoring padding");
    }
}
