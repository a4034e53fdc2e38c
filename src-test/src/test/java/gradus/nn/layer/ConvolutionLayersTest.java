package gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Convolution;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Initializer;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.Summary;
import gradus.nn.files.SavedModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers of convolutions: what they start with, are called, refuse and save, and their derivatives. */
class ConvolutionLayersTest {
    private static final Randomness RANDOM = Randomness.seeded(5);
    private static final Convolution VALID = Convolution.valid();
    private static final Convolution HALVES = VALID.stride(2).padding(1);
    private static final String GROUPS = "; the number of groups divides both; 1 takes all channels together";

    private static void refused(Class<? extends GradusException> type, ThrowingCallable mistake, String message) {
        assertThatThrownBy(mistake).isInstanceOf(type).hasMessage(message);
    }

    private static String state(Layer layer) {
        return layer.namedParameters()
                .collect(named -> named.name() + " " + named.parameter().shape())
                .makeString();
    }

    @Test
    void namesAndShapesArePytorchs() {
        assertThat(state(Conv1d.of(4, 6, 3, RANDOM))).isEqualTo("weight [6, 4, 3], bias [6]");
        assertThat(state(Conv2d.of(4, 6, 3, VALID.groups(2), RANDOM))).isEqualTo("weight [6, 2, 3, 3], bias [6]");
        assertThat(state(Conv3d.of(4, 6, 2, RANDOM).withoutBias())).isEqualTo("weight [6, 4, 2, 2, 2]");
        assertThat(state(ConvTranspose1d.of(4, 6, 3, RANDOM))).isEqualTo("weight [4, 6, 3], bias [6]");
        assertThat(state(ConvTranspose2d.of(4, 6, 3, VALID.groups(2), RANDOM)))
                .isEqualTo("weight [4, 3, 3, 3], bias [6]");
        assertThat(state(Sequential.of(Conv2d.of(1, 2, 3, RANDOM), new ReLU())))
                .isEqualTo("0.weight [2, 1, 3, 3], 0.bias [2]");
    }

    @Test
    void theyStartByGlorotWithBiasesZero() {
        Conv2d layer = Conv2d.of(3, 16, 5, RANDOM);
        double bound = Math.sqrt(6.0 / (3 * 25 + 16 * 25));
        assertThat(layer.weight().dtype()).isEqualTo(DType.F32);
        assertThat(layer.weight().value().abs().max().item())
                .isLessThanOrEqualTo(bound)
                .isCloseTo(bound, within(0.01));
        assertThat(layer.bias().value().toDoubleArray()).containsOnly(0);
        ConvTranspose1d ones = ConvTranspose1d.of(DType.F64, 2, 3, 4, VALID, Initializer.constant(1), RANDOM);
        assertThat(ones.weight().value().toDoubleArray()).containsOnly(1).hasSize(24);
    }

    @Test
    void descriptions() {
        assertThat(Conv1d.of(3, 16, 5, RANDOM).description()).isEqualTo("Conv1d(3 -> 16, 5)");
        assertThat(Conv2d.of(3, 16, 3, HALVES, RANDOM).description())
                .isEqualTo("Conv2d(3 -> 16, 3x3, stride 2, padding 1)");
        assertThat(Conv2d.of(6, 6, 3, Convolution.same().groups(6), RANDOM)
                        .withoutBias()
                        .description())
                .isEqualTo("Conv2d(6 -> 6, 3x3, same, 6 groups, no bias)");
        assertThat(Conv2d.of(
                                Tensor.zeros(2, 1, 3, 5),
                                Tensor.zeros(2),
                                VALID.stride(1, 2).dilation(2))
                        .description())
                .isEqualTo("Conv2d(1 -> 2, 3x5, stride 1x2, dilation 2)");
        Convolution uneven = VALID.padding(IntLists.immutable.with(0), IntLists.immutable.with(1))
                .inputDilation(2);
        assertThat(Conv3d.of(3, 16, 2, uneven, RANDOM).description())
                .isEqualTo("Conv3d(3 -> 16, 2x2x2, padding [0] and [1], input dilation 2)");
        assertThat(ConvTranspose2d.of(8, 4, 3, HALVES.groups(2), RANDOM).more(1).description())
                .isEqualTo("ConvTranspose2d(8 -> 4, 3x3, stride 2, padding 1, 2 groups, more 1)");
        assertThat(ConvTranspose1d.of(8, 4, 3, RANDOM).withoutBias().description())
                .isEqualTo("ConvTranspose1d(8 -> 4, 3, no bias)");
    }

