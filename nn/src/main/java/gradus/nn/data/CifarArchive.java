package gradus.nn.data;

import gradus.nn.files.AtomicFile;
import gradus.nn.files.ByteSource;
import gradus.nn.files.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.set.ImmutableSet;
import org.eclipse.collections.api.set.MutableSet;

/**
 * The published archive of CIFAR-10, a gzipped tar file: blocks of 512 bytes, for each file one
 * with its name and size and then its bytes. Entries that are no files, such as the notes that some
 * programs put before each file under its name, are left out.
 */
final class CifarArchive {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE_BEGIN = 124;
    private static final int SIZE_END = 135;
    private static final int LARGEST = 30_730_000;
    private static final int KIND = 156;
    private static final int PIECE = 1 << 16;

    /** Several times what the archive has. */
    private static final long MOST_BYTES = 1L << 30;

    private static final ImmutableSet<String> NAMES = Sets.immutable.with(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin",
            "test_batch.bin",
            "batches.meta.txt");

    private CifarArchive() {}

    static boolean isUnpacked(Path folder) {
        return NAMES.allSatisfy(name -> Files.exists(folder.resolve(name)));
    }

    /**
     * Puts the files of images and of names into a folder and deletes the archive, also a damaged
     * one, so that the next download begins anew.
     *
     * @throws DataException if the archive is damaged, or lacks a file
     */
    static void unpack(Path archive, Path folder) {
        unpack(archive, folder, NAMES);
    }

    static void unpack(Path archive, Path folder, ImmutableSet<String> names) {
        MutableSet<String> missing = names.toSet();
        try {
            requireSound(archive);
            ByteSource.read(archive, source -> {
                unpack(source, archive, folder, missing);
                return missing;
            });
            if (missing.notEmpty()) {
                throw new DataException(
                        archive,
                        DataException.NOWHERE,
                        missing.toSortedList().makeString(),
                        "an archive without",
                        "truncated?");
            }
        } catch (DataException e) {
            delete(archive);
            throw e;
        }
        delete(archive);
    }

    /** Reads the archive to its end, where its checksum is, before any file is written. */
    private static void requireSound(Path archive) {
        ByteSource.read(archive, source -> {
            byte[] piece = new byte[PIECE];
            while (source.read(piece, 0, PIECE) >= 0) {
                if (source.position() > MOST_BYTES) {
                    throw source.wrong(source.position(), "at most " + MOST_BYTES + " bytes", "more", "");
                }
            }
            return source.position();
        });
    }

    private static void delete(Path archive) {
        try {
            Files.deleteIfExists(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(archive + ": cannot be deleted", e);
        }
    }

    private static void unpack(ByteSource source, Path archive, Path folder, MutableSet<String> missing)
            throws IOException {
        long offset = 0;
        while (missing.notEmpty()) {
            byte[] header = source.next(BLOCK, "the archive");
            String path = text(header, 0, NAME_LENGTH);
            if (path.isEmpty()) {
                return;
            }
            int size = size(header, archive, offset);
            byte[] content = source.next(size, path);
            source.next(Math.floorMod(-size, BLOCK), "padding");
            String name = path.substring(path.lastIndexOf('/') + 1);
            boolean file = header[KIND] == '0' || header[KIND] == 0;
            if (file && missing.remove(name)) {
                AtomicFile.write(folder.resolve(name), out -> out.write(content));
            }
            offset += BLOCK + size + Math.floorMod(-size, BLOCK);
        }
    }

    private static String text(byte[] header, int begin, int end) {
        String field = new String(header, begin, end - begin, StandardCharsets.ISO_8859_1);
        int zero = field.indexOf('\0');
        return (zero < 0 ? field : field.substring(0, zero)).strip();
    }

    private static int size(byte[] header, Path archive, long offset) {
        String digits = text(header, SIZE_BEGIN, SIZE_END);
        long size = digits.matches("[0-7]{1,11}") ? Long.parseLong(digits, 8) : -1;
        if (size < 0 || size > LARGEST) {
            throw new DataException(
                    archive,
                    offset + SIZE_BEGIN,
                    "the size of a file, in octal digits, of at most " + LARGEST + " bytes",
                    "'" + digits + "'",
                    "");
        }
        return (int) size;
    }
}
