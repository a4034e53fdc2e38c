package gradus.nn.files;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The small files that make_files.py made with NumPy. */
final class FilesOfOthers {
    private FilesOfOthers() {}

    static Path path(String name) {
        try {
            return Path.of(Objects.requireNonNull(FilesOfOthers.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
