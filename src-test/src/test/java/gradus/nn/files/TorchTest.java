package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that PyTorch trained, opened here and written back. */
class TorchTest {
    @TempDir
    private Path folder;

    private final Safetensors torch = Safetensors.read(FilesOfOthers.path("torch.safetensors"));

    private final ImmutableList<StoredTensor> state =
            torch.tensors().reject(stored -> stored.name().length() == 1);

    private Path file;

    @BeforeEach
    void writeTheStateAlone() {
        file = folder.resolve("state.safetensors");
        new Safetensors(torch.metadata(), state).write(file);
    }

    private static Sequential model() {
        var random = Randomness.seeded(1);
        return Sequential.of(
                Linear.of(3, 4, random),
                BatchNorm.of(4),
                new ReLU(),
                Linear.of(4, 2, random).withoutBias());
    }

    @Test
    void theModelAnswersAsItDidThere() {
        var model = model();
        SavedModel.read(file).into(model);
        var y = model.forward(torch.tensor("x"), Mode.evaluation());
        assertThat(y.shape()).isEqualTo(Shape.of(5, 2));
        assertThat(y.toDoubleArray()).containsExactly(torch.tensor("y").toDoubleArray(), within(1e-6));
        assertThat(model.namedBuffers()
                        .detect(named -> named.name().equals("1.num_batches_tracked"))
                        .buffer()
                        .value()
                        .item())
                .isEqualTo(3);
    }

    @Test
    void whatIsWrittenBackHasTheNamesTypesAndNumbersOfTheStateDict() {
        var model = model();
        SavedModel.read(file).into(model);
        Path back = folder.resolve("back.safetensors");
        SavedModel.of(model, Maps.immutable.with("format", "pt")).write(back);
        var written = Safetensors.read(back);
        assertThat(written.tensors().collect(StoredTensor::name))
                .containsExactlyInAnyOrderElementsOf(state.collect(StoredTensor::name));
        for (StoredTensor stored : state) {
            var other = written.tensors().detect(tensor -> tensor.name().equals(stored.name()));
            assertThat(other.type()).as(stored.name()).isEqualTo(stored.type());
            assertThat(other.tensor().shape()).isEqualTo(stored.tensor().shape());
            assertThat(other.tensor().toDoubleArray())
                    .containsExactly(stored.tensor().toDoubleArray());
        }
    }
}
