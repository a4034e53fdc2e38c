package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

/** What someone reads whose images, weights and settings of a convolution do not fit, and whether it helps. */
class ConvolutionMessagesTest {
    private static final Convolution VALID = Convolution.valid();
    private static final Tensor IMAGES = Tensor.zeros(1, 3, 8, 8);
    private static final Tensor WEIGHTS = Tensor.zeros(4, 3, 3, 3);

    private static void refused(
            Class<? extends GradusException> type, ThrowingCallable mistake, String operator, String message) {
        assertThatThrownBy(mistake).isInstanceOf(type).hasMessage(operator + ": needs " + message);
    }

    private static void refused(Tensor x, Tensor w, Convolution how, String message) {
        refused(ShapeException.class, () -> x.convolve(w, how), "convolve", message);
    }

    private static void transposedRefused(Tensor g, Tensor w, Convolution how, String message) {
        refused(ShapeException.class, () -> g.convolveTransposed(w, how), "convolveTransposed", message);
    }

    @Test
    void settings() {
        setting(() -> VALID.stride(0), "strides of 1 or more, got [0]");
        setting(() -> VALID.stride(new int[0]), "strides of 1 or more, got []");
        setting(() -> VALID.stride((int[]) null), "strides, got null");
        setting(() -> VALID.dilation(1, -1), "dilations of 1 or more, got [1, -1]");
        setting(() -> VALID.inputDilation(0), "input dilations of 1 or more, got [0]");
        setting(() -> VALID.groups(0), "1 group or more, got 0");
        setting(() -> VALID.padding(1, -2), "padding of 0 or more, got [1, -2]");
        setting(
                () -> VALID.padding(IntLists.immutable.with(1), IntLists.immutable.with(-1)),
                "padding of 0 or more, got [-1]");
    }

    private static void setting(ThrowingCallable mistake, String message) {
        refused(ArgumentException.class, mistake, "convolution", message);
    }

    @Test
    void aBatchOrChannelsAreMissing() {
        String need = "images [n, channels, ...] and weights [outputs, channels / groups, ...] with the same 1 to 3"
                + " spatial axes, got ";
        Tensor five = Tensor.zeros(6, 1, 5, 5);
        refused(
                Tensor.zeros(28, 28),
                five,
                VALID,
                need + "[28, 28] and [6, 1, 5, 5]; expandDims(0, 1) makes a batch of one image of one channel");
        refused(
                Tensor.zeros(10, 28, 28),
                five,
                VALID,
                need + "[10, 28, 28] and [6, 1, 5, 5]; expandDims(1) makes images of one channel");
        refused(
                Tensor.zeros(3, 8, 8),
                WEIGHTS,
                VALID,
                need + "[3, 8, 8] and [4, 3, 3, 3]; expandDims(0) makes a batch of one image");
        refused(
                Tensor.zeros(10, 8, 8),
                WEIGHTS,
                VALID,
                need + "[10, 8, 8] and [4, 3, 3, 3]; the first axis counts images, the second channels");
        refused(IMAGES, Tensor.zeros(4, 3, 3), VALID, need + "[1, 3, 8, 8] and [4, 3, 3]");
        assertThat(Tensor.zeros(28, 28).expandDims(0, 1).convolve(five, VALID).shape())
                .isEqualTo(Shape.of(1, 6, 24, 24));
        assertThat(Tensor.zeros(10, 28, 28).expandDims(1).convolve(five, VALID).shape())
                .isEqualTo(Shape.of(10, 6, 24, 24));
    }

    @Test
    void channelsDoNotFit() {
        refused(
                Tensor.zeros(1, 8, 9, 3),
                WEIGHTS,
                VALID,
                "weights [outputs, 8, ...] for images of 8 channels, got [4, 3, 3, 3] and [1, 8, 9, 3]; "
                        + "channels come second: permute(0, 3, 1, 2)?");
        assertThat(Tensor.zeros(1, 8, 9, 3)
                        .permute(0, 3, 1, 2)
                        .convolve(WEIGHTS, VALID)
                        .shape())
                .isEqualTo(Shape.of(1, 4, 6, 7));
        refused(
                Tensor.zeros(1, 8, 3),
                Tensor.zeros(4, 3, 3),
                VALID,
                "weights [outputs, 8, ...] for images of 8 channels, got [4, 3, 3] and [1, 8, 3]; "
                        + "channels come second: permute(0, 2, 1)?");
        refused(
                Tensor.zeros(1, 8, 8, 8, 1),
                Tensor.zeros(4, 1, 3, 3, 3),
                VALID,
                "weights [outputs, 8, ...] for images of 8 channels, got [4, 1, 3, 3, 3] and [1, 8, 8, 8, 1]; "
                        + "channels come second: permute(0, 4, 1, 2, 3)?");
        refused(
                IMAGES,
                Tensor.zeros(6, 1, 3, 3),
                VALID,
                "weights [outputs, 3, ...] for images of 3 channels, got [6, 1, 3, 3] and [1, 3, 8, 8]; "
                        + "groups(3) where each channel has weights of its own");
        refused(
                IMAGES,
                Tensor.zeros(5, 5, 3, 16),
                VALID,
                "weights [outputs, 3, ...] for images of 3 channels, got [5, 5, 3, 16] and [1, 3, 8, 8]; "
                        + "outputs and channels of weights come first: permute(3, 2, 0, 1)?");
        refused(
                IMAGES,
                Tensor.zeros(4, 2, 3, 3),
                VALID,
                "weights [outputs, 3, ...] for images of 3 channels, got [4, 2, 3, 3] and [1, 3, 8, 8]");
        refused(
                Tensor.zeros(1, 0, 8, 8),
                Tensor.zeros(6, 1, 3, 3),
                VALID,
                "weights [outputs, 0, ...] for images of 0 channels, got [6, 1, 3, 3] and [1, 0, 8, 8]");
    }

