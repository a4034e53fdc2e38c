package gradus.nn.files;

import java.nio.file.Path;

/** What stands in a file is sound, but no tensor can hold it. */
final class UnheldException extends DataException {
    private static final long serialVersionUID = 1L;

    UnheldException(Path file, long offset, String need, String got, String hint) {
        super(file, offset, need, got, hint);
    }
}
