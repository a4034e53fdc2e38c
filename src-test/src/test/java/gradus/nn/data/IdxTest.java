package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gradus.autodiff.Allocation;
import gradus.nn.files.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
    @TempDir
    private Path folder;

    /** Three images of 2 x 2 pixels with the bytes 250, 251, ..., 255, 0, 1, ... */
    private static final byte[] IMAGES = idx(0x0803, new int[] {3, 2, 2}, 12);

    private static byte[] idx(int magic, int[] dims, int count) {
        var buffer = ByteBuffer.allocate(4 + 4 * dims.length + count).putInt(magic);
        Arrays.stream(dims).forEach(buffer::putInt);
        for (int i = 0; i < count; i++) {
            buffer.put((byte) (250 + i));
        }
        return buffer.array();
    }

    private Path file(byte[]... parts) throws IOException {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return Files.write(folder.resolve("some-idx"), all.toByteArray());
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        var result = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(result)) {
            out.write(bytes);
        }
        return result.toByteArray();
    }

    private static DataException refused(Path file, int... example) {
        var exception = catchThrowableOfType(DataException.class, () -> Idx.read(file, example));
        assertThat(exception).as("refused").isNotNull();
        assertThat(exception.file()).isEqualTo(file);
        return exception;
    }

    @Test
    void readsPlainAndZippedFiles() throws IOException {
        for (Path file : new Path[] {file(IMAGES), file(zipped(IMAGES))}) {
            var images = Idx.read(file, 2, 2);
            assertThat(images.dims().toArray()).containsExactly(3, 2, 2);
            assertThat(images.count()).isEqualTo(3);
            assertThat(images.get(0)).isEqualTo(250);
            assertThat(images.get(11)).isEqualTo(5);
        }
    }

    @Test
    void readsFilesWithoutExamples() throws IOException {
        assertThat(Idx.read(file(idx(0x0803, new int[] {0, 2, 2}, 0)), 2, 2).count())
                .isZero();
        assertThat(Idx.read(file(idx(0x0801, new int[] {0}, 0))).count()).isZero();
    }

    @Test
    void aMissingFile() {
        assertThat(refused(folder.resolve("none")))
                .hasMessageEndingWith("none: needs a file, got nothing of that name");
        assertThat(refused(folder).need()).isEqualTo("a readable file");
    }

    @Test
    void aWrongMagicNumber() throws IOException {
        var exchanged = refused(file(IMAGES));
        assertThat(exchanged.offset()).isZero();
        assertThat(exchanged.need()).isEqualTo("the magic number 0x00000801 (unsigned bytes, axes: 1)");
        assertThat(exchanged.got()).isEqualTo("0x00000803");
        assertThat(exchanged).hasMessageEndingWith("images and labels exchanged?");
        assertThat(refused(file(idx(0x0D03, new int[] {3, 2, 2}, 12)), 2, 2))
                .hasMessageEndingWith("not an IDX file of bytes, plain or gzipped");
        assertThat(refused(file(new byte[] {0x3c, 0x68, 0x74, 0x6d}), 2, 2)).hasMessageContaining("got 0x3c68746d");
        assertThat(refused(file("<html>not found</html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII)), 2, 2))
                .hasMessageContaining("got a web page; the page of a download instead of its file?");
    }

    @Test
    void wrongAxes() throws IOException {
        var wrong = refused(file(IMAGES), 2, 3);
        assertThat(wrong.offset()).isEqualTo(12);
        assertThat(wrong).hasMessageContaining("needs axis 2 of length 3, got 2");
        assertThat(refused(file(idx(0x0801, new int[] {-1}, 0))).offset()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 7, 15, 16, 17, 27})
    void everyTruncation(int length) throws IOException {
        byte[] part = Arrays.copyOf(IMAGES, length);
        assertThat(refused(file(part), 2, 2))
                .hasMessageContaining("got the end of the file")
                .hasMessageContaining("truncated?");
        assertThat(refused(file(zipped(part)), 2, 2)).hasMessageContaining("got the end of the file");
    }

    @Test
    void everyTruncationOfAZippedFile() throws IOException {
        byte[] whole = zipped(IMAGES);
        for (int length = 0; length < whole.length; length++) {
            assertThat(refused(file(Arrays.copyOf(whole, length)), 2, 2))
                    .as("%d bytes", length)
                    .hasMessageContaining("got");
        }
    }

    @Test
    void aDamagedZippedFile() throws IOException {
        byte[] damaged = zipped(IMAGES);
        damaged[damaged.length - 6] ^= 1;
        assertThat(refused(file(damaged), 2, 2)).hasMessageContaining("sound gzip data");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 18, 19, 100, 100_000})
    void moreThanTheHeaderSays(int extra) throws IOException {
        byte[] more = new byte[extra];
        Arrays.fill(more, (byte) 7);
        var plain = refused(file(IMAGES, more), 2, 2);
        assertThat(plain.offset()).isEqualTo(28);
        assertThat(plain).hasMessageContaining("needs the end of the file, got more bytes");
        var zipped = refused(file(zipped(IMAGES), more), 2, 2);
        assertThat(zipped.offset()).isEqualTo(28);
        assertThat(zipped).hasMessageContaining("needs the end of the file or another gzip member, got more bytes");
        var inside = new ByteArrayOutputStream();
        inside.write(IMAGES);
        inside.write(more);
        assertThat(refused(file(zipped(inside.toByteArray())), 2, 2).offset()).isEqualTo(28);
    }

    @Test
    void bytesAfterAZippedFileAreFoundWhereverABufferEnds() throws IOException {
        byte[] zipped = zipped(IMAGES);
        for (int extra = 0; extra < 40; extra++) {
            byte[] padded = idx(0x0801, new int[] {(1 << 16) + extra}, (1 << 16) + extra);
            byte[] stored = storedMember(padded);
            assertThat(Idx.read(file(stored)).count()).isEqualTo((1 << 16) + extra);
            assertThat(refused(file(stored, new byte[] {1}))).hasMessageContaining("got more bytes");
            assertThat(refused(file(stored, zipped))).hasMessageContaining("got more bytes");
        }
    }

    /** A gzip file whose data are stored, so that its length is known to the byte. */
    private static byte[] storedMember(byte[] bytes) throws IOException {
        var result = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(result) {
            {
                def.setLevel(java.util.zip.Deflater.NO_COMPRESSION);
            }
        }) {
            out.write(bytes);
        }
        return result.toByteArray();
    }

    /**
     * A header that claims almost 2 GiB in a file of a few bytes: refused from the file's size,
     * before any memory is reserved.
     */
    @Test
    void aHeaderThatClaimsMoreThanTheFileCanHold() throws IOException {
        byte[] claim = idx(0x0803, new int[] {0x3fff_ffff, 1, 1}, 12);
        for (Path file : new Path[] {file(claim), file(zipped(claim))}) {
            long before = Allocation.soFar();
            assertThat(refused(file, 1, 1)).hasMessageContaining("1073741823 bytes of data");
            assertThat(Allocation.soFar() - before).isLessThan(10_000_000);
        }
        assertThat(refused(file(idx(0x0803, new int[] {Integer.MAX_VALUE, 28, 28}, 12)), 28, 28))
                .hasMessageContaining("at most 1073741824 bytes");
    }
}
