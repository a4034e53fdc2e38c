package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("some.npy");
    }

    private DataException refused(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        var exception = catchThrowableOfType(DataException.class, () -> Npy.read(file));
        assertThat(exception).as("refused").isNotNull();
        assertThat(exception.file()).isEqualTo(file);
        return exception;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "floats-little-f4",
                "floats-big-f4",
                "floats-little-f8",
                "floats-big-f8",
                "floats-little-f2",
                "version-1",
                "version-2",
                "version-3"
            })
    void floatsOfNumpyInEveryTypeOrderAndVersion(String name) {
        var read = Npy.read(FilesOfOthers.path(name + ".npy"));
        assertThat(read.name()).isEqualTo(name);
        assertThat(read.tensor().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(read.tensor().dtype()).isEqualTo(name.endsWith("f8") ? DType.F64 : DType.F32);
        double thousandth = switch (read.type()) {
            case F64 -> 1e-3;
            case F32 -> 1e-3f;
            default -> Float.float16ToFloat(Float.floatToFloat16(1e-3f));
        };
        assertThat(read.tensor().toDoubleArray()).containsExactly(0, 1.5, -2.25, 3, -0.0, thousandth);
    }

    @ParameterizedTest
    @ValueSource(strings = {"i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"})
    void wholeNumbersOfNumpy(String kind) {
        var read = Npy.read(FilesOfOthers.path("whole-" + kind + ".npy"));
        assertThat(read.type())
                .hasToString(kind.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + 8 * (kind.charAt(1) - '0'));
        assertThat(read.tensor().toDoubleArray()).containsExactly(0, 1, 2, 100, 127);
        assertThat(read.indices().toArray()).containsExactly(0, 1, 2, 100, 127);
    }

    @Test
    void otherArraysOfNumpy() {
        assertThat(Npy.read(FilesOfOthers.path("whole-big-i4.npy")).tensor().toDoubleArray())
                .containsExactly(-3, -2, -1, 97, 124);
        assertThat(Npy.read(FilesOfOthers.path("truth.npy")).tensor().toFloatArray())
                .containsExactly(1, 0, 1);
        assertThat(Npy.read(FilesOfOthers.path("scalar.npy")).tensor().item()).isEqualTo(2.5);
        assertThat(Npy.read(FilesOfOthers.path("empty.npy")).tensor().shape()).isEqualTo(Shape.of(0, 3));
        var fortran = Npy.read(FilesOfOthers.path("fortran.npy")).tensor();
        assertThat(fortran.shape()).isEqualTo(Shape.of(2, 3, 4));
        assertThat(fortran.toDoubleArray())
                .containsExactly(Tensor.arange(DType.F64, 0, 24, 1).toDoubleArray());
    }

    @Test
    void theBytesAreNumpys() throws IOException {
        for (String name : new String[] {
            "floats-little-f4",
            "floats-little-f8",
            "floats-little-f2",
            "whole-i8",
            "whole-u1",
            "truth",
            "scalar",
            "empty"
        }) {
            Path original = FilesOfOthers.path(name + ".npy");
            Npy.write(file, Npy.read(original));
            assertThat(file).as(name).hasSameBinaryContentAs(original);
        }
        Npy.write(file, Npy.read(FilesOfOthers.path("scalar.npy")).tensor());
        assertThat(file).hasSameBinaryContentAs(FilesOfOthers.path("scalar.npy"));
    }

    @Test
    void whatNumpyDoesNotHave() {
        assertThatThrownBy(() -> Npy.write(file, new StoredTensor("", NumberType.BF16, Tensor.of(1f))))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("Npy: needs a type that NumPy has, got BF16; use F32");
        assertThatThrownBy(() -> Npy.write(file, new StoredTensor("x", NumberType.U8, Tensor.of(-1f))))
                .hasMessage("Npy, x: needs numbers that U8 holds exactly, got -1.0");
        assertThat(file).doesNotExist();
    }

    private static byte[] withHeader(String header, int data) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = Arrays.copyOf(
                new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, (byte) (text.length >> 8)},
                10 + text.length + data);
        System.arraycopy(text, 0, bytes, 10, text.length);
        return bytes;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            {'shape':(2,),"descr":"<f4",'fortran_order':True}
            {'descr': u'<f4', 'fortran_order': False, 'shape': (2L,), }
            {'descr': 'f4', 'fortran_order': False, 'shape': (2,), }
            {'descr': '|f4', 'fortran_order': False, 'shape': (2,), }
            {'descr': '=f4', 'fortran_order': False, 'shape': (2,), }
            {'descr': 'float32', 'fortran_order': False, 'shape': (2,), }
            {'descr': '>i4', 'fortran_order': False, 'shape': (2,), }
            {'descr': '<f2', 'fortran_order': False, 'shape': (2,2)}
            {'descr': '<b1', 'fortran_order': False, 'shape': (2, 4)}
            {u'descr': u'<f4', u"fortran_order": False, u'shape': (2,)}
            {'descr': '<f4', 'fortran_order': False, 'shape': (+2,)}
            {'descr': '<f4', 'fortran_order': False, 'shape': (0x2,)}
            {'descr': '<f4', 'fortran_order': False, 'shape': (0O_2,)}
            {'descr': '<f4', 'fortran_order': False, 'shape': (0b1_0L,)}
            {'descr': '|u1', 'fortran_order': False, 'shape': (2, 4)}
            {'descr': '|b1', 'fortran_order': False, 'shape': (2, 4)}
            """)
    void headersInOtherWords(String header) throws IOException {
        Files.write(file, withHeader(header, 8));
        assertThat(Npy.read(file).tensor().shape().dim(0)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            '<f4'           ! '<c8'                   ! numbers or truth values, such as <f4 or |b1, got <c8
            '<f4'           ! '|O'                    ! got |O
            '<f4'           ! 'F4'                    ! got F4
            '<f4'           ! '<F4'                   ! got <F4
            '<f4'           ! ''                      ! numbers or truth values, such as <f4 or |b1
            '<f4'           ! b'<f4'                  ! a string in quotes, got b
            (2,)            ! (2)                     ! a comma, as in (2,), got )
            (2,)            ! [2]                     ! needs (, got [
            '<f4'           ! '<f3'                   ! got <f3
            '<f4'           ! [('a','<f4')]           ! numbers or truth values, such as <f4 or |b1, got [('a','<f4')]
            '<f4'           ! [('a','<f4')            ! the end of a list
            '<f4'           ! '<f4                    ! needs }, got fortran_order
            'shape'         ! 'size'                  ! descr, fortran_order or shape, got size
            'descr': '<f4', ! ``                      ! a header without one of them
            False           ! false                   ! needs False, got false
            False           ! 0                       ! needs False, got 0
            'shape'         ! 'descr': '<f4', 'shape' ! each key once, got descr again
            (2,)            ! (2, -1)                 ! a whole number from 0 to 2147483647, got -1
            (2,)            ! (02,)                   ! a whole number from 0 to 2147483647, got 02
            (2,)            ! (2_,)                   ! a whole number from 0 to 2147483647, got 2_
            (2,)            ! (0x,)                   ! a whole number from 0 to 2147483647, got 0x
            (2,)            ! (True,)                 ! a whole number from 0 to 2147483647, got True
            '<f4'           ! '<float32'              ! numbers or truth values, such as <f4 or |b1, got <float32
            '<f4'           ! '=int_'                 ! got =int_
            '<f4'           ! '1f4'                   ! got 1f4
            '<f4'           ! 'float_'                ! got float_
            (2,)            ! (4294967296,)           ! a whole number from 0 to 2147483647
            (2,)            ! (65536,65536,65536)     ! at most
            (2,)            ! (2147483647,)           ! at most
            (2,)            ! (2147483583,)           ! needs 8589934332 bytes of numbers, got the end of the file
            (2,)            ! (2                      ! needs )
            (2,)            ! (3,)                    ! needs 12 bytes of numbers, got the end of the file; truncated?
            (2,)            ! (1,)                    ! needs the end of the file, got more bytes; a second array?
            (2,)            ! (,)                     ! a whole number
            }               ! }}                      ! the end of the header, got }
            }               ! ``                      ! needs }, got the end of the header
            {               ! [                       ! needs {, got [
            """)
    void headersThatAreWrong(String right, String wrong, String message) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}";
        assertThat(header).contains(right);
        assertThat(refused(withHeader(header.replace(right, wrong), 8))).hasMessageContaining(message);
    }

    @Test
    void beginningsThatAreWrong() throws IOException {
        byte[] bytes = withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", 8);
        bytes[1] = 'X';
        assertThat(refused(bytes))
                .hasMessage(file
                        + ", byte 0: needs the magic number \\x93NUMPY, got bytes 93 58 55 4d 50 59; not an"
                        + " array that numpy.save wrote?");
        bytes[1] = 'N';
        bytes[6] = 4;
        assertThat(refused(bytes)).hasMessage(file + ", byte 6: needs format version 1.0, 2.0 or 3.0, got 4.0");
        bytes[6] = 2;
        bytes[10] = 0;
        bytes[11] = 1;
        assertThat(refused(bytes))
                .hasMessageContaining("byte 8: needs a header of at most 10000 bytes, as numpy.load takes, got 1677");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        for (String name : new String[] {"floats-big-f8", "fortran", "version-2"}) {
            byte[] whole = Files.readAllBytes(FilesOfOthers.path(name + ".npy"));
            for (int length = 0; length < whole.length; length++) {
                assertThat(refused(Arrays.copyOf(whole, length)).offset()).isBetween(0L, (long) length);
            }
        }
        assertThat(refused(Files.readAllBytes(FilesOfOthers.path("text.npy")))).hasMessageContaining("got <U7");
    }

    @Test
    void anyByteButZeroIsTrue() throws IOException {
        byte[] bytes = withHeader("{'descr': '|b1', 'fortran_order': False, 'shape': (2,)}", 2);
        bytes[bytes.length - 1] = 2;
        Files.write(file, bytes);
        assertThat(Npy.read(file).tensor().toFloatArray()).containsExactly(0, 1);
    }

    /** The names of NumPy 2.4 on a machine whose {@code long} has 64 bits. */
    @ParameterizedTest
    @CsvSource({
        "I64, i8 q l n p int64 int int_ intp long longlong <p >n",
        "U64, u8 Q L N P uint64 uint uintp ulong ulonglong =N |P",
        "I32, i4 i int32 intc",
        "U32, u4 I uint32 uintc",
        "I16, i2 h int16 short",
        "U16, u2 H uint16 ushort",
        "I8, i1 b int8 byte",
        "U8, u1 B uint8 ubyte",
        "F64, f8 d float64 double float <d",
        "F32, f4 f float32 single",
        "F16, f2 e float16 half",
        "BOOL, b1 ? bool bool_ <?"
    })
    void namesOfTypes(NumberType type, String names) throws IOException {
        for (String name : names.split(" ")) {
            Files.write(
                    file, withHeader("{'descr': '" + name + "', 'fortran_order': False, 'shape': (1,)}", type.bytes()));
            assertThat(Npy.read(file).type()).as(name).isEqualTo(type);
        }
    }

    @Test
    void theLongestHeader() throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}";
        Files.write(file, withHeader(header + " ".repeat(10_000 - header.length()), 8));
        assertThat(Npy.read(file).tensor().shape()).isEqualTo(Shape.of(2));
        assertThat(refused(withHeader(header + " ".repeat(10_001 - header.length()), 8)))
                .hasMessage(file
                        + ", byte 8: needs a header of at most 10000 bytes, as numpy.load takes, got 10001; damaged?");
    }

    @Test
    void whatIsNoFile() {
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ": needs a file, got nothing of that name");
        assertThatThrownBy(() -> Npy.read(folder))
                .isInstanceOf(DataException.class)
                .hasMessage(folder + ": needs a readable file, got a folder");
    }
}
