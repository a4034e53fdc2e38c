package gradus.nn.data;

import gradus.nn.files.DataException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the files of a data set, which may be gzipped. */
final class DataFiles {
    private DataFiles() {}

    /**
     * The file of that name in a folder, gzipped with {@code .gz} at the end of its name or plain.
     *
     * @param dataset the usual name of the folder, for a hint to someone who gave the one above it
     * @throws DataException if there is neither
     */
    static Path find(Path folder, String name, String dataset) {
        Path file = gzippedOrPlain(folder, name);
        if (Files.exists(file)) {
            return file;
        }
        if (!Files.isDirectory(folder)) {
            throw DataException.missing(
                    folder, "a folder with " + name, "nothing of that name", PublicData.howToFind(dataset));
        }
        boolean below = Files.exists(folder.resolve(dataset));
        throw DataException.missing(
                gzipped(folder, name),
                "a file",
                "nothing of that name, gzipped or plain",
                below ? "did you mean " + folder.resolve(dataset) + "?" : PublicData.howToFind(dataset));
    }

    /** Whether a folder has the file of that name, gzipped or plain. */
    static boolean has(Path folder, String name) {
        return Files.exists(gzippedOrPlain(folder, name));
    }

    private static Path gzippedOrPlain(Path folder, String name) {
        Path gzipped = gzipped(folder, name);
        return Files.exists(gzipped) ? gzipped : folder.resolve(name);
    }

    private static Path gzipped(Path folder, String name) {
        return folder.resolve(name + ".gz");
    }
}