    @Test
    void shapesThatComeOut() {
        assertThat(Conv3d.of(2, 3, 2, RANDOM)
                        .forward(Tensor.zeros(5, 2, 4, 5, 6))
                        .shape())
                .isEqualTo(Shape.of(5, 3, 3, 4, 5));
        ConvTranspose2d doubling = ConvTranspose2d.of(2, 3, 3, HALVES, RANDOM).more(1);
        assertThat(doubling.forward(Tensor.zeros(5, 2, 7, 4)).shape()).isEqualTo(Shape.of(5, 3, 14, 8));
        assertThat(doubling.more(0, 1).forward(Tensor.zeros(0, 2, 7, 4)).shape())
                .isEqualTo(Shape.of(0, 3, 13, 8));
        assertThat(ConvTranspose1d.of(2, 3, 3, HALVES, RANDOM)
                        .more(1)
                        .withoutBias()
                        .forward(Tensor.zeros(1, 2, 7))
                        .shape())
                .isEqualTo(Shape.of(1, 3, 14));
        assertThat(Summary.of(Conv2d.of(1, 6, 5, RANDOM), 1, 28, 28).toString()).contains("Conv2d(1 -> 6, 5x5)", "156");
    }

    @Test
    void imagesThatDoNotFit() {
        Conv2d layer = Conv2d.of(3, 16, 3, HALVES, RANDOM);
        String need = "Conv2d(3 -> 16, 3x3, stride 2, padding 1): needs images [n, 3, height, width], got ";
        shape(layer, need + "[3, 8, 8]; expandDims(0) makes a batch of one image", 3, 8, 8);
        shape(layer, need + "[5, 8, 8]; expandDims(1) adds a channel axis", 5, 8, 8);
        shape(
                layer,
                need + "[5, 192]; Unflatten.of(3, height, width) makes images of rows, channel by channel",
                5,
                192);
        shape(layer, need + "[5, 8, 8, 3]; channels come second: permute(0, 3, 1, 2)?", 5, 8, 8, 3);
        shape(layer, need + "[5, 4, 8, 8]", 5, 4, 8, 8);
        shape(
                Conv1d.of(3, 16, 3, RANDOM),
                "Conv1d(3 -> 16, 3): needs images [n, 3, length], got [5, 8, 3]; channels come second: permute(0, 2,"
                        + " 1)?",
                5,
                8,
                3);
        shape(
                Conv3d.of(3, 2, 3, RANDOM),
                "Conv3d(3 -> 2, 3x3x3): needs images [n, 3, depth, height, width], got [1, 4, 4, 4, 3]; "
                        + "channels come second: permute(0, 4, 1, 2, 3)?",
                1,
                4,
                4,
                4,
                3);
        shape(
                Conv1d.of(3, 16, 5, RANDOM),
                "convolve: needs images of 5 elements or more along axis 2, which weights of 5 span, "
                        + "got 4 in [1, 3, 4]; more padding, or Convolution.same()",
                1,
                3,
                4);
        refused(
                ElementTypeException.class,
                () -> layer.forward(Tensor.zeros(DType.F64, Shape.of(1, 3, 8, 8))),
                "Conv2d(3 -> 16, 3x3, stride 2, padding 1): needs inputs of its weights' type F32, "
                        + "got F64[1, 3, 8, 8]; convert them with to(DType.F32), or make the layer of type F64");
    }

    private static void shape(Layer layer, String message, int... dims) {
        refused(ShapeException.class, () -> layer.forward(Tensor.zeros(dims)), message);
    }

    @Test
    void sizesThatCannotBe() {
        refused(
                ArgumentException.class,
                () -> Conv2d.of(0, 4, 3, RANDOM),
                "Conv2d: needs 1 channel or more on each side, and a kernel of 1 or more, "
                        + "got 0 to 4 channels, a kernel of 3");
        refused(
                ArgumentException.class,
                () -> ConvTranspose1d.of(2, 4, 0, RANDOM),
                "ConvTranspose1d: needs 1 channel or more on each side, and a kernel of 1 or more, "
                        + "got 2 to 4 channels, a kernel of 0");
        refused(
                ArgumentException.class,
                () -> Conv2d.of(3, 4, 3, VALID.groups(2), RANDOM),
                "Conv2d: needs channels on both sides in 2 groups of one size, got 3 to 4 channels" + GROUPS);
        ConvTranspose2d doubling = ConvTranspose2d.of(2, 3, 3, HALVES, RANDOM);
        for (int[] more : new int[][] {{2}, {-1}, {0, 2}, {1, 1, 1}}) {
            refused(
                    ArgumentException.class,
                    () -> doubling.more(more),
                    "ConvTranspose2d: needs 0 or more elements to add at the end of each axis, fewer than the"
                            + " stride, got "
                            + Lists.immutable.with(Arrays.stream(more).boxed().toArray()) + " beside strides of [2]");
        }
    }

