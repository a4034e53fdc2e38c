package gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Gradients;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.NamedBuffer;
import gradus.nn.NamedParameter;
import gradus.nn.Parallel;
import gradus.nn.Sequential;
import gradus.nn.TorchNumbers;
import gradus.nn.files.SavedModel;
import gradus.nn.optim.SGD;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Layers give what PyTorch's of the same weights give, forward and backward, in training and
 * evaluation, and are the same after five steps of training. What make_layer_numbers.py writes for a
 * layer is compared by adding it to {@link #layers()}.
 */
class LayerNumbersTest {
    private static final TorchNumbers TORCH = new TorchNumbers("layer_numbers.txt");
    private static final DType F64 = DType.F64;
    private static final int STEPS = 5;
    private static final double AFTER_STEPS = 1e-13;

    private final Randomness random = Randomness.seeded(1);

    static Stream<Arguments> layers() {
        var random = Randomness.seeded(2);
        return Stream.of(
                Arguments.of("Linear", Linear.of(F64, 4, 3, random)),
                Arguments.of("LayerNorm", LayerNorm.of(F64, 4)),
                Arguments.of("LayerNorm.images", LayerNorm.of(F64, 2, 3, 2)),
                Arguments.of("BatchNorm1d", BatchNorm.of(F64, 4)),
                Arguments.of("BatchNorm1d.sequences", BatchNorm.of(F64, 2)),
                Arguments.of("BatchNorm2d", BatchNorm.of(F64, 2).momentum(0.3)),
                Arguments.of("BatchNorm3d", BatchNorm.of(F64, 2)),
                Arguments.of("GroupNorm", GroupNorm.of(F64, 2, 4)),
                Arguments.of("GroupNorm.images", GroupNorm.of(F64, 3, 3)),
                Arguments.of("InstanceNorm1d", InstanceNorm.of(2)),
                Arguments.of("InstanceNorm2d.affine", InstanceNorm.affine(F64, 2)),
                Arguments.of("RMSNorm", RMSNorm.of(F64, 5)),
                Arguments.of("PReLU", PReLU.of(F64, 1)),
                Arguments.of("PReLU.channels", PReLU.of(F64, 3)),
                Arguments.of("GLU", new GLU()),
                Arguments.of("GLU.channels", new GLU(1)),
                Arguments.of("SwiGLU", new SwiGLU()),
                Arguments.of(
                        "Parallel",
                        Parallel.concat(
                                1,
                                Linear.of(F64, 3, 2, random),
                                Sequential.of(Linear.of(F64, 3, 4, random), new Tanh()))));
    }

    /** PyTorch's names are ours: else the numbers would not fit in. */
    private static void begin(String name, Layer layer) {
        ImmutableList<String> names = layer.namedParameters()
                .collect(NamedParameter::name)
                .newWithAll(layer.namedBuffers().collect(NamedBuffer::name));
        assertThat(TORCH.namesAfter(name + ".after.")).containsExactlyInAnyOrderElementsOf(names);
        new SavedModel(SortedMaps.immutable.empty(), TORCH.values(name + ".", names)).into(layer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void likePyTorch(String name, Layer layer) {
        Tensor x = TORCH.get(name + ".x").asVariable();
        Tensor g = TORCH.get(name + ".g");
        begin(name, layer);
        Tensor y = layer.forward(x, Mode.training(random));
        TORCH.assertAgree(name + ".y", y);
        Gradients gradients = y.gradients(g);
        TORCH.assertAgree(name + ".dx", gradients.of(x));
        layer.namedParameters()
                .forEach(named -> TORCH.assertAgree(name + ".d" + named.name(), gradients.of(named.parameter())));

        Tensor evaluated = layer.forward(x, Mode.evaluation());
        TORCH.assertAgree(name + ".evaluated.y", evaluated);
        TORCH.assertAgree(name + ".evaluated.dx", evaluated.gradients(g).of(x));
        Tensor frozen = layer.frozen().forward(x);
        assertThat(frozen.toDoubleArray()).containsExactly(evaluated.toDoubleArray());
        TORCH.assertAgree(name + ".evaluated.dx", frozen.gradients(g).of(x));

        if (layer.parameters().notEmpty()) {
            begin(name, layer);
            assertAfterSteps(name, layer, x.detach(), g);
        }
    }

    private void assertAfterSteps(String name, Layer layer, Tensor x, Tensor g) {
        var sgd = new SGD().of(layer).learningRate(0.1);
        for (int step = 0; step < STEPS; step++) {
            sgd.minimize(() ->
                    layer.forward(x, Mode.training(random)).sub(g).square().mean());
        }
        String after = name + ".after.";
        layer.namedParameters()
                .forEach(named -> TORCH.assertAgree(
                        after + named.name(), named.parameter().value(), AFTER_STEPS));
        layer.namedBuffers()
                .forEach(named ->
                        TORCH.assertAgree(after + named.name(), named.buffer().value(), AFTER_STEPS));
    }
}
