package gradus.nn.files;

import java.nio.file.Path;

/** What is to be read is larger than the memory at hand. */
final class NoMemoryException extends DataException {
    private static final long serialVersionUID = 1L;

    NoMemoryException(Path file, String need, String got, String hint) {
        super(file, NOWHERE, need, got, hint);
    }
}
