package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("some.npz");
    }

    private DataException refused(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        var exception = catchThrowableOfType(DataException.class, () -> Npz.read(file));
        assertThat(exception).as("refused").isNotNull();
        assertThat(exception.file()).isEqualTo(file);
        return exception;
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void filesOfNumpy(String name) {
        var read = Npz.read(FilesOfOthers.path(name));
        assertThat(read.tensor("a").toFloatArray()).containsExactly(0, 1.5f, -2.25f, 3, -0f, 1e-3f);
        assertThat(read.tensors().get(1).name()).isEqualTo("labels");
        assertThat(read.tensors().get(1).indices().toArray()).containsExactly(0, 1, 2, 100, 127);
        if (name.startsWith("d")) {
            assertThat(read.tensor("deep").toDoubleArray()).hasSize(64 * 64).containsOnly(0);
        }
    }

    @Test
    void whatIsWrittenComesBackAndIsAlwaysTheSame() throws IOException {
        var tensors = Npz.of(Lists.immutable.with(
                StoredTensor.of("x", Tensor.of(0.1, Double.NaN)),
                new StoredTensor("größe", NumberType.I16, Tensor.of(-5f).reshape(1, 1)),
                StoredTensor.of("none", Tensor.zeros(DType.F32, Shape.of(3, 0)))));
        tensors.write(file);
        var read = Npz.read(file);
        assertThat(read.tensors().collect(StoredTensor::name)).containsExactly("x", "größe", "none");
        assertThat(read.tensor("x").toDoubleArray()).containsExactly(0.1, Double.NaN);
        assertThat(read.tensors().get(1).type()).isEqualTo(NumberType.I16);
        assertThat(read.tensor("none").shape()).isEqualTo(Shape.of(3, 0));
        byte[] bytes = Files.readAllBytes(file);
        tensors.write(file);
        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void namesAreChecked() throws IOException {
        var x = StoredTensor.of("x", Tensor.of(1f));
        assertThatThrownBy(() -> Npz.of(Lists.immutable.with(x, x)))
                .hasMessage("Npz: needs names that differ, none empty, got [x, x]");
        assertThatThrownBy(() -> Npz.of(Lists.immutable.with(StoredTensor.of("", Tensor.of(1f)))))
                .hasMessageStartingWith("Npz: needs names that differ");
        assertThatThrownBy(() -> Npz.of(Lists.immutable.with(x)).tensor("y"))
                .hasMessage("Npz: needs one of the names [x], got \"y\"");
        assertThat(refused(zip("x.txt", new byte[1]))).hasMessageContaining("needs entries NAME.npy, got x.txt");
        byte[] array = Files.readAllBytes(FilesOfOthers.path("scalar.npy"));
        byte[] twice = new String(twoEntries(array), StandardCharsets.ISO_8859_1)
                .replace("b.npy", "a.npy")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(refused(twice)).hasMessageContaining("each entry once");
    }

    private static byte[] twoEntries(byte[] array) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (String name : new String[] {"a.npy", "b.npy"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(array);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void errorsNameTheEntry() throws IOException {
        byte[] array = Files.readAllBytes(FilesOfOthers.path("scalar.npy"));
        assertThat(refused(zip("a.npy", Arrays.copyOf(array, 100))))
                .hasMessageContaining("needs a.npy: 118 bytes of the header, got the end of the file");
        assertThat(refused(zip("a.npy", Arrays.copyOf(array, array.length + 1))))
                .hasMessageContaining("byte 136: needs a.npy: the end of the file, got more bytes");
    }

    /**
     * A header that claims more numbers than the entry has, and an entry that claims to be larger
     * than it can be.
     */
    @Test
    void claimsReserveNoMemory() throws IOException {
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (134217728,)}";
        var array = ByteBuffer.allocate(10 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
        array.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII));
        byte[] bytes = zip("a.npy", array.array());
        assertThat(refused(bytes)).hasMessageContaining("a.npy: 1073741824 bytes of numbers, got the end of the file");
        int directory = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, 1 << 30);
        assertThat(refused(bytes)).hasMessageContaining("a.npy");
    }

    @Test
    void bombsAreBounded() throws IOException {
        Npz.of(Lists.immutable.with(StoredTensor.of("zeros", Tensor.zeros(1 << 20))))
                .write(file);
        assertThat(Files.size(file)).isLessThan(10_000);
        assertThat(Npz.read(file).tensor("zeros").shape()).isEqualTo(Shape.of(1 << 20));
        assertThatThrownBy(() -> Npz.read(file, 1 << 20))
                .isInstanceOf(DataException.class)
                .hasMessage(file
                        + ": needs at most 1048576 bytes in all entries, got zeros.npy of 4194432 bytes"
                        + " more; read(file, limit) takes more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void everyTruncationIsRefused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(FilesOfOthers.path(name));
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length));
        }
    }

    /**
     * Each bit flipped gives an error, or, where the bit means nothing, the arrays that were there.
     */
    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void noFlippedBitGoesUnnoticed(String name) throws IOException {
        byte[] whole = Files.readAllBytes(FilesOfOthers.path(name));
        var right = Npz.read(FilesOfOthers.path(name));
        int noticed = 0;
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            try {
                Npz.read(file)
                        .whole()
                        .tensors()
                        .zip(right.tensors())
                        .forEach(pair -> assertThat(Arrays.equals(
                                        pair.getOne().tensor().toDoubleArray(),
                                        pair.getTwo().tensor().toDoubleArray()))
                                .isTrue());
            } catch (DataException e) {
                noticed++;
            }
        }
        assertThat(noticed).isGreaterThan(4 * whole.length);
    }

    /** As Python's zipfile writes with other methods; the method stands in both headers. */
    @Test
    void otherMethodsAreNamed() throws IOException {
        byte[] bytes = zip("a.npy", Files.readAllBytes(FilesOfOthers.path("scalar.npy")));
        int directory = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        for (byte method : new byte[] {12, 14, 93}) {
            bytes[8] = method;
            bytes[directory + 10] = method;
            assertThat(refused(bytes))
                    .hasMessage(file + ": needs entries that are stored or deflated, got a.npy packed with method "
                            + method + "; numpy.savez and numpy.savez_compressed write such");
        }
        bytes[8] = 8;
        bytes[directory + 10] = 8;
        bytes[6] |= 1;
        bytes[directory + 8] |= 1;
        assertThat(refused(bytes)).hasMessageContaining("got a.npy, encrypted; numpy.savez");
    }

    @Test
    void whatIsNoZip() throws IOException {
        assertThat(refused(new byte[0])).hasMessageContaining("needs a zip file, got the end of the file; truncated?");
        assertThat(refused("something".getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("needs a sound zip file, got a damaged one");
        assertThatThrownBy(() -> Npz.read(folder))
                .isInstanceOf(DataException.class)
                .hasMessage(folder + ": needs a readable file, got a folder");
        assertThatThrownBy(() -> Npz.read(folder.resolve("none")))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("none: needs a file, got nothing of that name");
    }
}
