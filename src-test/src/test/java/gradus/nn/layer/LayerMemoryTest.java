package gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Convolution;
import gradus.autodiff.DType;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Recorded;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Parallel;
import gradus.nn.Residual;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.collections.api.set.MutableSet;
import org.eclipse.collections.impl.factory.Sets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What layers keep for backward, as the page on memory says. */
class LayerMemoryTest {
    private static final Path PAGE = Path.of("../docs/memory.md");

    /** More than there are rows of 8 numbers, each with statistics. */
    private static final int LARGE = 250;

    private static final Randomness RANDOM = Randomness.seeded(4);
    private static final Mode TRAINING = Mode.training(RANDOM);

    private final Tensor images =
            Tensor.normal(DType.F32, Shape.of(4, 6, 10, 8), 0, 1, RANDOM).asVariable();

    /** The layers of a row of the page, by the row's words. */
    static Stream<Arguments> rows() {
        return Stream.of(
                row(
                        "`Linear`, `ReLU`",
                        Linear.of(8, 8, RANDOM),
                        new ReLU(),
                        new LeakyReLU(),
                        new ELU(),
                        new GELU(),
                        new SiLU(),
                        new Softplus(),
                        new Sigmoid(),
                        new Tanh(),
                        new Softmax(),
                        new LogSoftmax(),
                        new Flatten(),
                        Unflatten.of(3, 2, 10, 8)),
                row(
                        "`Conv1d`, `Conv2d`, `Conv3d`",
                        Conv2d.of(6, 8, 3, RANDOM),
                        Conv2d.of(6, 6, 3, Convolution.same().stride(2).groups(6), RANDOM),
                        ConvTranspose2d.of(6, 3, 3, Convolution.valid().stride(2), RANDOM)
                                .withoutBias()),
                row("`MaxPool`, `GlobalAveragePool`", MaxPool.of(2), new GlobalAveragePool()),
                row("`Dropout`", new Dropout(0.5)),
                row("`PReLU`", PReLU.of(), PReLU.of(6)),
                row(
                        "`LayerNorm`",
                        LayerNorm.of(8),
                        LayerNorm.of(10, 8),
                        BatchNorm.of(6),
                        GroupNorm.of(2, 6),
                        InstanceNorm.affine(6),
                        InstanceNorm.of(6),
                        RMSNorm.of(8)),
                row("`GLU`", new GLU(), new SwiGLU()));
    }

    private static Arguments row(String words, Layer... layers) {
        return Arguments.of(words, layers);
    }

    private static double stated(String row) throws Exception {
        var line = Pattern.compile("(?m)^\\| " + Pattern.quote(row) + ".*\\| ([0-9.]+) \\|$")
                .matcher(Files.readString(PAGE));
        assertThat(line.find()).as("a row of %s", row).isTrue();
        return Double.parseDouble(line.group(1));
    }

    /** The numbers in arrays of the graph that are neither the input's, the result's nor the layer's, nor small. */
    private static double kept(Layer layer, Tensor x, Mode mode) {
        Tensor y = layer.forward(x, mode);
        MutableSet<Object> known = Sets.mutable.with(Recorded.storage(x), Recorded.storage(y));
        layer.parameters().collect(Parameter::value).collect(Recorded::storage).forEach(known::add);
        layer.namedBuffers()
                .collect(named -> Recorded.storage(named.buffer().value()))
                .forEach(known::add);
        return Graph.of(y)
                        .vertices()
                        .collect(Graph.Vertex::value)
                        .select(value -> value.shape().size() > LARGE && known.add(Recorded.storage(value)))
                        .sumOfInt(value -> value.shape().size())
                / (double) x.shape().size();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void asThePageSays(String row, Layer[] layers) throws Exception {
        double stated = stated(row);
        for (Layer layer : layers) {
            assertThat(kept(layer, images, TRAINING)).as(layer.description()).isEqualTo(stated);
            double whenFrozen = layer instanceof BatchNorm ? stated("`BatchNorm` in evaluation") : stated;
            assertThat(kept(layer.frozen(), images, TRAINING))
                    .as("frozen " + layer.description())
                    .isLessThanOrEqualTo(whenFrozen);
        }
    }

    @Test
    void batchNormOfRowsTurnsThem() throws Exception {
        Tensor rows = Tensor.normal(DType.F32, Shape.of(50, 8), 0, 1, RANDOM).asVariable();
        assertThat(kept(BatchNorm.of(8), rows, TRAINING)).isEqualTo(stated("`BatchNorm` of `[n, features]`, or"));
    }

    @Test
    void batchNormInEvaluation() throws Exception {
        assertThat(kept(BatchNorm.of(6), images, Mode.evaluation())).isEqualTo(stated("`BatchNorm` in evaluation"));
    }

    @Test
    void convolutionsOverOtherAxes() {
        Tensor lines =
                Tensor.normal(DType.F32, Shape.of(4, 6, 80), 0, 1, RANDOM).asVariable();
        assertThat(kept(Conv1d.of(6, 8, 3, RANDOM), lines, TRAINING)).isZero();
        Tensor bodies =
                Tensor.normal(DType.F32, Shape.of(4, 6, 5, 4, 6), 0, 1, RANDOM).asVariable();
        assertThat(kept(Conv3d.of(6, 8, 3, RANDOM), bodies, TRAINING)).isZero();
        var biased = ConvTranspose1d.of(6, 3, 2, Convolution.valid().stride(2), RANDOM);
        assertThat(kept(biased, lines, TRAINING)).as("the size of the result").isEqualTo(1);
        assertThat(kept(biased.withoutBias(), lines, TRAINING)).isZero();
    }

    /** Of images of 10 x 8, what the first axis gives. */
    @Test
    void axesThatAreWorkedOnOneAfterTheOther() {
        assertThat(kept(AveragePool.of(2), images, TRAINING)).isEqualTo(0.5);
        assertThat(kept(AdaptiveAveragePool.of(5, 3), images, TRAINING)).isEqualTo(0.5);
        assertThat(kept(new Upsample(2), images, TRAINING)).isEqualTo(2);
    }

    @Test
    void layersOfLayers() {
        assertThat(kept(new Residual(new ReLU()), images, TRAINING)).isEqualTo(1);
        assertThat(kept(new Residual(RMSNorm.of(8)), images, TRAINING)).isEqualTo(1);
        assertThat(kept(Parallel.concat(1, new ReLU(), new Tanh()), images, TRAINING))
                .isEqualTo(2);
        assertThat(kept(Parallel.sum(new ReLU(), new Tanh()), images, TRAINING)).isEqualTo(2);
        assertThat(kept(Parallel.sum(new ReLU(), new Tanh(), new ELU()), images, TRAINING))
                .isEqualTo(4);
    }

    @Test
    void aFrozenLayerOfAConstantKeepsNothing() {
        assertThat(kept(LayerNorm.of(8).frozen(), images.detach(), TRAINING)).isZero();
    }
}
