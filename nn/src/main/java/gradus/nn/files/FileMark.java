package gradus.nn.files;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
     * @throws DataException if it is missing, no file, or cannot be looked at
     */
    public static FileMark of(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (now.isDirectory()) {
                throw new DataException(file, DataException.NOWHERE, "a readable file", "a folder", "");
            }
            return new FileMark(file, now.size(), now.lastModifiedTime());
        } catch (NoSuchFileException e) {
            throw because(e, DataException.missing(file, "a file", "nothing of that name", ""));
        } catch (IOException | ClosedFileSystemException e) {
            throw because(e, new DataException(file, DataException.NOWHERE, "a readable file", e.toString(), ""));
        }
    }

    private static DataException because(Exception cause, DataException refusal) {
        refusal.initCause(cause);
        return refusal;
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

    /**
     * How many bytes rows take that go up to the end of the file.
     *
     * @param width bytes of each
     * @throws DataException if the file has fewer bytes or more
     */
    long requireRows(long offset, int count, long width) {
        if (offset < 0 || count < 0) {
            throw new ArgumentException(
                    "MappedArray", "an offset and a count of 0 or more", "offset " + offset + ", count " + count, "");
        }
        if (Math.multiplyHigh(count, width) != 0 || count * width < 0 || offset + count * width < 0) {
            throw new DataException(
                    file, offset, "fewer than 2^63 bytes", count + " rows of " + width + " bytes", "damaged?");
        }
        long bytes = count * width;
        if (size != offset + bytes) {
            throw new DataException(
                    file,
                    offset,
                    GradusException.counted(bytes, "byte") + " of numbers up to the end",
                    size - offset + "",
                    size < offset + bytes ? "truncated?" : "");
        }
        return bytes;
    }

    private String inWords() {
        return size + " bytes of " + changed;
    }
}
