package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Tanh;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.ImmutableMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedModelTest {
    private static final ImmutableMap<String, String> METADATA =
            Maps.immutable.with("seed", "7", "learning rate", "0.1", "quoted", "a \"b\" \\ ü\n");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("model.json");
    }

    private static Sequential network(DType dtype, long seed) {
        var random = Randomness.seeded(seed);
        return Sequential.of(
                Linear.of(dtype, 3, 4, random),
                new Tanh(),
                Linear.of(dtype, 4, 2, random).withoutBias());
    }

    @Test
    void aModelComesBackToTheBit() {
        for (DType dtype : DType.values()) {
            var model = network(dtype, 1);
            SavedModel.of(model, METADATA).write(file);
            var read = SavedModel.read(file);
            assertThat(read.metadata().castToSortedMap()).isEqualTo(METADATA.castToMap());
            assertThat(read.values().collect(SavedModel.Value::name)).containsExactly("0.weight", "0.bias", "2.weight");
            var other = network(dtype, 2);
            read.into(other);
            var x = Tensor.normal(dtype, Shape.of(5, 3), 0, 1, Randomness.seeded(3));
            assertThat(other.forward(x).toDoubleArray())
                    .isEqualTo(model.forward(x).toDoubleArray());
        }
    }

    @Test
    void specialNumbersComeBack() {
        float[] floats = {
            0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE, 0.1f
        };
        double[] doubles = {
            -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE, 0.1, 1e23, 2.0
        };
        var model = Sequential.of(
                Linear.of(Tensor.zeros(8, 1), Tensor.of(floats)),
                Linear.of(Tensor.zeros(DType.F64, Shape.of(8, 8)), Tensor.of(doubles)));
        SavedModel.of(model, Maps.immutable.empty()).write(file);
        var values = SavedModel.read(file).values();
        assertThat(bits(values.get(1).tensor().toFloatArray())).isEqualTo(bits(floats));
        assertThat(bits(values.get(3).tensor().toDoubleArray())).isEqualTo(bits(doubles));
    }

    private static int[] bits(float[] numbers) {
        int[] bits = new int[numbers.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(numbers[i]);
        }
        return bits;
    }

    private static long[] bits(double[] numbers) {
        return DoubleStream.of(numbers).mapToLong(Double::doubleToLongBits).toArray();
    }

    @Test
    void theFileIsReadableAndAlwaysTheSame() throws IOException {
        var model = Linear.of(Tensor.of(new float[][] {{1, 0.1f}}), Tensor.of(-2.5f));
        SavedModel.of(model, Maps.immutable.with("seed", "7", "epochs", "3")).write(file);
        assertThat(file).content().isEqualTo("""
                        {
                          "format" : "gradus model",
                          "version" : 1,
                          "metadata" : {
                            "epochs" : "3",
                            "seed" : "7"
                          },
                          "parameters" : [ {
                            "name" : "weight",
                            "type" : "F32",
                            "shape" : [ 1, 2 ],
                            "values" : [ 1.0, 0.1 ]
                          }, {
                            "name" : "bias",
                            "type" : "F32",
                            "shape" : [ 1 ],
                            "values" : [ -2.5 ]
                          } ]
                        }""");
    }

    @Test
    void writingReplacesTheFileAndLeavesNothingBeside() throws IOException {
        Files.writeString(file, "something old");
        SavedModel.of(network(DType.F32, 1), METADATA).write(file);
        assertThat(SavedModel.read(file).values()).hasSize(3);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFailedWriteLeavesWhatWasThere() throws IOException {
        Files.createDirectories(file.resolve("inside"));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> SavedModel.of(network(DType.F32, 1), METADATA).write(file))
                .withMessageContaining("model.json");
        assertThat(file.resolve("inside")).isDirectory();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void filesThatPeopleTakeForJson() throws IOException {
        Files.write(file, new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 0, 0});
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> SavedModel.read(file))
                .withMessage(file + ", byte 0: needs JSON, got a zip archive; of torch.save? In Python save"
                        + " model.state_dict() by safetensors.torch.save_file, or by np.savez for Npz");
        Path tensors = folder.resolve("model.safetensors");
        SavedModel.of(network(DType.F32, 1), METADATA).write(tensors);
        Files.move(tensors, file, StandardCopyOption.REPLACE_EXISTING);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> SavedModel.read(file))
                .withMessageEndingWith("needs JSON, got a safetensors file; its name has to end in .safetensors");
    }

    /** A sparse file: it claims what it does not fill. */
    @Test
    void aHugeFileIsRefusedUnread() throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'}'}), 1L << 40);
        }
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> SavedModel.read(file))
                .withMessageContaining("needs at most 67108864 bytes of JSON, got 1099511627777");
    }

    @Test
    void aModelOfOtherLayersStaysAsItIs() {
        var saved = SavedModel.of(network(DType.F32, 1), METADATA);
        var random = Randomness.seeded(5);
        var other = Sequential.of(Linear.of(3, 4, random), new Tanh(), Linear.of(4, 2, random));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> saved.into(other))
                .withMessageContaining("needs a model with the 3 names of the saved one, got one with 2.bias; make");
        var shifted = Sequential.of(
                new Tanh(), Linear.of(3, 4, random), Linear.of(4, 2, random).withoutBias());
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> saved.into(shifted))
                .withMessageContaining("got one without 0.weight, 0.bias and with 1.weight, 1.bias; make");
        var wider = Sequential.of(
                Linear.of(3, 4, random), new Tanh(), Linear.of(4, 5, random).withoutBias());
        var before = wider.parameters().collect(parameter -> parameter.value());
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> saved.into(wider))
                .withMessage("SavedModel.into, 2.weight: needs the saved shape [2, 4], got [5, 4];"
                        + " make the model with the sizes that the saved one had");
        assertThat(wider.parameters().collect(parameter -> parameter.value())).isEqualTo(before);
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> saved.into(network(DType.F64, 1)))
                .withMessageContaining("0.weight");
    }

    @Test
    void aMissingFile() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> SavedModel.read(file))
                .withMessageContaining("model.json: needs a file, got nothing of that name");
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> SavedModel.read(folder));
    }

    @Test
    void everyTruncation() throws IOException {
        var model = Linear.of(Tensor.of(new float[][] {{1, 0.5f}}), Tensor.of(-2.5f));
        SavedModel.of(model, METADATA).write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(refused().offset()).as("%d bytes", length).isBetween(0L, (long) length);
        }
    }

    private DataException refused() {
        var exception = catchThrowableOfType(DataException.class, () -> SavedModel.read(file));
        assertThat(exception).as("refused").isNotNull();
        return exception;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    gradus model        | keras              | the format "gradus model"
                    "version" : 1       | "version" : 2      | needs version 1, got 2
                    "version" : 1       | "version" : "1"    | a whole number
                    "metadata"          | "meta"             | needs "metadata", got meta
                    "seed" : "7"        | "seed" : 7         | a string
                    "name" : "bias"     | "name" : "weight"  | each name once: weight
                    F32                 | F16                | the type F32 or F64
                    [ 1, 2 ]            | [ 1, 3 ]           | needs 3 values for the shape [1, 3], got 2
                    [ 1, 2 ]            | [ 1, 1 ]           | needs 1 value for the shape [1, 1], got more
                    [ 1, 2 ]            | [ -1, -2 ]         | axis lengths of 0 or more
                    [ 1, 2 ]            | [ 99999, 99999 ]   | at most
                    [ 1, 2 ]            | [ 1, 2.0 ]         | a whole number
                    [ 1, 2 ]            | [ 99999999999 ]    | readable JSON
                    -2.5                | "-2.5"             | a number
                    -2.5                | 1e39               | a number of type F32
                    -2.5                | NaN                | readable JSON
                    -2.5                | null               | a number
                    -2.5                | [ -2.5 ]           | a number
                    "epochs" : "3"      | "seed" : "3"       | readable JSON
                    "parameters" : [ {  | "parameters" : [ 5, { | a parameter
                    """)
    void whatIsNoModel(String right, String wrong, String message) throws IOException {
        var model = Linear.of(Tensor.of(new float[][] {{1, 0.5f}}), Tensor.of(-2.5f));
        SavedModel.of(model, Maps.immutable.with("seed", "7", "epochs", "3")).write(file);
        String text = Files.readString(file);
        assertThat(text).contains(right);
        Files.writeString(file, text.replace(right, wrong));
        assertThat(refused()).hasMessageContaining(message);
        assertThat(refused().offset()).isPositive();
    }

    @Test
    void whatFollowsTheModel() throws IOException {
        SavedModel.of(network(DType.F32, 1), METADATA).write(file);
        Files.writeString(file, Files.readString(file) + "\n");
        assertThat(SavedModel.read(file).values()).hasSize(3);
        Files.writeString(file, Files.readString(file) + "{}");
        assertThat(refused()).hasMessageContaining("needs the end of the file");
    }
}