    @Test
    void groups() {
        refused(
                IMAGES,
                Tensor.zeros(4, 1, 3, 3),
                VALID.groups(2),
                "channels and outputs in 2 groups of one size, got 3 channels of images [1, 3, 8, 8] and 4 outputs of"
                        + " weights [4, 1, 3, 3]; the number of groups divides both; 1 takes all channels together");
        refused(
                Tensor.zeros(1, 4, 9, 9),
                Tensor.zeros(6, 4, 3, 3),
                VALID.groups(2),
                "weights [outputs, 2, ...] for images of 4 channels in 2 groups, got [6, 4, 3, 3] and [1, 4, 9, 9]");
        transposedRefused(
                Tensor.zeros(1, 3, 4, 4),
                Tensor.zeros(3, 2, 3, 3),
                VALID.groups(2),
                "channels and outputs in 2 groups of one size, got 4 channels of images [1, 4, 6, 6] and 3 outputs of"
                        + " weights [3, 2, 3, 3]; the number of groups divides both; 1 takes all channels together");
    }

    @Test
    void weightsLargerThanTheImages() {
        Tensor small = Tensor.zeros(1, 1, 3, 4);
        Tensor five = Tensor.zeros(2, 1, 5, 4);
        refused(
                small,
                five,
                VALID,
                "images of 5 elements or more along axis 2, which weights of 5 span, got 3 in [1, 1, 3, 4]; "
                        + "more padding, or Convolution.same()");
        refused(
                small,
                Tensor.zeros(2, 1, 1, 4),
                VALID.padding(1).dilation(1, 3),
                "images of 10 elements or more along axis 3, which weights of 4 span with dilation 3, "
                        + "got 4 and 2 of padding in [1, 1, 3, 4]; more padding, or Convolution.same()");
        refused(
                Tensor.zeros(1, 1, 0, 4),
                five,
                Convolution.same(),
                "images without an empty spatial axis, got [1, 1, 0, 4]");
        refused(
                Tensor.zeros(1, 1, 0),
                Tensor.ones(1, 1, 1),
                VALID.padding(1),
                "images without an empty spatial axis, got [1, 1, 0]");
        refused(IMAGES, Tensor.zeros(4, 3, 0, 3), VALID, "weights, none of whose axes is empty, got [4, 3, 0, 3]");
    }

    @Test
    void oneNumberTooMany() {
        String each = ", or one for each of the 2 spatial axes, got [1, 2, 3]";
        refused(IMAGES, WEIGHTS, VALID.stride(1, 2, 3), "one stride" + each);
        refused(IMAGES, WEIGHTS, VALID.dilation(1, 2, 3), "one dilation" + each);
        refused(IMAGES, WEIGHTS, VALID.inputDilation(1, 2, 3), "one input dilation" + each);
        refused(IMAGES, WEIGHTS, VALID.padding(1, 2, 3), "one padding" + each);
        refused(
                Tensor.zeros(1, 3, 8),
                Tensor.zeros(4, 3, 3),
                VALID.stride(2, 2),
                "one stride, as there is one spatial axis, got [2, 2]");
        transposedRefused(Tensor.zeros(1, 4, 3, 3), WEIGHTS, VALID.stride(1, 2, 3), "one stride" + each);
    }

    @Test
    void biasesAndTypes() {
        refused(
                ShapeException.class,
                () -> IMAGES.convolve(WEIGHTS, Tensor.zeros(3), VALID),
                "convolve",
                "biases [4] beside weights [4, 3, 3, 3], got [3]");
        refused(
                ElementTypeException.class,
                () -> IMAGES.convolve(WEIGHTS.to(DType.F64), VALID),
                "convolve",
                "operands of one element type, got F32[1, 3, 8, 8] and F64[4, 3, 3, 3]; "
                        + "convert one with to(DType); Java literals: 1 and 1f make F32, 1.0 makes F64");
    }

