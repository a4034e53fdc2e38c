package gradus.nn.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What a file was like when it was looked at first: by its size and the time of its last change it is
 * known that nobody changed it since.
 */
public record FileMark(Path file, long size, FileTime changed) {
    /**
     * What a file is like now.
     *
     * @throws DataException if it is missing, or no file
     */
    public static FileMark of(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (now.isDirectory()) {
                throw new DataException(file, DataException.NOWHERE, "a readable file", "a folder", "");
            }
            return new FileMark(file, now.size(), now.lastModifiedTime());
        } catch (IOException e) {
            DataException missing = DataException.missing(file, "a file", "nothing of that name", "");
            missing.initCause(e);
            throw missing;
        }
    }

    /**
     * Refuses a file that is no longer what it was.
     *
     * @throws DataException likewise, or if it is missing now
     */
    public void requireUnchanged() {
        FileMark now = of(file);
        if (!now.equals(this)) {
            throw new DataException(
                    file,
                    DataException.NOWHERE,
                    "the file as it was when it was opened, " + inWords(),
                    now.inWords(),
                    "does somebody write to it? Open it again when it is complete");
        }
    }

    private String inWords() {
        return size + " bytes of " + changed;
    }
}
