package gradus.nn.files;

import gradus.autodiff.GradusException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;

/** Reads arrays from the entries of a zip file, and checks everything, the checksums too. */
final class NpzReader {
    private static final String ENDING = ".npy";

    private final Path file;
    private final ZipFile zip;
    private final MutableList<StoredTensor> tensors = Lists.mutable.empty();
    private final MutableList<UnreadTensor> unread = Lists.mutable.empty();

    private NpzReader(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    static Npz read(Path file, long limit) {
        return ByteSource.readPlain(file, whole -> {
            if (whole.remaining() == 0) {
                throw whole.wrong(0, "a zip file", "the end of the file", "truncated?");
            }
            byte[] first = whole.next(Math.min(whole.remaining(), FileKind.LENGTH), "a zip file");
            try (var zip = new ZipFile(file.toFile())) {
                return new NpzReader(file, zip).read(limit);
            } catch (ZipException | EOFException e) {
                if (first.length < 2 || first[0] != 'P' || first[1] != 'K') {
                    whole.refuseOtherKind(first, "an npz file");
                }
                ZipDirectory.requireReadable(file);
                throw wrong(file, "a sound zip file", "a damaged one (" + e.getMessage() + ")", e);
            }
        });
    }

    private static DataException wrong(Path file, String need, String got, Throwable cause) {
        var exception = new DataException(file, DataException.NOWHERE, need, got, "");
        exception.initCause(cause);
        return exception;
    }

    private Npz read(long limit) throws IOException {
        MutableList<ZipEntry> entries =
                Lists.mutable.<ZipEntry>withAll(Collections.list(zip.entries())).reject(ZipEntry::isDirectory);
        MutableList<String> names = entries.collect(ZipEntry::getName);
        if (names.distinct().size() < names.size()) {
            throw new DataException(file, DataException.NOWHERE, "each entry once", names.toString(), "");
        }
        var arrays = entries.partition(entry -> isArray(entry.getName()));
        requireSize(arrays.getSelected().toList(), limit);
        for (ZipEntry entry : arrays.getSelected()) {
            read(entry);
        }
        arrays.getRejected()
                .collect(ZipEntry::getName)
                .each(name -> unread.add(new UnreadTensor(
                        name,
                        new DataException(
                                file,
                                DataException.NOWHERE,
                                "entries NAME.npy",
                                name,
                                name.endsWith("data.pkl") ? FileKind.OF_TORCH : ""))));
        if (tensors.isEmpty()) {
            UnreadTensor.requireNone(unread.toImmutable());
        }
        return new Npz(tensors.toImmutable(), unread.toImmutable());
    }

    private static boolean isArray(String name) {
        return name.endsWith(ENDING) && !name.equals(ENDING);
    }

    private void requireSize(MutableList<ZipEntry> entries, long limit) {
        long left = limit;
        for (ZipEntry entry : entries) {
            if (entry.getSize() < 0 || entry.getSize() > left) {
                throw new DataException(
                        file,
                        DataException.NOWHERE,
                        "at most " + GradusException.counted(limit, "byte") + " in all entries",
                        entry.getName() + " of " + GradusException.counted(entry.getSize(), "byte") + " more",
                        "read(file, limit) takes more");
            }
            left -= entry.getSize();
        }
    }

    /** What is wrong with an entry that has its checksum is no damage: the others are read. */
    private void read(ZipEntry entry) throws IOException {
        var checksum = new CRC32();
        InputStream opened = zip.getInputStream(entry);
        if (opened == null) {
            throw new DataException(file, DataException.NOWHERE, "the entry " + entry.getName(), "none", "");
        }
        try (InputStream in = new CheckedInputStream(opened, checksum)) {
            var source = ByteSource.inside(file, entry.getName(), in, entry.getSize(), entry.getCompressedSize());
            source.run(array -> {
                String name = Npy.withoutEnding(entry.getName());
                try {
                    StoredTensor read = NpyHeader.read(array).numbers(array, name);
                    array.end();
                    requireChecksum(array, entry, checksum);
                    tensors.add(read);
                } catch (NoMemoryException e) {
                    throw e;
                } catch (DataException e) {
                    array.drain(entry.getSize());
                    requireChecksum(array, entry, checksum);
                    unread.add(new UnreadTensor(name, e));
                }
                return name;
            });
        }
    }

    private static void requireChecksum(ByteSource array, ZipEntry entry, CRC32 checksum) {
        if (checksum.getValue() != entry.getCrc()) {
            throw array.wrong(
                    DataException.NOWHERE,
                    "the checksum " + Long.toHexString(entry.getCrc()),
                    Long.toHexString(checksum.getValue()),
                    "damaged?");
        }
    }
}
