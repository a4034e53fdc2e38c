package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
    /** Two tensors of 8 bytes each. */
    private static final String HEADER =
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[8,16]}}";

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

    private DataException refused(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        var exception = catchThrowableOfType(DataException.class, () -> Safetensors.read(file));
        assertThat(exception).as("refused").isNotNull();
        assertThat(exception.file()).isEqualTo(file);
        return exception;
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
    void integersThatADoubleDoesNotHoldAreRefused() throws IOException {
        var bytes = bytes("{\"n\":{\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[0,16]}}", 16);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length - 8, (1L << 53) + 1);
        assertThat(refused(bytes))
                .hasMessageEndingWith(", byte " + (bytes.length - 8)
                        + ": needs n: a whole number that F64 holds exactly, got 9007199254740993");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length - 8, Long.MIN_VALUE);
        Files.write(file, bytes);
        assertThat(Safetensors.read(file).tensor("n").toDoubleArray()).containsExactly(0, -0x1p63);
    }

    @Test
    void headersMayBePaddedAndMembersInAnyOrder() throws IOException {
        Files.write(
                file,
                bytes(
                        "{\"b\":{\"data_offsets\":[4,8],\"shape\":[1],\"dtype\":\"F32\"},"
                                + "\"none\":{\"shape\":[0,3],\"dtype\":\"F32\",\"data_offsets\":[4,4]},"
                                + "\"a\":{\"shape\":[1,1],\"data_offsets\":[0,4],\"dtype\":\"F32\"}}     ",
                        8));
        var read = Safetensors.read(file);
        assertThat(read.tensors().collect(StoredTensor::name)).containsExactly("b", "none", "a");
        assertThat(read.tensor("none").shape()).isEqualTo(Shape.of(0, 3));
        Files.write(file, bytes("{}", 0));
        assertThat(Safetensors.read(file).tensors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "dtype":"F64"      | "dtype":"F99"                  | one of the types
            "dtype":"F64"      | "dtype":64                     | a string
            "dtype":"F64"      | "type":"F64"                   | dtype, shape and data_offsets of b
            "dtype":"F64",     | ``                             | dtype, shape and data_offsets of b
            "dtype":"F64"      | "dtype":"F64","dtype":"F64"    | each name once, got dtype
            "b":               | "a":                           | each name once, got a
            [8,16]             | [0,8]                          | to begin where the tensor before it ends, at 8, got 0 after the header
            [8,16]             | [4,12]                         | to begin where the tensor before it ends, at 8, got 4 after the header
            [8,16]             | [8,24]                         | an offset from 8 to the end of the file, 16
            [8,16]             | [8,15]                         | that are 8 bytes apart for F64[]
            [8,16]             | [16,8]                         | an offset from 16
            [8,16]             | [-8,0]                         | an offset of 0 or more
            [8,16]             | [8,16,24]                      | the end of the two offsets
            [8,16]             | [8,99999999999999999999]       | readable JSON
            [8,16]             | [8,1e1]                        | a whole number
            [0,8]              | [0,0]                          | that are 8 bytes apart
            [2]                | [-2]                           | axis lengths of 0 or more
            [2]                | [65536,65536,65536,65536]      | at most
            [2]                | [2147483647]                   | that are 8589934588 bytes apart for F32[2147483647]
            [2]                | [0.5]                          | a whole number
            [2]                | [4294967298]                   | that are 17179869192 bytes apart for F32[4294967298]
            [2]                | {}                             | a list of axis lengths
            {"a":              | {"__metadata__":{"x":1},"a":   | a string
            {"a":              | {"__metadata__":[],"a":        | an object of strings
            {"a":              | ["a":                          | begins with {
            }}                 | }}x                            | readable JSON
            }}                 | }}{}                           | the end of the header
            """)
    void headersThatAreWrong(String right, String wrong, String message) throws IOException {
        assertThat(HEADER).contains(right);
        int place = HEADER.lastIndexOf(right);
        String header = HEADER.substring(0, place) + wrong + HEADER.substring(place + right.length());
        var exception = refused(bytes(header, 16));
        assertThat(exception).hasMessageContaining(message);
        assertThat(exception.offset()).isGreaterThanOrEqualTo(8);
    }

    @Test
    void gapsAndWhatFollows() throws IOException {
        assertThat(refused(bytes(HEADER, 17)))
                .hasMessageContaining("needs the end of the file after the last tensor, got more bytes");
        assertThat(refused(bytes("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[1,5]}}", 5)))
                .hasMessageContaining("a to begin where the tensor before it ends, at 0, got 1 after the header");
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "-1", "100000001", "9223372036854775807"})
    void lengthsOfHeadersThatAreWrong(long length) throws IOException {
        var exception = refused(bytes(length, HEADER, 16));
        assertThat(exception)
                .hasMessageContaining(
                        "byte 0: needs a header length from 2 to 100000000, got " + Long.toUnsignedString(length));
        assertThat(refused(bytes(99_999_999, HEADER, 16)))
                .hasMessageContaining(
                        "byte 8: needs 99999999 bytes of the header, got the end of the file; truncated?");
    }

    @Test
    void deepJsonIsRefused() throws IOException {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        refused(bytes(deep, 0));
        refused(bytes("{\"__metadata__\":" + "{\"a\":".repeat(100_000), 0));
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(FilesOfOthers.path("state.safetensors"));
        for (int length = 0; length < whole.length; length++) {
            assertThat(refused(Arrays.copyOf(whole, length)).offset())
                    .as("%d bytes", length)
                    .isBetween(0L, (long) whole.length);
        }
    }

    @Test
    void whatIsNoFile() {
        file = folder.resolve("missing");
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ": needs a file, got nothing of that name");
        assertThatThrownBy(() -> Safetensors.read(folder))
                .isInstanceOf(DataException.class)
                .hasMessage(folder + ": needs a readable file, got a folder");
    }

    /** A header of 35,615 bytes begins like a gzip file. */
    @Test
    void noHeaderIsTakenForGzip() throws IOException {
        Files.write(file, bytes("{}" + " ".repeat(0x8b1f - 2), 0));
        assertThat(Files.readAllBytes(file)).startsWith(0x1f, 0x8b);
        assertThat(Safetensors.read(file).tensors()).isEmpty();
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
