package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Buffer;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.NamedBuffer;
import gradus.nn.NamedParameter;
import gradus.nn.Sequential;
import gradus.nn.layer.Tanh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models with buffers, in both formats. */
class WholeModelTest {
    @TempDir
    private Path folder;

    /** A layer that keeps what batch normalization keeps. */
    private record Counting(Parameter weight, Buffer mean, Buffer count) implements Layer {
        static Counting of(float weight, float mean, double count, int size) {
            return new Counting(
                    Parameter.of("weight", Tensor.full(DType.F32, Shape.of(size), weight)),
                    Buffer.of("running_mean", Tensor.full(DType.F32, Shape.of(size), mean)),
                    Buffer.of("num_batches_tracked", Tensor.scalar(count)));
        }

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return x;
        }

        @Override
        public ImmutableList<NamedParameter> namedParameters() {
            return Lists.immutable.with(new NamedParameter("weight", weight));
        }

        @Override
        public ImmutableList<NamedBuffer> namedBuffers() {
            return Lists.immutable.with(
                    new NamedBuffer("running_mean", mean), new NamedBuffer("num_batches_tracked", count));
        }

        String state() {
            return weight.value().toDoubleArray()[0] + " " + mean.value().toDoubleArray()[0] + " "
                    + count.value().item();
        }
    }

    /** As {@code numpy.savez} of a state dict gives them, where counts of batches are whole numbers. */
    @Test
    void arraysOfNumpyAreReadToo() {
        Path file = folder.resolve("model.npz");
        Npz.of(Lists.immutable.with(
                        StoredTensor.of("weight", Tensor.of(1f, 2f, 3f)),
                        StoredTensor.of("running_mean", Tensor.of(4f, 5f, 6f)),
                        new StoredTensor("num_batches_tracked", NumberType.I64, Tensor.scalar(8.0))))
                .write(file);
        var layer = Counting.of(9, 9, 9, 3);
        SavedModel.read(file).into(layer);
        assertThat(layer.state()).isEqualTo("1.0 4.0 8.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "model.safetensors"})
    void buffersAndOriginComeBack(String name) {
        Path file = folder.resolve(name);
        var layer = Counting.of(0.5f, -2, 7, 3);
        var origin = Provenance.here().seed(42).with("learning rate", "0.1");
        SavedModel.of(Sequential.of(new Tanh(), layer), origin.entries()).write(file);
        var read = SavedModel.read(file);
        assertThat(read.metadata()).isEqualTo(origin.entries());
        assertThat(read.values().collect(SavedModel.Value::name))
                .containsExactly("1.weight", "1.running_mean", "1.num_batches_tracked");
        var other = Counting.of(9, 9, 9, 3);
        read.into(Sequential.of(new Tanh(), other));
        assertThat(other.state()).isEqualTo("0.5 -2.0 7.0");
    }

    @Test
    void aStateDictOfPyTorch() {
        Path file = folder.resolve("model.safetensors");
        var all = Safetensors.read(FilesOfOthers.path("state.safetensors"));
        new Safetensors(
                        all.metadata(),
                        all.tensors().select(stored -> stored.name().startsWith("1.")))
                .write(file);
        var layer = Counting.of(9, 9, 9, 3);
        var model = Sequential.of(new Tanh(), layer);
        SavedModel.read(file).into(model);
        assertThat(layer.state()).isEqualTo("1.0 0.25 7.0");

        SavedModel.of(model, Maps.immutable.with("format", "pt")).write(file);
        var written = Safetensors.read(file);
        assertThat(written.tensors()
                        .detect(stored -> stored.name().endsWith("tracked"))
                        .type())
                .isEqualTo(NumberType.I64);
        assertThat(written.metadata().get("format")).isEqualTo("pt");
    }

    @Test
    void allOrNothing() {
        var saved = SavedModel.of(Counting.of(1, 2, 3, 3), Maps.immutable.empty());
        var wider = Counting.of(9, 9, 9, 4);
        assertThatThrownBy(() -> saved.into(wider)).isInstanceOf(ShapeException.class);
        var lastOfAnotherType = new Counting(
                Parameter.of("weight", Tensor.full(DType.F32, Shape.of(3), 9)),
                Buffer.of("running_mean", Tensor.full(DType.F32, Shape.of(3), 9)),
                Buffer.of("num_batches_tracked", Tensor.scalar(9f)));
        assertThatThrownBy(() -> saved.into(lastOfAnotherType))
                .isInstanceOf(ElementTypeException.class)
                .hasMessage("SavedModel.into, num_batches_tracked: needs the saved type F64, got F32;"
                        + " make the layer with DType.F64, or convert the value with to(DType.F32)");
        assertThat(lastOfAnotherType.state()).isEqualTo("9.0 9.0 9.0");
        assertThatThrownBy(() -> saved.into(Sequential.of(Counting.of(9, 9, 9, 3))))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining(
                        "got one without weight, running_mean, num_batches_tracked and with 0.weight, 0.");
    }

    @Test
    void theOriginNamesVersionsSeedDataAndSettings() throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), "abc");
        var origin = Provenance.here().seed(7).data(data).with("epochs", "3").with("epochs", "4");
        assertThat(origin.entries().keysView())
                .containsExactly("epochs", "gradus", "java", "seed", "sha256 of data.csv");
        assertThat(origin.entries().get("sha256 of data.csv"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(origin.entries().get("epochs")).isEqualTo("4");
        assertThat(origin.entries().get("java")).isEqualTo(Runtime.version().toString());
        assertThatThrownBy(() -> Provenance.here().data(folder.resolve("none")))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("none: needs a file, got nothing of that name");
    }

    @Test
    void theOriginNamesEachFileOfAFolder() throws IOException {
        Files.writeString(folder.resolve("b.csv"), "abc");
        Files.writeString(folder.resolve("a.csv"), "");
        Files.writeString(Files.createDirectory(folder.resolve("inner")).resolve("c.csv"), "no file of the folder");
        var files = Provenance.here().data(folder).entries();
        assertThat(files.keysView()).containsExactly("gradus", "java", "sha256 of a.csv", "sha256 of b.csv");
        assertThat(files.get("sha256 of b.csv"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
