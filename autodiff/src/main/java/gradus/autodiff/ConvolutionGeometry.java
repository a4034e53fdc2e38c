package gradus.autodiff;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.ConvolutionShape.Along;
import java.util.Locale;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.list.primitive.IntInterval;

/**
 * A convolution of images {@code [n, channels, ...]} and weights {@code [outputs, channels / groups,
 * ...]} that fit, and the shapes of the convolutions in the kernels.
 *
 * @param operator named in errors
 */
record ConvolutionGeometry(
        String operator,
        Convolution how,
        Shape images,
        Shape weights,
        ImmutableList<Slide> slides,
        ImmutableIntList spread) {

    /**
     * Checks that images and weights fit.
     *
     * @throws ShapeException if they do not
     */
    static ConvolutionGeometry of(String operator, Convolution how, Shape x, Shape w) {
        int axes = x.rank() - 2;
        if (axes < 1 || axes > 3 || w.rank() != x.rank()) {
            throw new ShapeException(
                    operator,
                    "images [n, channels, ...] and weights [outputs, channels / groups, ...] with the same 1 to 3 "
                            + "spatial axes",
                    x + " and " + w,
                    ConvolutionHints.axes(x, w));
        }
        requireChannels(operator, how.groups(), x, w);
        if (w.size() == 0) {
            throw new ShapeException(operator, "weights, none of whose axes is empty", w.toString(), "");
        }
        ImmutableIntList spread = IntLists.immutable.with(IntStream.range(0, axes)
                .map(axis -> each(operator, "input dilation", how.inputDilation(), axis, axes))
                .toArray());
        ImmutableList<Slide> slides = IntInterval.zeroTo(axes - 1)
                .collect(axis -> slide(operator, how, x, w, axis))
                .toImmutable();
        return new ConvolutionGeometry(operator, how, x, w, slides, spread);
    }

    private static void requireChannels(String operator, int groups, Shape x, Shape w) {
        if (w.dim(0) % groups != 0 || x.dim(1) % groups != 0) {
            throw new ShapeException(
                    operator,
                    "channels and outputs in " + groups + " groups of one size",
                    GradusException.counted(x.dim(1), "channel") + " of images " + x + " and "
                            + GradusException.counted(w.dim(0), "output") + " of weights " + w,
                    "the number of groups divides both; 1 takes all channels together");
        }
        int channels = x.dim(1) / groups;
        if (w.dim(1) != channels) {
            throw new ShapeException(
                    operator,
                    "weights [outputs, " + channels + ", ...] for images of "
                            + GradusException.counted(x.dim(1), "channel")
                            + (groups == 1 ? "" : " in " + groups + " groups"),
                    w + " and " + x,
                    ConvolutionHints.channels(x, w, groups));
        }
    }

    /** The settings of one axis. */
    private static Slide slide(String operator, Convolution how, Shape x, Shape w, int axis) {
        int axes = x.rank() - 2;
        int stride = each(operator, "stride", how.stride(), axis, axes);
        int dilation = each(operator, "dilation", how.dilation(), axis, axes);
        int spread = each(operator, "input dilation", how.inputDilation(), axis, axes);
        int elements = x.dim(axis + 2);
        if (elements == 0) {
            throw new ShapeException(operator, "images without an empty spatial axis", x.toString(), "");
        }
        int window = w.dim(axis + 2);
        long length = (elements - 1L) * spread + 1;
        long span = (window - 1L) * dilation + 1;
        long before;
        long after;
        switch (how.padding()) {
            case Convolution.Pads.Numbers(ImmutableIntList first, ImmutableIntList last) -> {
                before = each(operator, "padding", first, axis, axes);
                after = each(operator, "padding", last, axis, axes);
            }
            case Convolution.Pads.Same() -> {
                long zeros = Math.max(0, (Math.ceilDiv(length, stride) - 1L) * stride + span - length);
                before = zeros / 2;
                after = zeros - before;
            }
        }
        requireInRange(operator, Math.max(span, before + length + after), axis, x);
        Slide slide = new Slide((int) length, window, stride, (int) before, (int) after, dilation);
        if (slide.count() < 1) {
            throw tooShort(operator, slide, axis, x);
        }
        return slide;
    }

    private static void requireInRange(String operator, long span, int axis, Shape x) {
        if (span > Shape.MAX_SIZE) {
            throw new ShapeException(
                    operator,
                    "at most " + Shape.MAX_SIZE + " elements along an axis, with all zeros beside and between them",
                    span + " along axis " + (axis + 2) + " of " + x,
                    "");
        }
    }

    private static ShapeException tooShort(String operator, Slide slide, int axis, Shape x) {
        int zeros = slide.before() + slide.after();
        return new ShapeException(
                operator,
                "images of " + GradusException.counted(slide.reach(), "element") + " or more along axis " + (axis + 2)
                        + ", which weights of " + slide.window() + " span"
                        + (slide.dilation() == 1 ? "" : " with dilation " + slide.dilation()),
                slide.length() + (zeros == 0 ? "" : " and " + zeros + " of padding") + " in " + x,
                "more padding, or Convolution.same()");
    }

    private static int each(String operator, String what, ImmutableIntList numbers, int axis, int axes) {
        if (numbers.size() != 1 && numbers.size() != axes) {
            throw new ShapeException(
                    operator,
                    "one " + what
                            + (axes == 1
                                    ? ", as there is one spatial axis"
                                    : ", or one for each of the " + axes + " spatial axes"),
                    numbers.toString(),
                    "");
        }
        return Slide.along(axis, numbers);
    }

    /** The shape of the results: {@code [n, outputs, ...]}. */
    Shape results() {
        int[] dims = new int[images.rank()];
        dims[0] = images.dim(0);
        dims[1] = weights.dim(0);
        for (int axis = 0; axis < slides.size(); axis++) {
            dims[axis + 2] = slides.get(axis).count();
        }
        return Shape.of(dims);
    }

    int groups() {
        return how.groups();
    }

    /** Outputs of a group. */
    int outputs() {
        return weights.dim(0) / groups();
    }

    /** Channels of a group. */
    int channels() {
        return weights.dim(1);
    }

    /** From images and weights to results. */
    ConvolutionShape forward() {
        return requireSmall(
                images,
                new ConvolutionShape(
                        images.dim(0),
                        groups(),
                        channels(),
                        outputs(),
                        axes((slide, length, spread) -> new Along(
                                length,
                                spread,
                                slide.before(),
                                slide.window(),
                                slide.dilation(),
                                slide.stride(),
                                slide.count()))));
    }

    /** From results and weights {@code [groups, channels, outputs, ...]}, backwards along the axes, to images. */
    ConvolutionShape transposed() {
        return requireSmall(
                results(),
                new ConvolutionShape(
                        images.dim(0),
                        groups(),
                        outputs(),
                        channels(),
                        axes((slide, length, spread) -> new Along(
                                slide.count(),
                                slide.stride(),
                                slide.reach() - 1 - slide.before(),
                                slide.window(),
                                slide.dilation(),
                                spread,
                                length))));
    }

    /** Refuses what a product reads if a copy of it with all zeros beside and between would be too large. */
    private ConvolutionShape requireSmall(Shape read, ConvolutionShape product) {
        Along last = product.axes().getLast();
        double fill = Math.ceil(span(last) / last.stride()) * last.stride() / span(last);
        double elements = Math.max(1.0, read.dim(0)) * read.dim(1) * fill;
        double results = 1;
        for (Along axis : product.axes()) {
            elements *= span(axis);
            results *= axis.count();
        }
        if (Math.max(elements, results) > Shape.MAX_SIZE) {
            throw new ShapeException(
                    operator,
                    "at most " + Shape.MAX_SIZE + " elements to read, with all zeros beside and between them",
                    String.format(Locale.ROOT, "%.3g", Math.max(elements, results)) + " from " + read,
                    "fewer images at a time");
        }
        return product.joined();
    }

    /** What windows span, which may be too much for {@link Along#span}. */
    private static double span(Along axis) {
        return (axis.count() - 1.0) * axis.stride() + (axis.window() - 1.0) * axis.dilation() + 1;
    }

    /** Without steps between elements, places or results of which there is only one. */
    private static Along withoutIdleSteps(Along axis) {
        return new Along(
                axis.length(),
                axis.length() == 1 ? 1 : axis.spread(),
                axis.before(),
                axis.window(),
                axis.window() == 1 ? 1 : axis.dilation(),
                axis.count() == 1 ? 1 : axis.stride(),
                axis.count());
    }

    private interface Settings {
        Along of(Slide slide, int length, int spread);
    }

    private ImmutableList<Along> axes(Settings settings) {
        return slides.collectWithIndex(
                (slide, axis) -> withoutIdleSteps(settings.of(slide, images.dim(axis + 2), spread.get(axis))));
    }
}
