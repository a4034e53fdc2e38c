package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gradus.autodiff.Randomness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gzipped files, as {@link ByteSource} reads them. */
class GzipMembersTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("file.gz");
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        var result = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(result)) {
            out.write(bytes);
        }
        return result.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        Randomness.seeded(length).nextBytes(bytes);
        return bytes;
    }

    /** Reads as many bytes, and checks that the file ends there. */
    private byte[] read(byte[] written, int length) throws IOException {
        Files.write(file, written);
        return ByteSource.read(file, source -> {
            byte[] bytes = source.next(length, "data");
            source.end();
            return bytes;
        });
    }

    private DataException refused(byte[] written, int length) {
        var exception = catchThrowableOfType(DataException.class, () -> read(written, length));
        assertThat(exception).as("refused").isNotNull();
        return exception;
    }

    /** Bytes that do not compress, so that the end of the data meets the end of the reader's buffer in every way. */
    @Test
    void oneByteTooManyIsNoticedWhereverTheBufferEnds() throws IOException {
        byte[] follows = {7};
        for (int length = (1 << 16) - 60; length < (1 << 16) + 10; length++) {
            byte[] data = random(length);
            byte[] zipped = zipped(data);
            assertThat(read(zipped, length)).isEqualTo(data);
            assertThat(refused(joined(zipped, follows), length))
                    .as("%d bytes", length)
                    .hasMessage(file + ", byte " + length + ": needs the end of the file or another gzip member, got more bytes");
        }
    }

    @Test
    void anotherMemberIsRefusedToo() throws IOException {
        for (int length : new int[] {0, 1, 10, 1000, (1 << 16) - 30}) {
            byte[] zipped = zipped(random(length));
            assertThat(refused(joined(zipped, zipped(new byte[] {1})), length))
                    .hasMessageContaining("needs the end of the file, got more bytes");
        }
    }

    @Test
    void theOptionalPartsOfTheHeaderAreSkipped() throws IOException {
        byte[] data = random(100);
        byte[] zipped = zipped(data);
        byte[] header = Arrays.copyOf(zipped, 10);
        header[3] = 2 | 4 | 8 | 16;
        byte[] parts = {3, 0, 9, 9, 9, 'n', 'a', 'm', 'e', 0, 'c', 0, 1, 2};
        byte[] whole = joined(header, parts, Arrays.copyOfRange(zipped, 10, zipped.length));
        assertThat(read(whole, 100)).isEqualTo(data);
        for (int length = 2; length < 24; length++) {
            assertThat(refused(Arrays.copyOf(whole, length), 100)).hasMessageContaining("truncated?");
        }
    }

    /** But for bits that fill up the last byte of the data, which mean nothing. */
    @Test
    void noFlippedBitChangesWhatIsRead() throws IOException {
        byte[] text = "some text, some text, some text".getBytes(StandardCharsets.US_ASCII);
        byte[] zipped = zipped(text);
        int refused = 0;
        for (int bit = 8 * 10; bit < 8 * zipped.length; bit++) {
            byte[] flipped = zipped.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(read(flipped, text.length)).isEqualTo(text);
            } catch (DataException e) {
                assertThat(e.file()).isEqualTo(file);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(8 * (zipped.length - 10) - 8);
        byte[] method = zipped.clone();
        method[2] = 7;
        assertThat(refused(method, text.length)).hasMessageContaining("got a damaged file (not a gzip header)");
    }

    @Test
    void noMoreMemoryIsTakenThanTheFileCanFill() throws IOException {
        byte[] zipped = zipped(new byte[1000]);
        Files.write(file, zipped);
        assertThatThrownBy(() -> ByteSource.read(file, source -> source.next(1L << 40, "data")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("needs 1099511627776 bytes of data, got the end of the file; truncated?");
    }
}
