package gradus.nn.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files so that, whatever happens, there is either the new file, complete, or what was there
 * before: the bytes go to a file beside it, whose name ends in {@code .part}, reach the disk, and
 * then the file moves over the old one in a single step. A full disk or an error leaves nothing
 * behind; a process that is killed may leave the file beside.
 */
public final class AtomicFile {
    private static final int BUFFER = 1 << 16;

    private AtomicFile() {}

    /** What puts the bytes of a file into a stream. */
    @FunctionalInterface
    public interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, and makes the folder that it is in if there is none. Where it is a symbolic
     * link, what it points to is replaced.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(Path file, Writer writer) {
        try {
            Path target = target(file);
            Path beside = beside(target);
            try {
                writeThrough(beside, writer);
                Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                reachDisk(target.resolveSibling(""));
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e, e);
        }
    }

    /**
     * Makes the folder that a file is to be in, and tries whether one can be written there, without
     * touching the file.
     *
     * @throws IOException if none can
     */
    public static void requirePlace(Path file) throws IOException {
        Files.delete(Files.createFile(beside(target(file))));
    }

    /** What is to be replaced, in a folder that is there. */
    private static Path target(Path file) throws IOException {
        Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
        Files.createDirectories(target.resolveSibling(""));
        return target;
    }

    private static Path beside(Path target) {
        return target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
    }

    /**
     * So that the new name outlives a loss of power. Not every system can open a folder; the file
     * is in its place all the same.
     */
    private static void reachDisk(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // a system that keeps the order of names by itself
        }
    }

    private static void writeThrough(Path file, Writer writer) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
                var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
            writer.write(out);
            out.flush();
            channel.force(true);
        }
    }
}
