package gradus.autodiff;

import gradus.nn.TorchNumbers;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Pooling, averages, unfolding, interpolation and padding give what PyTorch gives, and its gradients.
 * make_torch_images.py wrote the numbers.
 */
class TorchImagesTest {
    private final TorchNumbers torch = new TorchNumbers(TorchImagesTest.class.getResource("torch_images.txt"));
    private final Tensor x1 = torch.get("x1");
    private final Tensor x2 = torch.get("x2");
    private final Tensor x3 = torch.get("x3");
    private final Tensor ties = torch.get("ties");
    private final Tensor rows = torch.get("rows");

    private void assertAgree(String name, Tensor at, UnaryOperator<Tensor> f) {
        Tensor x = at.asVariable();
        Tensor y = f.apply(x);
        torch.assertAgree(name + ".y", y);
        Tensor g = Indices.arange(y.shape().size())
                .floorMod(7)
                .sub(3)
                .toTensor(DType.F64)
                .reshape(y.shape());
        torch.assertAgree(name + ".dx", y.gradients(g).of(x));
    }

    @Test
    void maxPool() {
        assertAgree("max1", x1, x -> x.maxPool(SlidingWindow.of(3).stride(2).padding(1)));
        assertAgree("max2", x2, x -> x.maxPool(SlidingWindow.of(2)));
        assertAgree(
                "max2.overlap", x2, x -> x.maxPool(SlidingWindow.of(3).stride(1).padding(1)));
        assertAgree(
                "max2.ceil",
                x2,
                x -> x.maxPool(SlidingWindow.of(2, 3).stride(3, 2).padding(1).roundingUp()));
        assertAgree(
                "max2.dilation",
                x2,
                x -> x.maxPool(SlidingWindow.of(2).stride(1).dilation(3, 2)));
        assertAgree(
                "max3",
                x3,
                x -> x.maxPool(
                        SlidingWindow.of(2).stride(1, 2, 1).padding(1, 1, 0).roundingUp()));
    }

    @Test
    void maxPoolOfTiesAndNaN() {
        Tensor nan = torch.get("nan");
        assertAgree(
                "max2.ties", ties, x -> x.maxPool(SlidingWindow.of(3).stride(2).padding(1)));
        assertAgree("max2.ties.pairs", ties, x -> x.maxPool(SlidingWindow.of(2)));
        assertAgree("max2.nan", nan, x -> x.maxPool(SlidingWindow.of(3).stride(1)));
        assertAgree("max2.nan.pairs", nan, x -> x.maxPool(SlidingWindow.of(2).stride(1)));
    }

    @Test
    void averagePool() {
        var overlapping = SlidingWindow.of(3).stride(2).padding(1);
        assertAgree("mean1", x1, x -> x.averagePool(overlapping));
        assertAgree("mean2", x2, x -> x.averagePool(SlidingWindow.of(2)));
        assertAgree("mean2.counted", x2, x -> x.averagePool(overlapping.roundingUp()));
        assertAgree(
                "mean2.ignored", x2, x -> x.averagePool(overlapping.roundingUp().ignoringPadding()));
        assertAgree(
                "mean3",
                x3,
                x -> x.averagePool(SlidingWindow.of(2, 3, 2)
                        .stride(2, 2, 1)
                        .padding(1, 1, 0)
                        .ignoringPadding()));
    }

    @Test
    void adaptive() {
        assertAgree("adaptive.mean1", x1, x -> x.adaptiveAveragePool(4));
        assertAgree("adaptive.mean2", x2, x -> x.adaptiveAveragePool(3, 4));
        assertAgree("adaptive.mean2.longer", x2, x -> x.adaptiveAveragePool(9, 1));
        assertAgree("adaptive.mean3", x3, x -> x.adaptiveAveragePool(3, 2, 2));
        assertAgree("adaptive.max1", x1, x -> x.adaptiveMaxPool(4));
        assertAgree("adaptive.max2", x2, x -> x.adaptiveMaxPool(3, 4));
    }

    @Test
    void unfoldAndFold() {
        assertAgree(
                "unfold",
                x2,
                x -> x.unfold(SlidingWindow.of(3, 2).stride(2, 3).padding(1, 0).dilation(2, 1)));
        assertAgree("fold", rows.slice(2, 0, 4), x -> x.fold(SlidingWindow.of(2).stride(2, 1), 5, 3));
        assertAgree("fold.overlap", rows, x -> x.fold(SlidingWindow.of(2).stride(1), 3, 4));
    }

    @Test
    void interpolate() {
        assertInterpolates("1.0", x1, 14);
        assertInterpolates("1.1", x1, 4);
        assertInterpolates("2.0", x2, 10, 4);
        assertInterpolates("2.1", x2, 3, 13);
        assertInterpolates("3.0", x3, 5, 3, 6);
        assertAgree("twice", x2, x -> x.interpolate(Interpolation.LINEAR, 14, 12));
    }

    private void assertInterpolates(String name, Tensor at, int... sizes) {
        assertAgree("nearest" + name, at, x -> x.interpolate(Interpolation.NEAREST, sizes));
        assertAgree("linear" + name, at, x -> x.interpolate(Interpolation.LINEAR, sizes));
        assertAgree("aligned" + name, at, x -> x.interpolate(Interpolation.LINEAR_ALIGNED, sizes));
    }

    @Test
    void shuffleAndPad() {
        assertAgree("shuffle", rows.reshape(1, 8, 2, 3), x -> x.pixelShuffle(2));
        assertAgree("unshuffle", ties, x -> x.pixelUnshuffle(3));
        assertAgree("reflect", x2, x -> x.pad(sides(2, 1, 0, 3).reflected()));
        assertAgree("replicate", x2, x -> x.pad(sides(4, 1, 0, 3).replicated()));
        assertAgree("circular", x2, x -> x.pad(sides(2, 1, 1, 3).circular()));
    }

    private static Padding sides(int left, int right, int top, int bottom) {
        return Padding.along(-1, left, right).and(-2, top, bottom);
    }
}
