package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Convolution;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.SlidingWindow;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Conv2d;
import gradus.nn.layer.ConvTranspose2d;
import gradus.nn.layer.Flatten;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.layer.Tanh;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small networks of convolutions that PyTorch trained: their state dicts open here and give PyTorch's outputs. */
class TorchConvnetsTest {
    private static final Randomness RANDOM = Randomness.seeded(1);
    private static final Convolution VALID = Convolution.valid();

    @TempDir
    private Path folder;

    @Test
    void aNetOfFewLayersAnswersAsItDidThere() {
        assertAnswers(
                "convnet.safetensors",
                Sequential.of(
                        Conv2d.of(1, 6, 5, VALID.stride(2).padding(2), RANDOM),
                        new ReLU(),
                        Conv2d.of(6, 6, 3, Convolution.same().groups(6), RANDOM).withoutBias(),
                        Conv2d.of(6, 16, 5, VALID.stride(2), RANDOM),
                        new ReLU(),
                        new Flatten(),
                        Linear.of(16 * 5 * 5, 24, RANDOM),
                        new ReLU(),
                        Linear.of(24, 10, RANDOM)),
                Shape.of(3, 10));
    }

    @Test
    void aDecoderMakesImagesLarger() {
        assertAnswers(
                "decoder.safetensors",
                Sequential.of(
                        ConvTranspose2d.of(3, 4, 3, VALID.stride(2).padding(1), RANDOM)
                                .more(1),
                        new Tanh(),
                        Conv2d.of(4, 1, 3, VALID.padding(1), RANDOM)),
                Shape.of(3, 1, 10, 8));
    }

    /** torchvision's BasicBlock: the components are its names. */
    private record Block(
            Conv2d conv1,
            BatchNorm bn1,
            Conv2d conv2,
            BatchNorm bn2,
            @Nullable Sequential downsample) implements Layer {
        static Block of(int channels, int outputs, int stride) {
            return new Block(
                    convolution(channels, outputs, 3, stride),
                    BatchNorm.of(outputs),
                    convolution(outputs, outputs, 3, 1),
                    BatchNorm.of(outputs),
                    stride == 1
                            ? null
                            : Sequential.of(convolution(channels, outputs, 1, stride), BatchNorm.of(outputs)));
        }

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            Tensor y = bn1.forward(conv1.forward(x, mode), mode).relu();
            Tensor z = bn2.forward(conv2.forward(y, mode), mode);
            return z.add(downsample == null ? x : downsample.forward(x, mode)).relu();
        }
    }

    /** Weights without biases, with as much padding as leaves the size to the stride. */
    private static Conv2d convolution(int channels, int outputs, int kernel, int stride) {
        return Conv2d.of(channels, outputs, kernel, VALID.stride(stride).padding(kernel / 2), RANDOM)
                .withoutBias();
    }

    /** torchvision's ResNet, of two stages. */
    private record ResNet(Conv2d conv1, BatchNorm bn1, Sequential layer1, Sequential layer2, Linear fc)
            implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            Tensor y = bn1.forward(conv1.forward(x, mode), mode).relu();
            Tensor z = y.maxPool(SlidingWindow.of(3).stride(2).padding(1));
            Tensor features = layer2.forward(layer1.forward(z, mode), mode);
            return fc.forward(features.globalAveragePool(), mode);
        }
    }

    /** With running statistics, and counts of batches as whole numbers. */
    @Test
    void aResidualNetOfTorchvisionsNamesAnswersAsItDidThere() {
        assertAnswers(
                "resnet.safetensors",
                new ResNet(
                        convolution(3, 8, 7, 2),
                        BatchNorm.of(8),
                        Sequential.of(Block.of(8, 8, 1), Block.of(8, 8, 1)),
                        Sequential.of(Block.of(8, 16, 2)),
                        Linear.of(16, 5, RANDOM)),
                Shape.of(3, 5));
    }

    private void assertAnswers(String name, Layer model, Shape shape) {
        Safetensors torch = Safetensors.read(FilesOfOthers.path(name));
        Path file = folder.resolve("state.safetensors");
        new Safetensors(
                        torch.metadata(),
                        torch.tensors().reject(stored -> stored.name().length() == 1))
                .write(file);
        SavedModel.read(file).into(model);
        Tensor y = model.forward(torch.tensor("x"), Mode.evaluation());
        assertThat(y.shape()).isEqualTo(shape);
        assertThat(y.toDoubleArray()).containsExactly(torch.tensor("y").toDoubleArray(), within(1e-5));
        Tensor frozen = model.frozen().forward(torch.tensor("x"));
        assertThat(frozen.isTracked()).isFalse();
        assertThat(frozen.toFloatArray()).containsExactly(y.toFloatArray());
    }
}
