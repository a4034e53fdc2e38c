package gradus.nn.data;

import gradus.autodiff.Indices;
import gradus.nn.files.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * PNG images, sorted into a folder for each class. A batch of n has inputs {@code [n, channels * height * width]} of type F32, from 0 to 1, one channel
 * after the other.
 *
 * @param classes the names of the folders in alphabetical order, which is that of their labels
 * @param layout what is common to all images
 */
public record ImageFolder(Dataset all, ImmutableList<String> classes, ImageLayout layout) {
    private static final long MOST_BYTES = 1L << 30;

    /** A file and its label. */
    private record Entry(Path file, int label) {}

    /**
     * Reads all files that end in {@code .png} in the folders of a folder, each folder's in alphabetical order; other files are left out.
     *
     * @param layout the size of the images, and whether colors are kept ({@link ImageLayout#planes}) or made gray ({@link ImageLayout#gray}): red, green and
     *     blue in equal parts. Transparency is ignored
     * @throws DataException if there is no image, one is damaged, larger than 64 MB or of another size, or all together have more than 1 GiB
     */
    public static ImageFolder load(Path folder, ImageLayout layout) {
        ImmutableList<Path> folders = list(folder).select(Files::isDirectory);
        ImmutableList<Entry> entries = folders.flatCollect(inner ->
                list(inner).select(ImageFolder::isImage).collect(file -> new Entry(file, folders.indexOf(inner))));
        if (entries.isEmpty()) {
            throw new DataException(
                    folder, DataException.NOWHERE, "folders with PNG images, one for each class", "no such image", "");
        }
        if ((long) entries.size() * layout.size() > MOST_BYTES) {
            throw new DataException(
                    folder,
                    DataException.NOWHERE,
                    "images of at most " + MOST_BYTES + " bytes together",
                    entries.size() + " of " + layout.size() + " bytes",
                    "");
        }
        byte[] pixels = new byte[entries.size() * layout.size()];
        entries.forEachWithIndex((entry, number) -> PngImage.read(entry.file, layout, pixels, number * layout.size()));
        return new ImageFolder(
                Dataset.ofBytes(
                        pixels, Indices.of(entries.collectInt(Entry::label).toArray())),
                folders.collect(path -> path.getFileName().toString()),
                layout);
    }

    private static boolean isImage(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".png") && Files.isRegularFile(file);
    }

    private static ImmutableList<Path> list(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            MutableList<Path> all = Lists.mutable.fromStream(paths);
            return all.sortThis().toImmutable();
        } catch (IOException e) {
            var exception = new DataException(folder, DataException.NOWHERE, "a readable folder", e.toString(), "");
            exception.initCause(e);
            throw exception;
        }
    }
}
