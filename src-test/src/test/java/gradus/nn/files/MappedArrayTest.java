package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrays whose rows are read when they are asked for. */
class MappedArrayTest {
    @TempDir
    private Path folder;

    private Path file(String header, ByteBuffer numbers) throws IOException {
        String text = header + " ".repeat(117 - header.length()) + "\n";
        ByteBuffer all = ByteBuffer.allocate(128 + numbers.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        all.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 118);
        all.put(text.getBytes(StandardCharsets.US_ASCII)).put(numbers.array());
        return Files.write(folder.resolve("x.npy"), all.array());
    }

    @ParameterizedTest
    @EnumSource
    void rowsAreThoseOfTheWholeArray(DType dtype) {
        Path file = folder.resolve("x.npy");
        Tensor all = Tensor.arange(DType.F64, 24).to(dtype).add(0.1).reshape(4, 3, 2);
        Npy.write(file, all);
        MappedArray mapped = Npy.mapped(file);
        assertThat(mapped.count()).isEqualTo(4);
        assertThat(mapped.row()).isEqualTo(Shape.of(3, 2));
        assertThat(mapped.isWhole()).isFalse();
        Tensor rows = mapped.tensor(3, 0, 3);
        assertThat(rows.dtype()).isEqualTo(dtype);
        assertThat(rows.shape()).isEqualTo(Shape.of(3, 3, 2));
        assertThat(rows.toDoubleArray())
                .isEqualTo(all.indexSelect(0, Indices.of(3, 0, 3)).toDoubleArray());
        assertThat(mapped).hasToString(file + ": " + NumberType.of(dtype) + "[4, 3, 2]");
    }

