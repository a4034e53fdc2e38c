package gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Convolution;
import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.TorchNumbers;
import gradus.nn.optim.SGD;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions give what PyTorch's give, forward and backward, and train as they do. */
class TorchConvolutionsTest {
    private static final TorchNumbers TORCH = new TorchNumbers("torch_convolutions.txt");
    private static final Convolution VALID = Convolution.valid();
    private static final ImmutableIntList NO_MORE = IntLists.immutable.empty();

    /** A layer of some parameters. */
    private interface Made {
        Layer of(Parameter weight, @Nullable Parameter bias);
    }

    private static Arguments named(String name, Made made) {
        return Arguments.of(name, made);
    }

    static Stream<Arguments> layers() {
        return Stream.of(
                named("Conv1d", (w, b) -> new Conv1d(w, b, VALID.stride(2).padding(1))),
                named(
                        "Conv1d.dilated",
                        (w, b) -> new Conv1d(w, b, VALID.dilation(3).padding(2))),
                named("Conv2d", (w, b) -> new Conv2d(w, b, VALID)),
                named(
                        "Conv2d.strided",
                        (w, b) -> new Conv2d(w, b, VALID.stride(2, 1).padding(1, 2))),
                named(
                        "Conv2d.dilated",
                        (w, b) -> new Conv2d(w, b, VALID.dilation(2).padding(1))),
                named(
                        "Conv2d.same",
                        (w, b) -> new Conv2d(w, b, Convolution.same().dilation(1, 2))),
                named("Conv2d.grouped", (w, b) -> new Conv2d(w, b, VALID.groups(2))),
                named(
                        "Conv2d.depthwise",
                        (w, b) -> new Conv2d(w, b, VALID.padding(1).groups(3))),
                named("Conv3d", (w, b) -> new Conv3d(w, b, VALID.stride(1, 2, 1).padding(1, 0, 1))),
                named(
                        "ConvTranspose1d",
                        (w, b) -> new ConvTranspose1d(w, b, VALID.stride(2).padding(1), NO_MORE).more(1)),
                named("ConvTranspose2d", (w, b) -> new ConvTranspose2d(w, b, VALID.stride(2), NO_MORE)),
                named(
                        "ConvTranspose2d.cut",
                        (w, b) -> new ConvTranspose2d(
                                        w,
                                        b,
                                        VALID.stride(2, 3)
                                                .padding(1, 0)
                                                .dilation(1, 2)
                                                .groups(2),
                                        NO_MORE)
                                .more(1, 2)));
    }

    /** Null for biases that PyTorch's layer does not have. */
    private static @Nullable Parameter parameter(String layer, String name) {
        return TORCH.has(layer + "." + name) ? Parameter.of(name, TORCH.get(layer + "." + name)) : null;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void valuesGradientsAndFiveSteps(String name, Made made) {
        Layer layer = made.of(parameter(name, "weight"), parameter(name, "bias"));
        Tensor x = TORCH.get(name + ".x").asVariable();
        Tensor g = TORCH.get(name + ".g");
        Tensor y = layer.forward(x);
        TORCH.assertAgree(name + ".y", y);
        Gradients gradients = y.gradients(g);
        TORCH.assertAgree(name + ".dx", gradients.of(x));
        layer.namedParameters()
                .forEach(each -> TORCH.assertAgree(name + ".d" + each.name(), gradients.of(each.parameter())));
        Tensor frozen = layer.frozen().forward(x);
        assertThat(frozen.toDoubleArray()).containsExactly(y.toDoubleArray());
        assertThat(frozen.gradients(g).of(x).toDoubleArray())
                .containsExactly(gradients.of(x).toDoubleArray());
        assertThat(layer.frozen().forward(x.detach()).isTracked()).isFalse();
        var sgd = new SGD().of(layer).learningRate(0.05);
        for (int step = 0; step < 5; step++) {
            sgd.minimize(() -> layer.forward(x.detach()).sub(g).square().mean());
        }
        layer.namedParameters()
                .forEach(each -> TORCH.assertAgree(
                        name + "." + each.name() + ".trained", each.parameter().value()));
    }
}
