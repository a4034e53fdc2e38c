package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.check.GradientCheck;
import gradus.autodiff.kernel.threads.Parallel;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

/** What operators over images refuse, count and do in cases that are known by hand. */
class PoolingTest {
    private final Tensor images = Tensor.zeros(2, 3, 8, 6);

    private static void assertRefused(String message, ThrowingCallable call) {
        assertThatExceptionOfType(ShapeException.class).isThrownBy(call).withMessage(message);
    }

    private static void assertWrongSetting(String message, ThrowingCallable call) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(call).withMessage(message);
    }

    @Test
    void aWindowMustFitIntoThePaddedImage() {
        assertRefused(
                "maxPool: needs a window that fits into the padded axis of 8, got one that reaches over 9 along"
                        + " spatial axis 1 of length 6; a smaller window or dilation, or more padding",
                () -> images.maxPool(SlidingWindow.of(5).dilation(1, 2).padding(1)));
        assertRefused(
                "averagePool: needs a window that fits into the padded axis of 6, got one that reaches over 7 along"
                        + " spatial axis 1 of length 6; a smaller window or dilation, or more padding",
                () -> images.averagePool(SlidingWindow.of(7)));
        assertRefused(
                "unfold: needs images with 3 spatial axes for a window [1, 1, 1], got [2, 3, 8, 6];"
                        + " a setting of one number serves all",
                () -> images.unfold(SlidingWindow.of(1, 1, 1)));
        assertRefused(
                "maxPool: needs images [n, c, ...] with one to three spatial axes, got [2, 3]; expandDims adds an axis",
                () -> Tensor.zeros(2, 3).maxPool(SlidingWindow.of(1)));
    }

    @Test
    void aWindowMustReadTheImage() {
        assertWrongSetting(
                "maxPool: needs a padding of at most half the window, 1 along spatial axis 0, got 2;"
                        + " pad puts more around an image",
                () -> images.maxPool(SlidingWindow.of(3).padding(2)));
        assertRefused(
                "averagePool: needs windows with an element of the image, got [2] in steps of [5] over a length of 3"
                        + " with padding [2]; a smaller dilation",
                () -> Tensor.zeros(1, 1, 3)
                        .averagePool(SlidingWindow.of(2).dilation(5).padding(2)));
        assertThat(images.unfold(SlidingWindow.of(1).padding(2)).shape()).isEqualTo(Shape.of(2, 3, 120));
    }

    @Test
    void settingsOfAWindow() {
        assertWrongSetting("SlidingWindow: needs sizes of 1 or more, got [0, 2]", () -> SlidingWindow.of(0, 2));
        assertWrongSetting(
                "SlidingWindow: needs sizes for one to three spatial axes, or one number for all, got []",
                SlidingWindow::of);
        assertWrongSetting(
                "SlidingWindow: needs strides of 1 or more, got [0]",
                () -> SlidingWindow.of(2).stride(0));
        assertWrongSetting(
                "SlidingWindow: needs paddings of 0 or more, got [-1]",
                () -> SlidingWindow.of(2).padding(-1));
        assertWrongSetting(
                "SlidingWindow: needs dilations of 1 or more, got [1, 0]",
                () -> SlidingWindow.of(2).dilation(1, 0));
        assertWrongSetting(
                "SlidingWindow: needs sizes for one to three spatial axes, or one number for all, got [2, 2]",
                () -> SlidingWindow.of(2, 2).stride(1, 1, 1));
        assertWrongSetting(
                "SlidingWindow: needs a window and padding of at most 2147483583 elements along an axis,"
                        + " got [100000] in steps of [100000] with padding [0]",
                () -> SlidingWindow.of(100_000).dilation(100_000));
        assertThat(SlidingWindow.of(2))
                .hasToString("2")
                .isEqualTo(SlidingWindow.of(2).stride(2));
        assertThat(SlidingWindow.of(3, 2)
                        .stride(2)
                        .padding(1, 0)
                        .dilation(2)
                        .roundingUp()
                        .ignoringPadding())
                .hasToString("3x2, stride 2, padding 1x0, dilation 2, rounding up, ignoring padding");
    }

    @Test
    void sizesOfResults() {
        assertRefused(
                "adaptiveMaxPool: needs one size, or one for each of the 2 spatial axes,"
                        + " got [1, 2, 3] for [2, 3, 8, 6]",
                () -> images.adaptiveMaxPool(1, 2, 3));
        assertRefused(
                "interpolate: needs sizes of 1 or more, and images with elements, got [4, 0] for [2, 3, 8, 6]",
                () -> images.interpolate(Interpolation.LINEAR, 4, 0));
        assertRefused(
                "fold: needs [n, a multiple of 4, 35] for images of [8, 6], got [2, 12, 36]; unfold gives such rows",
                () -> Tensor.zeros(2, 12, 36).fold(SlidingWindow.of(2).stride(1), 8, 6));
        assertRefused(
                "pixelShuffle: needs channels that 4 divides, got 3 of [2, 3, 8, 6]; a convolution makes so many",
                () -> images.pixelShuffle(2));
        assertRefused(
                "pixelUnshuffle: needs spatial axes that 4 divides, got [2, 3, 8, 6]; pad makes them longer",
                () -> images.pixelUnshuffle(4));
        assertWrongSetting("pixelShuffle: needs a factor from 1 to 1000, got 0", () -> images.pixelShuffle(0));
    }

    @Test
    void paddingsThatAnAxisCannotGive() {
        assertRefused(
                "pad: needs an axis with more than 6 elements to pad it in mode REFLECT, got 6 along axis -1",
                () -> images.pad(Padding.along(-1, 6, 0).reflected()));
        assertRefused(
                "pad: needs an axis with 7 elements to pad it in mode CIRCULAR, got 6 along axis -1",
                () -> images.pad(Padding.along(-1, 0, 7).circular()));
        assertRefused(
                "pad: needs an axis with 1 elements to pad it in mode REPLICATE, got 0 along axis 0",
                () -> Tensor.zeros(0).pad(Padding.along(0, 0, 0).replicated()));
        assertThat(Tensor.of(1.0, 2).pad(Padding.along(0, 2, 2).circular()).toDoubleArray())
                .containsExactly(1, 2, 1, 2, 1, 2);
    }

    @Test
    void tapsThatAreNone() {
        assertWrongSetting(
                "taps: needs rows in ascending order that hold as many places as weights,"
                        + " got ends [1] of 2 places and 1 weight",
                () -> new Taps(
                        3, IntLists.immutable.with(1), IntLists.immutable.with(0, 1), DoubleLists.immutable.with(1)));
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> Taps.at(2, 0, 2))
                .withMessage("taps: needs places from 0 to 1, got [0, 2]");
        assertRefused(
                "resample: needs 2 places along axis 3, got 6 of [2, 3, 8, 6]",
                () -> images.resample(3, Taps.at(2, 1)));
    }

    @Test
    void flops() {
        Shape x = images.shape();
        var pool = new Pooling.MaxPool(SlidingWindow.of(3, 2).stride(2).padding(1, 0));
        assertThat(pool.flops(Lists.immutable.with(x), pool.shape(x))).isEqualTo(2L * 3 * (2 + 3 * 3) * 6);
        var taps = new Resampling.Resample(2, Taps.at(8, 7, 0, 1));
        assertThat(taps.flops(Lists.immutable.with(x), taps.shape(x))).isEqualTo(2L * 6 * 3 * 6);
    }

    @Test
    void emptyBatches() {
        Tensor none = Tensor.zeros(0, 3, 8, 6).asVariable();
        Tensor y = none.maxPool(SlidingWindow.of(2)).averagePool(SlidingWindow.of(2));
        assertThat(y.shape()).isEqualTo(Shape.of(0, 3, 2, 1));
        assertThat(y.sum().gradients().of(none).shape()).isEqualTo(none.shape());
        assertThat(none.unfold(SlidingWindow.of(2))
                        .fold(SlidingWindow.of(2), 8, 6)
                        .shape())
                .isEqualTo(Shape.of(0, 3, 8, 6));
    }

    @Test
    void whatAWindowHasOnItsOwnFoldsBack() {
        Tensor x = Tensor.normal(DType.F64, Shape.of(2, 3, 8, 6), 0, 1, Randomness.seeded(1));
        Tensor back = x.unfold(SlidingWindow.of(2)).fold(SlidingWindow.of(2), 8, 6);
        assertThat(back.toDoubleArray()).containsExactly(x.toDoubleArray());
    }

    @Test
    void linearInterpolationOfALineIsTheLine() {
        Tensor line = Tensor.of(0.0, 1, 2, 3, 4).reshape(1, 1, 5);
        assertThat(line.interpolate(Interpolation.LINEAR_ALIGNED, 9).toDoubleArray())
                .containsExactly(0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4);
        assertThat(line.interpolate(Interpolation.LINEAR, 10).toDoubleArray())
                .containsExactly(0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75, 4);
        Tensor infinite = Tensor.of(0, Double.POSITIVE_INFINITY, 2).reshape(1, 1, 3);
        assertThat(infinite.interpolate(Interpolation.LINEAR_ALIGNED, 5).toDoubleArray())
                .containsExactly(0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 2);
    }

    @Test
    void derivativesOfANetOfThem() {
        GradientCheck.of((Tensor x) -> x.pad(Padding.along(-1, 1, 1).reflected())
                        .square()
                        .maxPool(SlidingWindow.of(2).stride(1))
                        .interpolate(Interpolation.LINEAR, 4)
                        .unfold(SlidingWindow.of(2))
                        .square())
                .orders(2)
                .at(Tensor.normal(DType.F64, Shape.of(2, 1, 4, 3), 0, 1, Randomness.seeded(3)))
                .requirePassed();
    }

    @Test
    void theSameBitsOnOneThreadAndOnMany() {
        Tensor x = Tensor.normal(DType.F32, Shape.of(40, 8, 24, 24), 0, 1, Randomness.seeded(2));
        int threads = Parallel.threads();
        try {
            Parallel.setThreads(1);
            double[] alone = bits(x);
            Parallel.setThreads(4);
            assertThat(bits(x)).containsExactly(alone);
        } finally {
            Parallel.setThreads(threads);
        }
    }

    private static double[] bits(Tensor images) {
        Tensor x = images.asVariable();
        SlidingWindow overlapping = SlidingWindow.of(3).stride(2).padding(1);
        Tensor y = x.maxPool(overlapping).add(x.averagePool(overlapping));
        return y.square().gradients(y).of(x).toDoubleArray();
    }

    @Test
    void moreWindowsThanAnArrayHolds() {
        String most = "at most " + Shape.MAX_SIZE + " windows, and places in a window, got ";
        SlidingWindow many = SlidingWindow.of(1).padding(32_768);
        assertRefused(
                "unfold: needs " + most + many + " over [1, 1, 1, 1]; less padding",
                () -> Tensor.zeros(1, 1, 1, 1).unfold(many));
        SlidingWindow large = SlidingWindow.of(65_536).padding(32_768);
        assertRefused(
                "fold: needs " + most + large + " over [1, 1, 1, 1]; less padding",
                () -> Tensor.zeros(1, 1, 4).fold(large, 1, 1));
    }
}
