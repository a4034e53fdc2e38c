package gradus.autodiff;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.ConvolutionShape.Along;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.list.primitive.IntInterval;

/**
 * A convolution of images {@code [n, channels, ...]} and weights {@code [outputs, channels / groups,
 * ...]} that fit, and the shapes of the convolutions in the kernels.
 */
record ConvolutionGeometry(
        Convolution how, Shape images, Shape weights, ImmutableList<Slide> slides, ImmutableIntList spread) {

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
                    "images [n, channels, ...] and weights [outputs, channels, ...] with 1 to 3 spatial axes",
                    x + " and " + w,
                    axes == 0 || axes == 1 ? "expandDims(1) makes images of one channel" : "");
        }
        int groups = how.groups();
        if (w.dim(0) % groups != 0 || x.dim(1) % groups != 0) {
            throw new ShapeException(
                    operator,
                    "channels and outputs that " + GradusException.counted(groups, "group") + " divide",
                    GradusException.counted(x.dim(1), "channel") + ", " + GradusException.counted(w.dim(0), "output"),
                    "");
        }
        if (w.dim(1) != x.dim(1) / groups) {
            throw new ShapeException(
                    operator,
                    "weights for the " + GradusException.counted(x.dim(1) / groups, "channel") + " of "
                            + (groups == 1 ? "the images" : "a group"),
                    "images " + x + " and weights " + w + (groups == 1 ? "" : " in " + groups + " groups"),
                    channelHint(x, w, groups));
        }
        if (w.size() == 0) {
            throw new ShapeException(operator, "weights, none of whose axes is empty", w.toString(), "");
        }
        ImmutableIntList spread = IntLists.immutable.with(IntStream.range(0, axes)
                .map(axis -> each(operator, "input dilation", how.inputDilation(), axis, axes))
                .toArray());
        ImmutableList<Slide> slides = IntInterval.zeroTo(axes - 1)
                .collect(axis -> slide(operator, how, x, w, axis))
                .toImmutable();
        return new ConvolutionGeometry(how, x, w, slides, spread);
    }

    private static String channelHint(Shape x, Shape w, int groups) {
        if (groups == 1 && x.dim(-1) == w.dim(1)) {
            return "channels come after the first axis: permute(0, " + (x.rank() - 1) + ", ...)?";
        }
        return w.dim(1) == 1 && groups == 1 ? "groups(" + x.dim(1) + ") for a weight of each channel?" : "";
    }

    /** The settings of one axis. */
    private static Slide slide(String operator, Convolution how, Shape x, Shape w, int axis) {
        int axes = x.rank() - 2;
        int stride = each(operator, "stride", how.stride(), axis, axes);
        int dilation = each(operator, "dilation", how.dilation(), axis, axes);
        int spread = each(operator, "input dilation", how.inputDilation(), axis, axes);
        int length = x.dim(axis + 2) == 0 ? 0 : Math.addExact(Math.multiplyExact(x.dim(axis + 2) - 1, spread), 1);
        int window = w.dim(axis + 2);
        Slide slide = switch (how.padding()) {
            case Convolution.Pads.Numbers(ImmutableIntList before, ImmutableIntList after) ->
                new Slide(
                        length,
                        window,
                        stride,
                        each(operator, "padding", before, axis, axes),
                        each(operator, "padding", after, axis, axes),
                        dilation);
            case Convolution.Pads.Same() -> same(new Slide(length, window, stride, 0, 0, dilation));
        };
        if (slide.count() < 1) {
            throw new ShapeException(
                    operator,
                    "images as large as what the weights span",
                    "a span of " + slide.reach() + " over " + (length + slide.before() + slide.after())
                            + " elements along axis " + (axis + 2) + " of " + x
                            + (slide.before() + slide.after() > 0 ? " with padding" : ""),
                    "padding, or Convolution.same()");
        }
        return slide;
    }

    private static Slide same(Slide plain) {
        int count = Math.ceilDiv(plain.length(), plain.stride());
        int zeros = Math.max(0, (count - 1) * plain.stride() + plain.reach() - plain.length());
        return new Slide(
                plain.length(), plain.window(), plain.stride(), zeros / 2, zeros - zeros / 2, plain.dilation());
    }

    private static int each(String operator, String what, ImmutableIntList numbers, int axis, int axes) {
        if (numbers.size() != 1 && numbers.size() != axes) {
            throw new ShapeException(
                    operator,
                    "one " + what + ", or one for each of the "
                            + GradusException.counted(axes, "spatial axis", "spatial axes"),
                    numbers.toString(),
                    "");
        }
        return numbers.get(numbers.size() == 1 ? 0 : axis);
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
        return new ConvolutionShape(
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
                        slide.count())));
    }

    /** From results and weights {@code [groups, channels, outputs, ...]}, backwards along the axes, to images. */
    ConvolutionShape transposed() {
        return new ConvolutionShape(
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
                        length)));
    }

    private interface Settings {
        Along of(Slide slide, int length, int spread);
    }

    private ImmutableList<Along> axes(Settings settings) {
        return slides.collectWithIndex((slide, axis) -> settings.of(slide, images.dim(axis + 2), spread.get(axis)));
    }
}
