package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.nn.files.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.set.ImmutableSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarArchiveTest {
    private static final byte[] IMAGES = "not quite images".getBytes(StandardCharsets.US_ASCII);

    private static final ImmutableSet<String> NAMES = Sets.immutable.with("test_batch.bin", "batches.meta.txt");

    @TempDir
    private Path folder;

    private static byte[] entry(String name, String size, byte[] content) {
        byte[] block = new byte[512 + (content.length + 511) / 512 * 512];
        System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, block, 0, name.length());
        System.arraycopy(size.getBytes(StandardCharsets.US_ASCII), 0, block, 124, size.length());
        System.arraycopy(content, 0, block, 512, content.length);
        return block;
    }

    private static byte[] entry(String name, byte[] content) {
        return entry(name, "%011o".formatted(content.length), content);
    }

    private static byte[] tar(byte[]... entries) throws IOException {
        var all = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            all.write(entry);
        }
        all.write(new byte[1024]);
        return all.toByteArray();
    }

    private static byte[] good() throws IOException {
        return tar(
                entry("cifar-10-batches-bin/", new byte[0]),
                entry("cifar-10-batches-bin/readme.html", new byte[700]),
                entry("cifar-10-batches-bin/batches.meta.txt", new byte[] {'a', '\n'}),
                entry("cifar-10-batches-bin/test_batch.bin", IMAGES));
    }

    private Path archive(byte[] tar) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(tar);
        }
        return Files.write(folder.resolve("cifar.tar.gz"), bytes.toByteArray());
    }

    private DataException refused(byte[] tar) throws Exception {
        var archive = archive(tar);
        var thrown = org.assertj.core.api.Assertions.catchThrowableOfType(
                DataException.class, () -> CifarArchive.unpack(archive, folder, NAMES));
        assertThat(thrown).isNotNull();
        assertThat(archive).doesNotExist();
        return thrown;
    }

    @Test
    void takesOutTheFilesItKnows() throws Exception {
        CifarArchive.unpack(archive(good()), folder, NAMES);
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .containsExactlyInAnyOrder(folder.resolve("batches.meta.txt"), folder.resolve("test_batch.bin"));
        }
        assertThat(folder.resolve("test_batch.bin")).hasBinaryContent(IMAGES);
        assertThat(CifarArchive.isUnpacked(folder)).isFalse();
    }

    @Test
    void everyTruncation() throws Exception {
        byte[] whole = Arrays.copyOf(good(), good().length - 1024 - 496);
        for (int length = 0; length < whole.length; length += 37) {
            assertThat(refused(Arrays.copyOf(whole, length))).hasMessageContaining("truncated?");
        }
    }

    /**
     * A place where nothing can be written says nothing about the archive, which took an hour to
     * fetch.
     */
    @Test
    void theArchiveStaysIfThereIsNoPlaceForItsFiles() throws Exception {
        var archive = archive(good());
        var inTheWay = Files.createFile(folder.resolve("file"));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> CifarArchive.unpack(archive, inTheWay, NAMES));
        assertThat(archive).exists();
    }

    @Test
    void missingFilesAndStrangeSizes() throws Exception {
        assertThat(refused(tar(entry("test_batch.bin", IMAGES))))
                .hasMessageContaining("needs batches.meta.txt, got an archive without");
        assertThat(refused(tar(entry("x", "-0000000001", IMAGES))))
                .hasMessageContaining(
                        "byte 124: needs the size of a file, in octal digits, of at most 30730000 bytes, got"
                                + " '-0000000001'");
        assertThat(refused(tar(entry("x", "77777777777", IMAGES)))).hasMessageContaining("got '77777777777'");
    }

    @Test
    void namesCannotLeaveTheFolder() throws Exception {
        CifarArchive.unpack(
                archive(tar(entry("../../test_batch.bin", IMAGES), entry("/batches.meta.txt", new byte[1]))),
                folder,
                NAMES);
        assertThat(folder.resolve("test_batch.bin")).exists();
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> CifarArchive.unpack(folder.resolve("none"), folder));
    }

    /** Some programs put a note before each file under the file's own name. */
    @Test
    void whatIsNoFileIsLeftOut() throws Exception {
        byte[] note = entry("PaxHeaders.1/test_batch.bin", new byte[] {'2', '7'});
        note[156] = 'x';
        byte[] link = entry("test_batch.bin", new byte[0]);
        link[156] = '2';
        byte[] marked = entry("x/test_batch.bin", IMAGES);
        marked[156] = '0';
        CifarArchive.unpack(
                archive(tar(note, link, marked, entry("batches.meta.txt", new byte[] {'a', '\n'}))), folder, NAMES);
        assertThat(folder.resolve("test_batch.bin")).hasBinaryContent(IMAGES);
    }

    /**
     * Damage at the very end, where the checksum is, is noticed before a file is written; several
     * members are one archive.
     */
    @Test
    void theWholeArchiveIsSoundBeforeAFileIsWritten() throws Exception {
        byte[] tar = good();
        Path archive = archive(Arrays.copyOf(tar, 600));
        byte[] first = Files.readAllBytes(archive);
        byte[] second = Files.readAllBytes(archive(Arrays.copyOfRange(tar, 600, tar.length)));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        byte[] damaged = both.clone();
        damaged[both.length - 5] ^= 1;
        Files.write(archive, damaged);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> CifarArchive.unpack(archive, folder, NAMES))
                .withMessageContaining("wrong checksum");
        assertThat(folder.resolve("test_batch.bin")).doesNotExist();
        CifarArchive.unpack(Files.write(archive, both), folder, NAMES);
        assertThat(folder.resolve("test_batch.bin")).hasBinaryContent(IMAGES);
    }
}
