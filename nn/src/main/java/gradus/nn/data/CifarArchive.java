package gradus.nn.data;

import gradus.nn.files.ByteSource;
import gradus.nn.files.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.set.MutableSet;

/** The published archive of CIFAR-10, a gzipped tar file: blocks of 512 bytes, for each file one with its name and size and then its bytes. */
final class CifarArchive {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE_BEGIN = 124;
    private static final int SIZE_END = 135;
    private static final int LARGEST = 30_730_000;

    private static final String NAMES = "batches.meta.txt";

    /** SHA-256 of the files with images. */
    private static final ImmutableMap<String, String> CHECKSUMS = Maps.mutable
            .<String, String>empty()
            .withKeyValue("data_batch_1.bin", "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5")
            .withKeyValue("data_batch_2.bin", "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed")
            .withKeyValue("data_batch_3.bin", "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67")
            .withKeyValue("data_batch_4.bin", "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48")
            .withKeyValue("data_batch_5.bin", "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add")
            .withKeyValue("test_batch.bin", "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b")
            .toImmutable();

    private CifarArchive() {}

    static boolean isUnpacked(Path folder) {
        return CHECKSUMS.keysView().toSet().with(NAMES).allSatisfy(name -> Files.exists(folder.resolve(name)));
    }

    /**
     * Puts the files of images and of names into a folder and deletes the archive, also a damaged one, so that the next download begins anew.
     *
     * @throws DataException if the archive is damaged, lacks a file, or holds other bytes than the published ones
     */
    static void unpack(Path archive, Path folder) {
        unpack(archive, folder, CHECKSUMS);
    }

    static void unpack(Path archive, Path folder, ImmutableMap<String, String> checksums) {
        MutableSet<String> missing = checksums.keysView().toSet().with(NAMES);
        try {
            ByteSource.read(archive, source -> {
                unpack(source, archive, folder, checksums, missing);
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
        } finally {
            delete(archive);
        }
    }

    private static void delete(Path archive) {
        try {
            Files.deleteIfExists(archive);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(archive + ": cannot be deleted", e);
        }
    }

    private static void unpack(
            ByteSource source,
            Path archive,
            Path folder,
            ImmutableMap<String, String> checksums,
            MutableSet<String> missing)
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
            if (missing.remove(name)) {
                requireChecksum(content, checksums.getIfAbsentValue(name, ""), archive, offset, name);
                save(content, folder.resolve(name));
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

    private static void requireChecksum(byte[] content, String checksum, Path archive, long offset, String name) {
        String got = HexFormat.of().formatHex(PublicFile.digest("SHA-256").digest(content));
        if (!checksum.isEmpty() && !checksum.equals(got)) {
            throw new DataException(archive, offset, name + " with the SHA-256 " + checksum, got, "");
        }
    }

    private static void save(byte[] content, Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.write(part, content);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
