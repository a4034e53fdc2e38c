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
        Path zipped = folder.resolve(name + ".gz");
        if (Files.exists(zipped)) {
            return zipped;
        }
        Path plain = folder.resolve(name);
        if (!Files.exists(plain)) {
            if (!Files.isDirectory(folder)) {
                throw new DataException(
                        folder,
                        DataException.NOWHERE,
                        "a folder with " + name,
                        "nothing of that name",
                        "PublicData finds data sets, and fetches them if asked");
            }
            boolean below = Files.exists(folder.resolve(dataset));
            throw new DataException(
                    zipped,
                    DataException.NOWHERE,
                    "a file",
                    "nothing of that name, gzipped or plain",
                    below ? "did you mean " + folder.resolve(dataset) + "?" : "");
        }
        return plain;
    }
}
