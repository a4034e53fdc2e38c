package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("some.safetensors");
    }

    private static byte[] bytes(long length, String header, int data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(text)
                .array();
    }

    private static byte[] bytes(String header, int data) {
        return bytes(header.getBytes(StandardCharsets.UTF_8).length, header, data);
    }

    @Test
    void whatNobodyCouldReadIsNotWritten() {
        assertThatThrownBy(() ->
                        Safetensors.of(Lists.immutable.with(StoredTensor.of("x".repeat(50_001), Tensor.scalar(1.0)))))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("Safetensors: needs names of at most 50000 characters, got 50001");
        assertThatThrownBy(() -> Safetensors.of(Lists.immutable.with(StoredTensor.of("\ud800", Tensor.scalar(1.0)))))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("Safetensors: needs Unicode, got half of a surrogate pair");
    }

    @Test
    void aFileOfTheStateOfALayerInPyTorch() {
        var read = Safetensors.read(FilesOfOthers.path("state.safetensors"));
        assertThat(read.metadata().get("format")).isEqualTo("pt");
        assertThat(read.tensors().collect(StoredTensor::name))
                .containsExactly(
                        "1.weight", "1.running_mean", "1.num_batches_tracked", "half", "brain", "bytes", "double");
        assertThat(read.tensor("1.weight").toFloatArray()).containsExactly(1, 2, 0.5f);
        assertThat(read.tensor("1.num_batches_tracked").item()).isEqualTo(7);
        assertThat(read.tensor("1.num_batches_tracked").shape()).isEqualTo(Shape.SCALAR);
        assertThat(read.tensors().get(2).type()).isEqualTo(NumberType.I64);
        assertThat(read.tensor("half").toFloatArray()).containsExactly(1.5f, -0.25f, 65504f, 0x1p-24f);
        assertThat(read.tensor("brain").toFloatArray()).containsExactly(1, -3, Float.POSITIVE_INFINITY);
        assertThat(read.tensor("bytes").toFloatArray()).containsExactly(0, 255);
        assertThat(read.tensor("double").toDoubleArray()).containsExactly(0.1, -1e300);
    }

    @Test
    void readingAndWritingLosesNothing() {
        var read = Safetensors.read(FilesOfOthers.path("state.safetensors"));
        read.write(file);
        var again = Safetensors.read(file);
        assertThat(again.metadata()).isEqualTo(read.metadata());
        assertThat(again.tensors().collect(StoredTensor::name))
                .isEqualTo(read.tensors().collect(StoredTensor::name));
        assertThat(again.tensors().collect(StoredTensor::type))
                .isEqualTo(read.tensors().collect(StoredTensor::type));
        again.tensors()
                .zip(read.tensors())
                .forEach(pair -> assertThat(pair.getOne().tensor().toDoubleArray())
                        .containsExactly(pair.getTwo().tensor().toDoubleArray()));
    }

    @Test
    void theFileIsAlwaysTheSameAndAligned() throws IOException {
        var small = new StoredTensor("small", NumberType.U8, Tensor.of(1f, 2f, 3f));
        var wide = StoredTensor.of("wide", Tensor.of(1.5));
        new Safetensors(SortedMaps.immutable.with("seed", "7"), Lists.immutable.with(small, wide)).write(file);
        String header =
                "{\"__metadata__\":{\"seed\":\"7\"},\"small\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[8,11]},"
                        + "\"wide\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}";
        header += " ".repeat((8 - header.length() % 8) % 8);
        var expected = new ByteArrayOutputStream();
        expected.write(Arrays.copyOf(bytes(header, 0), 8 + header.length()));
        expected.write(new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x3f, 1, 2, 3});
        assertThat(Files.readAllBytes(file)).isEqualTo(expected.toByteArray());
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeHoldsItsExtremesAndNothingElse(NumberType type) {
        double[] numbers = switch (type) {
            case F64 -> new double[] {0.1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN};
            case F32 -> new double[] {0.1f, Float.MIN_VALUE, -Float.MAX_VALUE, Double.POSITIVE_INFINITY};
            case F16 -> new double[] {65504, 0x1p-24, -1.5, Double.NEGATIVE_INFINITY, Double.NaN};
            case BF16 -> new double[] {0x1.fep127, 1.5, -0x1p-126};
            case I64 -> new double[] {-0x1p63, 0x1p53, 0x1.fffffffffffffp62};
            case U64 -> new double[] {0x1p63, 0x1.fffffffffffffp63, 0x1p53 - 1};
            case I32 -> new double[] {Integer.MIN_VALUE, Integer.MAX_VALUE};
            case U32 -> new double[] {0, 0xffff_ffffL};
            case I16 -> new double[] {Short.MIN_VALUE, Short.MAX_VALUE};
            case U16 -> new double[] {0, 65535};
            case I8 -> new double[] {-128, 127};
            case U8 -> new double[] {0, 255};
            case BOOL -> new double[] {0, 1};
            case F8_E4M3 -> new double[] {448, -0x1p-9, 1.125, -0.0, Double.NaN};
            case F8_E5M2 -> new double[] {57344, -0x1p-16, 1.25, Double.NEGATIVE_INFINITY, Double.NaN};
            case F8_E4M3FNUZ -> new double[] {240, -0x1p-10, 1.125, Double.NaN};
            case F8_E5M2FNUZ -> new double[] {57344, -0x1p-17, 1.25, Double.NaN};
            case F8_E8M0 -> new double[] {0x1p-127, 1, 0x1p127, Double.NaN};
        };
        Safetensors.of(Lists.immutable.with(new StoredTensor("x", type, Tensor.of(numbers))))
                .write(file);
        var read = Safetensors.read(file).tensors().getFirst();
        assertThat(read.type()).isEqualTo(type);
        assertThat(read.tensor().dtype()).isEqualTo(type.dtype());
        assertThat(read.tensor().toDoubleArray()).containsExactly(numbers);

        double outside = switch (type) {
            case F64, F32, F16, BF16, F8_E4M3, F8_E5M2, F8_E4M3FNUZ, F8_E5M2FNUZ, F8_E8M0 -> 1 + 0x1p-30;
            case I64, U64, I32, U32, I16, U16, I8, U8, BOOL -> 0.5;
        };
        if (type != NumberType.F64) {
            assertThatThrownBy(() ->
                            Safetensors.of(Lists.immutable.with(new StoredTensor("x", type, Tensor.of(1.0, outside)))))
                    .isInstanceOf(ArgumentException.class)
                    .hasMessage("Safetensors, x: needs numbers that " + type + " holds exactly, got " + outside);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "I64,9223372036854775808",
        "I64,-9223372036854777856",
        "U64,-1",
        "U64,1.8446744073709552E19",
        "U32,-1",
        "I8,128",
        "BOOL,2"
    })
    void whatATypeHasNoRoomForIsRefused(NumberType type, double number) {
        assertThatThrownBy(() -> Safetensors.of(Lists.immutable.with(new StoredTensor("x", type, Tensor.of(number)))))
                .isInstanceOf(ArgumentException.class);
    }

    @Test
    void namesDiffer() {
        var x = StoredTensor.of("x", Tensor.of(1f));
        assertThatThrownBy(() -> Safetensors.of(Lists.immutable.with(x, x)))
                .hasMessage("Safetensors: needs names that differ, none __metadata__, got [x, x]");
        assertThatThrownBy(() -> Safetensors.of(Lists.immutable.with(StoredTensor.of("__metadata__", Tensor.of(1f)))))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Safetensors.of(Lists.immutable.with(x)).tensor("y"))
                .hasMessage("Safetensors: needs one of the names [x], got \"y\"");
    }

    @Test
    void indicesComeFromWholeNumbers() {
        var labels = new StoredTensor("labels", NumberType.I64, Tensor.of(3.0, -1.0));
        assertThat(labels.indices().toArray()).containsExactly(3, -1);
        assertThatThrownBy(() -> StoredTensor.of("labels", Tensor.of(0.5)).indices())
                .hasMessage("indices, labels: needs whole numbers of 32 bits, got 0.5");
    }

    @Test
    void whatIsStoredIsAConstant() {
        var variable = Tensor.zeros(DType.F32, Shape.of(2)).asVariable();
        assertThat(StoredTensor.of("x", variable).tensor()).isNotSameAs(variable);
    }
}
