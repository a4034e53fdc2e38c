package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Convolution;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.layer.Conv2d;
import gradus.nn.layer.ConvTranspose2d;
import gradus.nn.layer.Flatten;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.layer.Tanh;
import java.nio.file.Path;
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

    private void assertAnswers(String name, Sequential model, Shape shape) {
        Safetensors torch = Safetensors.read(FilesOfOthers.path(name));
        Path file = folder.resolve("state.safetensors");
        new Safetensors(
                        torch.metadata(),
                        torch.tensors().reject(stored -> stored.name().length() == 1))
                .write(file);
        SavedModel.read(file).into(model);
        var y = model.forward(torch.tensor("x"), Mode.evaluation());
        assertThat(y.shape()).isEqualTo(shape);
        assertThat(y.toDoubleArray()).containsExactly(torch.tensor("y").toDoubleArray(), within(1e-5));
    }
}
