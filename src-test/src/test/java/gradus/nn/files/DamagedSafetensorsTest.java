package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gradus.autodiff.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Safetensors files that are damaged, cut off or not what they say. */
class DamagedSafetensorsTest {
    /** Two tensors of 8 bytes each. */
    private static final String HEADER = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[8,16]}}";

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
            [8,16]             | [0,8]                          | to begin where the tensor before it ends, at \
            8, got 0 after the header
            [8,16]             | [4,12]                         | to begin where the tensor before it ends, at \
            8, got 4 after the header
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
}