    @Test
    void parametersThatDoNotFit() {
        Tensor weight = Tensor.zeros(3, 2, 5, 5);
        Tensor bias = Tensor.zeros(3);
        refused(
                ShapeException.class,
                () -> Conv2d.of(Tensor.zeros(3, 2, 5), bias, VALID),
                "Conv2d: needs weights [outputs, channels / groups, height, width] with at least one of each, "
                        + "got [3, 2, 5]");
        refused(
                ShapeException.class,
                () -> ConvTranspose2d.of(Tensor.zeros(3, 0, 5, 5), bias, VALID),
                "ConvTranspose2d: needs weights [channels, outputs / groups, height, width] with at least one of"
                        + " each, got [3, 0, 5, 5]");
        refused(
                ShapeException.class,
                () -> Conv2d.of(weight, bias, VALID.groups(2)),
                "Conv2d: needs outputs in 2 groups of one size, got 3 of weights [3, 2, 5, 5]" + GROUPS);
        refused(
                ShapeException.class,
                () -> ConvTranspose2d.of(weight, bias, VALID.groups(2)),
                "ConvTranspose2d: needs channels in 2 groups of one size, got 3 of weights [3, 2, 5, 5]" + GROUPS);
        refused(
                ShapeException.class,
                () -> ConvTranspose2d.of(weight, bias, VALID),
                "ConvTranspose2d: needs biases [2] beside weights [3, 2, 5, 5], got [3]");
        refused(
                ElementTypeException.class,
                () -> Conv2d.of(weight, bias.to(DType.F64), VALID),
                "Conv2d: needs weights and biases of one type, got F32 and F64; convert one with to(DType)");
    }

    static Stream<Arguments> layers() {
        var glorot = Initializer.glorotUniform();
        return Stream.of(
                Arguments.of(Conv1d.of(DType.F64, 2, 3, 3, HALVES, glorot, RANDOM), Shape.of(2, 2, 5)),
                Arguments.of(
                        Conv2d.of(DType.F64, 2, 4, 2, Convolution.same().groups(2), glorot, RANDOM),
                        Shape.of(2, 2, 3, 3)),
                Arguments.of(
                        Conv3d.of(DType.F64, 1, 2, 2, VALID.dilation(1, 2, 1), glorot, RANDOM),
                        Shape.of(1, 1, 2, 3, 2)),
                Arguments.of(
                        ConvTranspose1d.of(DType.F64, 2, 3, 3, HALVES, glorot, RANDOM)
                                .more(1),
                        Shape.of(2, 2, 3)),
                Arguments.of(
                        ConvTranspose2d.of(DType.F64, 2, 2, 2, VALID.stride(2).groups(2), glorot, RANDOM),
                        Shape.of(2, 2, 2, 2)));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void derivativesToSecondOrder(Layer layer, Shape shape) {
        LayerGradientTest.assertDerivatives(layer, Tensor.normal(DType.F64, shape, 0, 1, Randomness.seeded(23)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "model.safetensors"})
    void aModelOfThemComesBackToTheBit(String name, @TempDir Path folder) {
        Sequential model = model(Randomness.seeded(1));
        Path file = folder.resolve(name);
        SavedModel.of(model, Maps.immutable.empty()).write(file);
        SavedModel read = SavedModel.read(file);
        assertThat(read.values().collect(SavedModel.Value::name))
                .containsExactly("0.weight", "0.bias", "2.weight", "3.weight", "3.bias", "5.weight", "5.bias");
        Sequential other = model(Randomness.seeded(2));
        read.into(other);
        Tensor x = Tensor.normal(DType.F32, Shape.of(2, 1, 6, 6), 0, 1, Randomness.seeded(3));
        assertThat(other.forward(x, Mode.evaluation()).toFloatArray())
                .isEqualTo(model.forward(x, Mode.evaluation()).toFloatArray());
    }

    private static Sequential model(Randomness random) {
        return Sequential.of(
                Conv2d.of(1, 4, 3, HALVES, random),
                new ReLU(),
                Conv2d.of(4, 4, 3, Convolution.same().groups(4), random).withoutBias(),
                ConvTranspose2d.of(4, 1, 2, VALID.stride(2), random),
                new Flatten(),
                Linear.of(36, 2, random));
    }

    @Test
    void theWeightsMayBeShared() {
        Parameter weight = Parameter.of("weight", Tensor.ones(1, 1, 3));
        Tensor y = new Conv1d(weight, null, VALID).forward(Tensor.ones(1, 1, 5));
        Tensor z = new ConvTranspose1d(weight, null, VALID, IntLists.immutable.empty()).forward(y);
        assertThat(z.toDoubleArray()).containsExactly(3, 6, 9, 6, 3);
        assertThat(z.sum().gradients().of(weight).toDoubleArray()).containsExactly(18, 18, 18);
    }
}
