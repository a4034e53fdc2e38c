package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private static final byte[] OLD = {1, 2, 3};
    private static final byte[] NEW = {4, 5};

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeTheOldFile() throws IOException {
        file = Files.write(folder.resolve("file"), OLD);
    }

    private void assertOldFileAlone() throws IOException {
        assertThat(file).hasBinaryContent(OLD);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void theNewFileTakesThePlaceOfTheOldOne() throws IOException {
        AtomicFile.write(file, out -> {
            out.write(NEW);
            out.flush();
            assertThat(file).hasBinaryContent(OLD);
        });
        assertThat(file).hasBinaryContent(NEW);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aWriterThatFailsHalfWayLeavesTheOldFile() throws IOException {
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(file + ": cannot be written: java.io.IOException: No space left on device");
        assertOldFileAlone();
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(NEW);
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertOldFileAlone();
    }

    @Test
    void aMissingFolderIsMadeAndOneInTheWayStays() throws IOException {
        AtomicFile.write(folder.resolve("none/deep/file"), out -> out.write(NEW));
        assertThat(folder.resolve("none/deep/file")).hasBinaryContent(NEW);
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("none/deep/file/below"), out -> out.write(NEW)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("below: cannot be written");
        Path inTheWay = folder.resolve("folder");
        Files.createDirectories(inTheWay.resolve("inside"));
        assertThatThrownBy(() -> AtomicFile.write(inTheWay, out -> out.write(NEW)))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(inTheWay.resolve("inside")).isDirectory();
    }

    @Test
    void aPlaceIsTriedWithoutTouchingTheFile() throws IOException {
        AtomicFile.requirePlace(file);
        assertOldFileAlone();
        AtomicFile.requirePlace(folder.resolve("new/file"));
        assertThat(folder.resolve("new")).isEmptyDirectory();
        assertThatThrownBy(() -> AtomicFile.requirePlace(file.resolve("below"))).isInstanceOf(IOException.class);
    }

    @Test
    void aSymbolicLinkStaysOne() throws IOException {
        Path link = folder.resolve("link");
        try {
            Files.createSymbolicLink(link, file);
        } catch (IOException | UnsupportedOperationException e) {
            assumeTrue(false, "no symbolic links here: " + e);
        }
        AtomicFile.write(link, out -> out.write(NEW));
        assertThat(link).isSymbolicLink();
        assertThat(file).hasBinaryContent(NEW);
    }

    /** /dev/full takes no byte: what a full disk does. */
    @Test
    void aFullDiskIsAnErrorAndNotAShortFile() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    try (var disk = Files.newOutputStream(full)) {
                        disk.write(NEW);
                    }
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("No space left");
        assertOldFileAlone();
    }

    /** Writes without end, so that it can be killed in the middle. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] arguments) {
            AtomicFile.write(Path.of(arguments[0]), out -> {
                while (true) {
                    out.write(new byte[1 << 12]);
                    out.flush();
                    System.out.write('x');
                    System.out.flush();
                }
            });
        }
    }

    @Test
    void aProcessThatIsKilledInTheMiddleLeavesTheOldFile() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.getInputStream().readNBytes(3)).as("it writes").containsExactly('x', 'x', 'x');
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(file).hasBinaryContent(OLD);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(other -> !other.equals(file)))
                    .singleElement()
                    .asString()
                    .endsWith(".part");
        }
        AtomicFile.write(file, out -> out.write(NEW));
        assertThat(file).hasBinaryContent(NEW);
    }
}
