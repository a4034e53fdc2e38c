package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.nn.files.DataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
    private static final int RECORD = 3073;

    @TempDir
    private Path folder;

    /**
     * Two images in each file: the labels count up, and all bytes of an image are one more than
     * those of the one before.
     */
    @BeforeEach
    void write() throws IOException {
        for (int number = 1; number <= 5; number++) {
            Files.write(folder.resolve("data_batch_" + number + ".bin"), images(2 * number - 2));
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("test_batch.bin.gz")))) {
            out.write(images(100));
        }
        Files.writeString(
                folder.resolve("batches.meta.txt"), "plane\ncar\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");
    }

    private static byte[] images(int first) {
        byte[] bytes = new byte[2 * RECORD];
        for (int i = 0; i < 2; i++) {
            Arrays.fill(bytes, i * RECORD, (i + 1) * RECORD, (byte) (first + i));
            bytes[i * RECORD] = (byte) ((first + i) % 10);
        }
        return bytes;
    }

    private void refused(String message) {
        assertThatThrownBy(() -> Cifar10.load(folder, 2))
                .isInstanceOf(DataException.class)
                .hasMessage(folder + message);
    }

    @Test
    void readsAllFilesInOrder() {
        Cifar10 cifar = Cifar10.load(folder, 2);
        assertThat(cifar.train().labels().toArray()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(cifar.test().labels().toArray()).containsExactly(0, 1);
        var inputs = cifar.train().all().inputs();
        assertThat(inputs.shape().toArray()).containsExactly(10, 3072);
        assertThat(inputs.toFloatArray()[7 * 3072 + 5]).isEqualTo(7 / 255f);
        assertThat(cifar.classes()).startsWith("plane").endsWith("truck").hasSize(10);
        assertThat(cifar.origin()).isEqualTo("CIFAR-10 from " + folder);
    }

    @Test
    void missingFiles() throws IOException {
        Files.delete(folder.resolve("data_batch_3.bin"));
        refused("/data_batch_3.bin.gz: needs a file, got nothing of that name, gzipped or plain;"
                + " PublicData.CIFAR10.find(null, DownloadProgress.silent()) finds it, or fetches it");
    }

    @Test
    void theFolderAbove() throws IOException {
        Path above = Files.createDirectories(folder.resolve("above"));
        Files.createDirectories(above.resolve("cifar10"));
        assertThatThrownBy(() -> Cifar10.load(above))
                .hasMessageEndingWith("; did you mean " + above.resolve("cifar10") + "?");
    }

    @Test
    void truncatedAndOversizedFiles() throws IOException {
        Path file = folder.resolve("data_batch_2.bin");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        refused("/data_batch_2.bin, byte 0: needs 6146 bytes of images, got the end of the file; truncated?");
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        refused("/data_batch_2.bin, byte 6146: needs the end of the file, got more bytes");
    }

    @Test
    void wrongLabels() throws IOException {
        Path file = folder.resolve("data_batch_1.bin");
        byte[] bytes = Files.readAllBytes(file);
        bytes[RECORD] = 10;
        Files.write(file, bytes);
        refused("/data_batch_1.bin, byte 3073: needs a label from 0 to 9, got 10");
    }

    @Test
    void wrongNames() throws IOException {
        Files.writeString(folder.resolve("batches.meta.txt"), "one\n");
        refused("/batches.meta.txt: needs 10 names, one a line, got 1");
        Files.write(folder.resolve("batches.meta.txt"), new byte[10_001]);
        refused("/batches.meta.txt, byte 0: needs at most 10000 bytes of class names, got more");
    }

    @Test
    void theRealOne() {
        Cifar10 cifar = Cifar10.load(RealData.folder("cifar10"));
        assertThat(cifar.train().size()).isEqualTo(50_000);
        assertThat(cifar.test().size()).isEqualTo(10_000);
        assertThat(cifar.train().slice(0, 8).labels().toArray()).containsExactly(6, 9, 9, 4, 1, 1, 2, 7);
        assertThat(cifar.classes()).startsWith("airplane");
    }
}
