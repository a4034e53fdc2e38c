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
import org.junit.jupiter.api.Timeout;
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

    /**
     * Bytes that do not compress, so that the end of the data meets the end of the reader's buffer
     * in every way.
     */
    @Test
    void oneByteTooManyIsNoticedWhereverTheBufferEnds() throws IOException {
        byte[] follows = {7};
        for (int length = (1 << 16) - 60; length < (1 << 16) + 10; length++) {
            byte[] data = random(length);
            byte[] zipped = zipped(data);
            assertThat(read(zipped, length)).isEqualTo(data);
            assertThat(refused(joined(zipped, follows), length))
                    .as("%d bytes", length)
                    .hasMessage(file + ", byte " + length
                            + ": needs the end of the file or another gzip member, got more bytes");
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

    @Test
    void membersFollowEachOther() throws IOException {
        byte[] empty = zipped(new byte[0]);
        for (int length : new int[] {0, 1, 1000, (1 << 16) - 23, (1 << 16) - 18, (1 << 16) - 5, 200_000}) {
            byte[] first = random(length);
            byte[] second = random(length / 2 + 3);
            byte[] all = joined(first, second);
            assertThat(read(joined(zipped(first), zipped(second)), all.length)).isEqualTo(all);
            assertThat(read(joined(empty, zipped(first), empty, empty, zipped(second), empty), all.length))
                    .isEqualTo(all);
        }
    }

    /** Python, pandas and tar take zeros after a member for padding. */
    @Test
    void zerosAreMembersPadding() throws IOException {
        byte[] data = random(500);
        for (int zeros : new int[] {1, 2, 511, 70_000}) {
            byte[] padded = joined(zipped(data), new byte[zeros]);
            assertThat(read(padded, 500)).isEqualTo(data);
            assertThat(read(joined(padded, padded), 1000)).isEqualTo(joined(data, data));
            assertThat(refused(joined(padded, new byte[] {1}), 500)).hasMessageContaining("or another gzip member");
        }
    }

    @Test
    void whatIsNoMemberIsRefusedByEveryReader() throws IOException {
        byte[] zipped = zipped(random(10));
        for (byte[] more : new byte[][] {{0x1f}, {0x1f, 0x1f}, {(byte) 0x8b}, {'g', 'a', 'r', 'b'}}) {
            assertThat(refused(joined(zipped, more), 10))
                    .hasMessage(file + ", byte 10: needs the end of the file or another gzip member, got more bytes");
            Files.write(file, joined(zipped, more));
            assertThatThrownBy(() -> ByteSource.read(file, source -> source.rest(100, "text")))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("or another gzip member");
        }
        byte[] method = {0x1f, (byte) 0x8b, 7, 0, 0, 0, 0, 0, 0, 0};
        assertThat(refused(joined(zipped, method), 10)).hasMessageContaining("not a gzip header");
    }

    @Test
    void aSecondMemberIsCheckedAsTheFirst() throws IOException {
        byte[] data = "some text, some text, some text".getBytes(StandardCharsets.US_ASCII);
        byte[] zipped = zipped(data);
        byte[] header = Arrays.copyOf(zipped, 10);
        header[3] = 2 | 4 | 8 | 16;
        byte[] parts = {3, 0, 9, 9, 9, 'n', 'a', 'm', 'e', 0, 'c', 0, 1, 2};
        byte[] second = joined(header, parts, Arrays.copyOfRange(zipped, 10, zipped.length));
        byte[] both = joined(zipped, second);
        assertThat(read(both, 2 * data.length)).isEqualTo(joined(data, data));
        for (int length = zipped.length + 1; length < both.length; length++) {
            assertThat(refused(Arrays.copyOf(both, length), 2 * data.length))
                    .as("%d bytes", length)
                    .isNotNull();
            Files.write(file, Arrays.copyOf(both, length));
            assertThatThrownBy(() -> ByteSource.read(file, source -> source.rest(1000, "text")))
                    .isInstanceOf(DataException.class);
        }
        byte[] checksum = both.clone();
        checksum[both.length - 8] ^= 1;
        assertThat(refused(checksum, 2 * data.length)).hasMessageContaining("wrong checksum");
        byte[] size = both.clone();
        size[both.length - 1] ^= 1;
        assertThat(refused(size, 2 * data.length)).hasMessageContaining("wrong length");
    }

    /** Limits count all members together, and members of nothing cost no more than their bytes. */
    @Test
    @Timeout(60)
    void limitsHoldAcrossMembers() throws IOException {
        byte[] bomb = zipped(new byte[1 << 20]);
        Files.write(file, joined(bomb, bomb, bomb));
        assertThatThrownBy(() -> ByteSource.read(file, source -> source.rest(2 << 20, "text")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("needs at most 2097152 bytes of text, got more");
        var many = new ByteArrayOutputStream();
        byte[] empty = zipped(new byte[0]);
        for (int i = 0; i < 100_000; i++) {
            many.writeBytes(empty);
        }
        assertThat(read(many.toByteArray(), 0)).isEmpty();
    }
}