    @Test
    void resultsAndWeightsThatHaveNoImages() {
        transposedRefused(
                Tensor.zeros(2, 3),
                WEIGHTS,
                VALID,
                "results [n, outputs, ...] and weights [outputs, channels / groups, ...] with the same 1 to 3 spatial"
                        + " axes, got [2, 3] and [4, 3, 3, 3]");
        transposedRefused(
                Tensor.zeros(1, 3, 5, 5),
                WEIGHTS,
                VALID,
                "weights [3, channels / groups, ...] for results of 3 outputs, got [4, 3, 3, 3] and [1, 3, 5, 5]; "
                        + "exchange the first two axes of the weights?");
        transposedRefused(
                Tensor.zeros(1, 5, 5, 5),
                WEIGHTS,
                VALID,
                "weights [5, channels / groups, ...] for results of 5 outputs, got [4, 3, 3, 3] and [1, 5, 5, 5]");
        transposedRefused(
                Tensor.zeros(1, 4, 0, 2),
                WEIGHTS,
                VALID,
                "results, none of whose spatial axes is empty, got [1, 4, 0, 2]");
        transposedRefused(
                Tensor.zeros(1, 4, 1, 1),
                WEIGHTS,
                VALID.padding(IntLists.immutable.with(2), IntLists.immutable.with(1)),
                "less padding than the 3 elements along axis 2 that it is taken from, got 2 before and 1 after");
        refused(
                ArgumentException.class,
                () -> Tensor.zeros(1, 4, 2, 2).convolveTransposed(WEIGHTS, VALID.inputDilation(2)),
                "convolveTransposed",
                "a convolution without input dilation, got [2]; the stride is what puts zeros between the results");
    }

    @Test
    void elementsToAdd() {
        Tensor g = Tensor.zeros(1, 4, 2, 2);
        more(() -> g.convolveTransposed(WEIGHTS, VALID.stride(2), 2), "2 beside a stride of 2");
        more(() -> g.convolveTransposed(WEIGHTS, VALID.stride(2, 3), 1, -1), "-1 beside a stride of 3");
        more(() -> g.convolveTransposed(WEIGHTS, VALID.dilation(3), 1), "1 beside a stride of 1");
        refused(
                ShapeException.class,
                () -> g.convolveTransposed(WEIGHTS, VALID.stride(2), 1, 1, 1),
                "convolveTransposed",
                "one number of elements to add, or one for each of the 2 spatial axes, got 3 numbers");
        refused(
                ShapeException.class,
                () -> Tensor.zeros(1, 4, 2).convolveTransposed(Tensor.zeros(4, 3, 3), VALID.stride(2), 1, 1),
                "convolveTransposed",
                "one number of elements to add, got 2 numbers");
    }

    private static void more(ThrowingCallable mistake, String got) {
        refused(
                ArgumentException.class,
                mistake,
                "convolveTransposed",
                "0 or more elements to add, fewer than the stride, got " + got);
    }

    /** Numbers that no array can hold are refused as shapes, before anything is made. */
    @Test
    void beyondTheSizeOfArrays() {
        String axis = "at most 2147483583 elements along an axis, with all zeros beside and between them, got ";
        refused(IMAGES, WEIGHTS, VALID.padding(2_000_000_000), axis + "4000000008 along axis 2 of [1, 3, 8, 8]");
        refused(IMAGES, WEIGHTS, VALID.dilation(1, 2_000_000_000), axis + "4000000001 along axis 3 of [1, 3, 8, 8]");
        refused(IMAGES, WEIGHTS, VALID.inputDilation(2_000_000_000), axis + "14000000001 along axis 2 of [1, 3, 8, 8]");
        refused(
                IMAGES,
                WEIGHTS,
                VALID.padding(100_000).stride(150_000),
                "at most 2147483583 elements to read, with all zeros beside and between them, got 1.35e+11 from"
                        + " [1, 3, 8, 8]; fewer images at a time");
        refused(
                Tensor.zeros(0, 3, 50_000, 50_000),
                WEIGHTS,
                VALID,
                "at most 2147483583 elements to read, with all zeros beside and between them, got 7.50e+09 from"
                        + " [0, 3, 50000, 50000]; fewer images at a time");
        refused(
                ShapeException.class,
                () -> IMAGES.convolve(WEIGHTS, VALID.padding(100_000)),
                "convolve",
                "at most 2147483583 elements to read, with all zeros beside and between them, got 1.20e+11 from"
                        + " [1, 3, 8, 8]; fewer images at a time");
        refused(
                ShapeException.class,
                () -> Tensor.zeros(1, 4, 3, 3).convolveTransposed(WEIGHTS, VALID.stride(2_000_000_000)),
                "shape",
                "at most 2147483583 elements (the limit of a Java array), got [1, 3, 2147483647, 2147483647]"
                        + " (1.38e+19 elements); work in smaller pieces");
    }
}
