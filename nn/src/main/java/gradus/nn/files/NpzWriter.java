package gradus.nn.files;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.collections.api.list.ImmutableList;

/** Writes arrays as entries of a zip file. */
final class NpzWriter {
    /**
     * The first time that a zip file can name, as NumPy writes it: the time of writing would make
     * every file another one.
     */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NpzWriter() {}

    static void write(ImmutableList<StoredTensor> tensors, OutputStream out) throws IOException {
        var zip = new ZipOutputStream(out);
        for (StoredTensor stored : tensors) {
            var entry = new ZipEntry(stored.name() + ".npy");
            entry.setTimeLocal(NO_TIME);
            zip.putNextEntry(entry);
            NpyHeader.write(zip, stored);
            zip.closeEntry();
        }
        zip.finish();
    }
}
