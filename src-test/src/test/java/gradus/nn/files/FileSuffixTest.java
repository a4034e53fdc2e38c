package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.data.RingsAndClouds;
import gradus.nn.layer.Linear;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.SGD;
import gradus.nn.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is written under a name that promises another format. */
class FileSuffixTest {
    private static final Tensor NUMBERS = Tensor.of(1f, 2f);

    @TempDir
    private Path folder;

    /** What writes a file. */
    private interface Writer {
        void write(Path file);
    }

    private static SavedModel model() {
        return SavedModel.of(Linear.of(2, 2, Randomness.seeded(1)), Maps.immutable.empty());
    }

    private static Npz npz() {
        return Npz.of(Lists.immutable.with(StoredTensor.of("a", NUMBERS)));
    }

    private static Safetensors safetensors() {
        return Safetensors.of(Lists.immutable.with(StoredTensor.of("a", NUMBERS)));
    }

    private void refuses(Writer writer, String name, String message) throws IOException {
        assertThatThrownBy(() -> writer.write(folder.resolve(name)))
                .isInstanceOf(ArgumentException.class)
                .hasMessage(message);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void eachWriterIsNamed() throws IOException {
        refuses(
                model()::write,
                "model.npz",
                "SavedModel.write: needs a name that ends in .json or .safetensors, got model.npz, which promises"
                        + " arrays of NumPy; model.json? Npz.write writes arrays by name");
        refuses(
                model()::write,
                "model.v2.PT",
                "SavedModel.write: needs a name that ends in .json or .safetensors, got model.v2.PT, which promises"
                        + " a file of PyTorch; model.v2.json?");
        refuses(
                npz()::write,
                "a.npy",
                "Npz.write: needs a name that ends in .npz or .zip, got a.npy, which promises one array of NumPy;"
                        + " a.npz? Npy.write writes one array");
        refuses(
                file -> Npy.write(file, NUMBERS),
                "a.npz",
                "Npy.write: needs a name that ends in .npy, got a.npz, which promises arrays of NumPy; a.npy?"
                        + " Npz.write writes arrays by name");
        refuses(
                safetensors()::write,
                "a.json",
                "Safetensors.write: needs a name that ends in .safetensors, got a.json, which promises JSON;"
                        + " a.safetensors? SavedModel.write writes a model as JSON");
        refuses(
                npz()::write,
                "a.safetensors",
                "Npz.write: needs a name that ends in .npz or .zip, got a.safetensors, which promises a safetensors"
                        + " file; a.npz? Safetensors.write writes tensors by name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npz", "npy", "pt", "pth", "bin", "pkl", "pickle", "joblib", "h5", "hdf5", "keras", "pb", "tflite",
                "onnx", "gguf", "gz", "zip", "xz", "bz2", "zst", "tar", "tgz", "csv", "tsv", "parquet", "xlsx", "png",
                "jpg", "jpeg", "svg", "html", "pdf"
            })
    void noModelUnderForeignNames(String suffix) throws IOException {
        String name = "model." + suffix;
        assertThatThrownBy(() -> model().write(folder.resolve(name)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("got " + name + ", which promises ");
        assertThat(folder.resolve(name)).doesNotExist();
    }

    /** As before: what promises nothing holds JSON. */
    @ParameterizedTest
    @ValueSource(strings = {"model", "model.json", "model.gradus", "model.txt", "model.v2", ".hidden", "npz", "model."})
    void modelsUnderOtherNamesAreJson(String name) {
        Path file = folder.resolve(name);
        model().write(file);
        assertThat(file).content().startsWith("{");
        assertThat(SavedModel.read(file).values()).hasSize(2);
    }

    @Test
    void capitalLettersCountAsSmallOnes() {
        Path file = folder.resolve("MODEL.SAFETENSORS");
        model().write(file);
        assertThat(Safetensors.read(file).tensors()).hasSize(2);
        assertThat(SavedModel.read(file).values()).hasSize(2);
    }

    @Test
    void ownAndOtherNamesAreTaken() {
        npz().write(folder.resolve("a.zip"));
        npz().write(folder.resolve("arrays"));
        Npy.write(folder.resolve("array"), NUMBERS);
        safetensors().write(folder.resolve("a.ckpt"));
        assertThat(Npz.read(folder.resolve("a.zip")).tensors()).hasSize(1);
        assertThat(Npz.read(folder.resolve("arrays")).tensors()).hasSize(1);
        assertThat(Npy.read(folder.resolve("array")).name()).isEqualTo("array");
        assertThat(Safetensors.read(folder.resolve("a.ckpt")).tensors()).hasSize(1);
    }

    /** Before the first step, not after the first epoch. */
    @Test
    void checkpointsToo() throws IOException {
        var model = Linear.of(2, RingsAndClouds.CLASSES, Randomness.seeded(1));
        Tensor before = model.weight().value();
        var data = RingsAndClouds.generated(4, Randomness.seeded(2));
        var trainer = Trainer.of(
                model,
                (logits, batch) -> new CrossEntropy().mean(logits, batch.labels()),
                new SGD().of(model).learningRate(0.1));
        refuses(
                file -> trainer.checkpoint(file).epochs(1).train(data),
                "run.json",
                "Trainer.checkpoint: needs a name that ends in .safetensors, got run.json, which promises JSON;"
                        + " run.safetensors? SavedModel.write writes a model as JSON");
        assertThat(model.weight().value()).isSameAs(before);
    }
}