    @Test
    void otherTypesAndOrdersOfBytes() throws IOException {
        ByteBuffer halves = ByteBuffer.allocate(8);
        for (float half : new float[] {0.5f, -2, 3, 4}) {
            halves.putShort(Float.floatToFloat16(half));
        }
        Path file = file("{'descr': '>f2', 'fortran_order': False, 'shape': (2, 2), }", halves);
        assertThat(Npy.mapped(file).tensor(1, 0).toFloatArray()).containsExactly(3, 4, 0.5f, -2);
        ByteBuffer doubles = ByteBuffer.allocate(16).putDouble(1.5).putDouble(-7);
        file = file("{'descr': '>f8', 'fortran_order': False, 'shape': (2,), }", doubles);
        assertThat(Npy.mapped(file).tensor(1).toDoubleArray()).containsExactly(-7);
        ByteBuffer longs = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(5)
                .putLong(1L << 40);
        file = file("{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", longs);
        MappedArray whole = Npy.mapped(file);
        assertThat(whole.isWhole()).isTrue();
        assertThat(whole.indices(0, 0)).isEqualTo(Indices.of(5, 5));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> whole.indices(1))
                .withMessageEndingWith("needs whole numbers of 32 bits, got 1.099511627776E12 in row 1");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> whole.tensor(0))
                .withMessageStartingWith("MappedArray.tensor: needs numbers that are not whole, got ")
                .withMessageEndingWith("I64[2]; use indices");
    }

    @Test
    void bytesAreWholeNumbersOrPixels() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {0, (byte) 255, 51, 1, 2, 3, 4, 5});
        MappedArray mapped = Npy.mapped(file("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2, 2), }", bytes));
        assertThat(mapped.indices(0)).isEqualTo(Indices.of(Shape.of(1, 2, 2), 0, 255, 51, 1));
        Tensor pixels = mapped.pixels().tensor(0);
        assertThat(pixels.shape()).isEqualTo(Shape.of(1, 4));
        assertThat(pixels.toFloatArray()).containsExactly(0, 1, 0.2f, 1 / 255f);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> mapped.pixels().indices(0))
                .withMessageEndingWith("use tensor");
        Path floats = folder.resolve("floats.npy");
        Npy.write(floats, Tensor.zeros(2));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Npy.mapped(floats).pixels())
                .withMessage("MappedArray.pixels: needs unsigned bytes, U8, got F32 in " + floats);
    }

    @Test
    void whatCannotBeMappedIsRefused() throws IOException {
        Path fortran = file("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }", ByteBuffer.allocate(16));
        assertThat(catchThrowableOfType(DataException.class, () -> Npy.mapped(fortran)))
                .hasMessageContaining("needs an array in C order, whose examples lie one after the other, got Fortran")
                .hasMessageEndingWith("Npy.read takes both");
        Path single = file("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", ByteBuffer.allocate(4));
        assertThat(catchThrowableOfType(DataException.class, () -> Npy.mapped(single)))
                .hasMessageEndingWith("needs an array [n, ...], got a single number; Npy.read reads it");
        Path cut = file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }", ByteBuffer.allocate(15));
        assertThat(catchThrowableOfType(DataException.class, () -> Npy.mapped(cut)))
                .hasMessageEndingWith("byte 128: needs 16 bytes of numbers up to the end, got 15; truncated?");
        Path missing = folder.resolve("none.npy");
        assertThat(catchThrowableOfType(DataException.class, () -> Npy.mapped(missing)))
                .hasMessage(missing + ": needs a file, got nothing of that name");
        assertThat(catchThrowableOfType(DataException.class, () -> Npy.mapped(folder)))
                .hasMessage(folder + ": needs a readable file, got a folder");
        Path few = folder.resolve("few.npy");
        Npy.write(few, Tensor.zeros(2, 3));
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> Npy.mapped(few).tensor(2))
                .withMessage("MappedArray: needs rows from 0 to 1, got 2");
    }

    /** More elements than a tensor can have, of which none is there: the file has a hole. */
    @Test
    void anArrayLargerThanAnyTensor() throws IOException {
        long count = 3L << 30;
        Path file =
                file("{'descr': '|u1', 'fortran_order': False, 'shape': (3145728, 1024), }", ByteBuffer.allocate(0));
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.position(128 + count - 1).write(ByteBuffer.wrap(new byte[] {7}));
        }
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Npy.mapped(file).indices(new int[1 << 21]))
                .withMessage("MappedArray: needs rows of at most 2147483647 numbers together, got 2097152 of shape"
                        + " [1024] in " + file + "; take fewer at once");
        Indices last = Npy.mapped(file).indices(3145727);
        assertThat(last.shape()).isEqualTo(Shape.of(1, 1024));
        assertThat(last.get(1023)).isEqualTo(7);
        assertThat(last.get(1022)).isZero();
    }

    @Test
    void aFileThatChangesIsRefused() throws IOException {
        Path file = folder.resolve("x.npy");
        Npy.write(file, Tensor.zeros(100, 10));
        MappedArray mapped = Npy.mapped(file);
        assertThat(mapped.tensor(1).shape()).isEqualTo(Shape.of(1, 10));
        Files.setLastModifiedTime(file, FileTime.fromMillis(12345));
        assertThat(catchThrowableOfType(DataException.class, () -> mapped.tensor(1)))
                .hasMessageStartingWith(file + ": needs the file as it was when it was opened, 4128 bytes of ")
                .hasMessageEndingWith(", got 4128 bytes of 1970-01-01T00:00:12.345Z; does somebody write to it? Open it"
                        + " again when it is complete");
        MappedArray again = Npy.mapped(file);
        byte[] bytes = Files.readAllBytes(file);
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.truncate(10);
        }
        assertThat(catchThrowableOfType(DataException.class, () -> again.tensor(99)))
                .hasMessageContaining("got 10 bytes of ");
        Files.write(file, Arrays.copyOf(bytes, bytes.length));
        Files.delete(file);
        assertThat(catchThrowableOfType(DataException.class, () -> again.tensor(1)))
                .hasMessage(file + ": needs a file, got nothing of that name");
    }

    /** Of a file that was changed it is not said which numbers are wrong in it. */
    @Test
    void otherNumbersInAChangedFile() throws IOException {
        Path file = folder.resolve("x.npy");
        Npy.write(file, new StoredTensor("", NumberType.I64, Tensor.zeros(2)));
        MappedArray mapped = Npy.mapped(file);
        assertThat(mapped.indices(0)).isEqualTo(Indices.of(0));
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            ByteBuffer large = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.position(128).write(large.putLong(1L << 40).flip());
        }
        Files.setLastModifiedTime(file, FileTime.fromMillis(12345));
        assertThat(catchThrowableOfType(DataException.class, () -> mapped.indices(0)))
                .hasMessageStartingWith(file + ": needs the file as it was when it was opened, ");
    }

    /** More bytes than any file has, and less than none. */
    @Test
    void sizesThatNoFileHas() throws IOException {
        Path file = file(
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2147483647, 2147483583), }",
                ByteBuffer.allocate(0));
        assertThat(catchThrowableOfType(DataException.class, () -> Npy.mapped(file)))
                .hasMessage(file + ", byte 128: needs fewer than 2^63 bytes, got 2147483647 rows of 17179868664 bytes;"
                        + " damaged?");
        FileMark mark = FileMark.of(file);
        assertThat(mark.size()).isEqualTo(128);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> MappedArray.ofBytes(mark, -2, IntLists.immutable.with(130)))
                .withMessage("MappedArray: needs an offset and a count of 0 or more, got offset -2, count 130");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> MappedArray.ofBytes(mark, 130, IntLists.immutable.with(-2)))
                .withMessageEndingWith("got offset 130, count -2");
    }

    /** Files in an archive cannot be mapped, and are gone when it is closed. */
    @Test
    void filesOfOtherFileSystems() throws IOException {
        Path array = folder.resolve("x.npy");
        Npy.write(array, Tensor.zeros(2));
        Path inside;
        FileMark mark;
        try (var archive = FileSystems.newFileSystem(folder.resolve("x.zip"), Map.of("create", "true"))) {
            inside = Files.copy(array, archive.getPath("x.npy"));
            mark = FileMark.of(inside);
            assertThat(catchThrowableOfType(DataException.class, () -> Npy.mapped(inside)))
                    .hasMessageStartingWith("x.npy: needs a file that can be mapped into memory, got ");
        }
        assertThat(catchThrowableOfType(DataException.class, mark::requireUnchanged))
                .hasMessage("x.npy: needs a readable file, got java.nio.file.ClosedFileSystemException");
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertThat(catchThrowableOfType(DataException.class, () -> FileMark.of(loop)))
                .hasMessageStartingWith(loop + ": needs a readable file, got ");
    }

    /** Rows that follow each other and others, and a row that is longer than what is read at once. */
    @ParameterizedTest
    @EnumSource(names = {"F64", "F32", "F16", "I16", "U8"})
    void longRowsOfAllTypes(NumberType type) {
        Path file = folder.resolve("long.npy");
        int width = 3000;
        int[] numbers = IntStream.range(0, 700 * width).map(i -> i / 7 % 200).toArray();
        Tensor all = Indices.of(numbers).toTensor(type.dtype()).reshape(700, width);
        Npy.write(file, new StoredTensor("", type, all));
        MappedArray mapped = Npy.mapped(file);
        int[] rows = IntStream.concat(IntStream.of(699, 3, 3, 4), IntStream.range(20, 690))
                .toArray();
        double[] expected = all.indexSelect(0, Indices.of(rows)).toDoubleArray();
        assertThat(
                        type.isWhole()
                                ? mapped.indices(rows).toTensor(DType.F64).toDoubleArray()
                                : mapped.tensor(rows).toDoubleArray())
                .isEqualTo(expected);
        if (type == NumberType.U8) {
            assertThat(mapped.pixels().tensor(rows).toFloatArray())
                    .isEqualTo(Tensor.of(expected).to(DType.F32).div(255).toFloatArray());
        }
        Path wide = folder.resolve("wide.npy");
        Npy.write(wide, new StoredTensor("", type, all.reshape(1, 700 * width)));
        Tensor row = type.isWhole()
                ? Npy.mapped(wide).indices(0).toTensor(DType.F64)
                : Npy.mapped(wide).tensor(0);
        assertThat(row.toDoubleArray()).isEqualTo(all.toDoubleArray());
    }
}
