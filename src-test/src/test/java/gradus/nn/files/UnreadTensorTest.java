package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no tensor can hold does not spoil the others in its file, and is refused by its name. */
class UnreadTensorTest {
    @TempDir
    private Path folder;

    private Path safetensors(String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return Files.write(
                folder.resolve("some.safetensors"),
                ByteBuffer.allocate(8 + text.length + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(text.length)
                        .put(text)
                        .put(data)
                        .array());
    }

    /** A tensor of some type between two numbers of type F32, 1 and 2. */
    private Path between(String type, String shape, byte[] bytes) throws IOException {
        int end = 4 + bytes.length;
        String header =
                "{\"first\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"odd\":{\"dtype\":\"" + type
                        + "\",\"shape\":" + shape + ",\"data_offsets\":[4," + end + "]},"
                        + "\"last\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[" + end + "," + (end + 4) + "]}}";
        return safetensors(
                header,
                ByteBuffer.allocate(8 + bytes.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(1)
                        .put(bytes)
                        .putFloat(2)
                        .array());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            F4      | [4]            | 1234             | 0: real numbers in whole bytes, got F4
            F6_E2M3 | [4]            | 123456           | 0: real numbers in whole bytes, got F6_E2M3
            F6_E3M2 | [2,2]          | 123456           | 0: real numbers in whole bytes, got F6_E3M2
            C64     | [1]            | 0000803f00000040 | 0: real numbers in whole bytes, got C64
            I64     | [1]            | 0100000000002000 | 0: a whole number that F64 holds exactly, got 9007199254740993
            U64     | [1]            | ffffffffffffffff | 0: a whole number that F64 holds exactly, got \
            18446744073709551615
            I64     | [2]            | 0000000000000000ffffffffffffff7f | 8: a whole number that F64 holds \
            exactly, got 9223372036854775807
            F64     | [0,5000000000] | ''               | 0: axis lengths of at most 2147483647
            """)
    void othersInASafetensorsFileAreRead(String type, String shape, String hex, String message) throws IOException {
        Path file = between(type, shape, HexFormat.of().parseHex(hex));
        var read = Safetensors.read(file);
        assertThat(read.tensors().collect(StoredTensor::name)).containsExactly("first", "last");
        assertThat(read.tensor("first").get(0)).isEqualTo(1);
        assertThat(read.tensor("last").item()).isEqualTo(2);
        assertThat(read.unread().collect(UnreadTensor::name)).containsExactly("odd");
        int begin = Math.toIntExact(Files.size(file)) - 4 - hex.length() / 2;
        String[] parts = message.split(": ", 2);
        assertThatThrownBy(() -> read.tensor("odd"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        file + ", byte " + (begin + Integer.parseInt(parts[0])) + ": needs odd: " + parts[1]);
        assertThatThrownBy(read::whole).isInstanceOf(DataException.class).hasMessageContaining("needs odd: ");
        assertThatThrownBy(() -> SavedModel.read(file)).hasMessageContaining("needs odd: ");
        assertThatThrownBy(() -> read.write(folder.resolve("again.safetensors")))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("some that were not: odd");
        assertThatThrownBy(() -> read.tensor("other")).isInstanceOf(ArgumentException.class);
    }

    @Test
    void anyByteButZeroIsTrue() throws IOException {
        var read = Safetensors.read(between("BOOL", "[4]", new byte[] {0, 1, 2, -1}));
        assertThat(read.tensor("odd").toFloatArray()).containsExactly(0, 1, 1, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "F8_E4M3,     00017e7fb8ff38, '0, 0x1p-9, 448, NaN, -1, NaN, 1'",
        "F8_E5M2,     00017b7c7dbcff, '0, 0x1p-16, 57344, Infinity, NaN, -1, NaN'",
        "F8_E4M3FNUZ, 00017f80c0ff40, '0, 0x1p-10, 240, NaN, -1, -240, 1'",
        "F8_E5M2FNUZ, 00017f80c0ff40, '0, 0x1p-17, 57344, NaN, -1, -57344, 1'",
        "F8_E8M0,     007f80feff7e81, '0x1p-127, 1, 2, 0x1p127, NaN, 0.5, 4'"
    })
    void smallFloatsAreReadExactly(String type, String hex, String numbers) throws IOException {
        var read = Safetensors.read(between(type, "[7]", HexFormat.of().parseHex(hex)));
        double[] expected = new double[7];
        for (int i = 0; i < 7; i++) {
            String number = numbers.split(", ")[i];
            expected[i] = Double.parseDouble(number);
        }
        assertThat(read.tensor("odd").toDoubleArray()).containsExactly(expected);
        assertThat(read.tensor("last").item()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"__metadata__\":null,\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}",
                "{\"a\":{\"dtype\":\"U8\",\"extra\":{\"x\":[1,{\"y\":null}]},\"shape\":[1],\"data_offsets\":[0,1]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1],\"z\":\"]}\"},\"__metadata__\":{}}",
                " \n\t{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}} \r\n"
            })
    void headersThatTheReferenceReads(String header) throws IOException {
        var read = Safetensors.read(safetensors(header, new byte[] {7}));
        assertThat(read.metadata()).isEmpty();
        assertThat(read.tensor("a").get(0)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"__metadata__":{"a":null}}                                   | a string
            {"__metadata__":null,"__metadata__":null}                     | each name once, got __metadata__
            {"a":null}                                                    | a tensor, an object
            {"a":{"dtype":"C128","shape":[0],"data_offsets":[0,0]}}       | one of the types
            {"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}         | whole bytes of a, not 12 bits
            {"a":{"dtype":"F4","shape":[2],"data_offsets":[0,2]}}         | that are 1 byte apart for F4[2]
            {"a":{"dtype":"U8","shape":[-0],"data_offsets":[0,0]}}        | axis lengths of 0 or more
            {"a":{"dtype":"U8","shape":[5000000000,5000000000,0],"data_offsets":[0,0]}} | at most
            {"\\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}   | readable JSON
            {"__metadata__":{"a":"\\udc00"}}                              | Unicode
            {}x                                                           | readable JSON
            """)
    void headersThatTheReferenceRefuses(String header, String message) throws IOException {
        Path file = safetensors(header, new byte[2]);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    @Test
    void headersInOtherEncodingsAreRefused() throws IOException {
        byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16LE);
        byte[] overlong = {'{', '"', (byte) 0xc0, (byte) 0x80, '"', '}'};
        for (byte[] header : new byte[][] {utf16, overlong}) {
            Path file = Files.write(
                    folder.resolve("some.safetensors"),
                    ByteBuffer.allocate(8 + header.length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(header.length)
                            .put(header)
                            .array());
            assertThatThrownBy(() -> Safetensors.read(file))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("byte 8: needs a header ");
        }
    }

    private static byte[] array(String descr, String shape, String hex) {
        String header = "{'descr': " + descr + ", 'fortran_order': False, 'shape': " + shape + ", }";
        byte[] data = HexFormat.of().parseHex(hex);
        return ByteBuffer.allocate(10 + header.length() + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
    }

    private Path npz(String name, byte[] odd) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("first.npy"));
            zip.write(array("'<f4'", "(1,)", "0000803f"));
            zip.putNextEntry(new ZipEntry(name));
            zip.write(odd);
            zip.putNextEntry(new ZipEntry("folder/"));
            zip.putNextEntry(new ZipEntry("folder/last.npy"));
            zip.write(array("'>i2'", "(2,)", "00010102"));
        }
        return Files.write(folder.resolve("some.npz"), bytes.toByteArray());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            '|O' ! (1,) ! 80046b ! such as <f4 or |b1, got |O
            '<c8' ! (1,) ! 00000000 ! got <c8
            '<U2' ! (1,) ! 00 ! got <U2
            '|S3' ! (1,) ! 00 ! got |S3
            '<M8[ns]' ! (1,) ! 00 ! got <M8[ns]
            [('a', '<f4'), ('b]', '|u1')] ! (1,) ! 00 ! got [('a', '<f4'), ('b]', '|u1')]
            '<f16' ! (1,) ! 00 ! got <f16
            '<u8' ! (1,) ! ffffffffffffffff ! a whole number that F64 holds exactly
            '<i8' ! (1,) ! 0100000000002000 ! a whole number that F64 holds exactly
            '<f4' ! (0,5000000000) ! `` ! a whole number from 0 to 2147483647
            '<f4' ! (3,) ! 00 ! 12 bytes of numbers, got the end of the file
            '<f9' ! (3,) ! 00 ! got <f9
            """)
    void othersInAnNpzFileAreRead(String descr, String shape, String hex, String message) throws IOException {
        Path file = npz("odd.npy", array(descr, shape, hex));
        var read = Npz.read(file);
        assertThat(read.tensors().collect(StoredTensor::name)).containsExactly("first", "folder/last");
        assertThat(read.tensor("folder/last").toDoubleArray()).containsExactly(1, 258);
        assertThatThrownBy(() -> read.tensor("odd"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + ", byte ")
                .hasMessageContaining(": needs odd.npy: ")
                .hasMessageContaining(message);
        assertThatThrownBy(() -> read.write(folder.resolve("again.npz")))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("some that were not: odd");
    }

    @Test
    void entriesThatAreNoArraysAreRefusedByName() throws IOException {
        var read = Npz.read(npz("notes.txt", new byte[] {'h', 'i'}));
        assertThat(read.tensor("first").shape()).isEqualTo(Shape.of(1));
        assertThatThrownBy(() -> read.tensor("notes.txt"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("needs entries NAME.npy, got notes.txt");
        assertThatThrownBy(read::whole).isInstanceOf(DataException.class);
    }

    /** What no tensor holds has its checksum all the same. */
    @Test
    void damageIsNoOddType() throws IOException {
        Path file = npz("odd.npy", array("'|O'", "(1,)", "80046b"));
        byte[] bytes = Files.readAllBytes(file);
        int directory = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("odd.npy", bytes.length - 250) - 46;
        bytes[directory + 16] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> Npz.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("odd.npy: the checksum");
    }

    @Test
    void anEmptyNpzFileIsOneOfNumpys() throws IOException {
        byte[] end = HexFormat.of().parseHex("504b0506" + "00".repeat(18));
        assertThat(Npz.read(Files.write(folder.resolve("empty.npz"), end)).tensors())
                .isEmpty();
    }
}
