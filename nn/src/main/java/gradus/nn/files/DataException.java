package gradus.nn.files;

import java.nio.file.Path;

/**
 * A file that is missing, damaged or not what it should be: which file, where in it, what belongs there and what is there. The
 * message is one line: {@code train-labels-idx1-ubyte.gz, byte 4: needs 60000 labels, got 59999}, with the path in full.
 */
public final class DataException extends RuntimeException {
    /** The offset where no particular place in the file is to blame. */
    public static final long NOWHERE = -1;

    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long offset;
    private final String need;
    private final String got;

    /**
     * One line: {@code file, byte offset: needs NEED, got GOT; HINT}. An empty hint is left out.
     *
     * @param offset in bytes from the beginning of the file, after decompression; or {@link #NOWHERE}
     */
    public DataException(Path file, long offset, String need, String got, String hint) {
        super(file + (offset == NOWHERE ? "" : ", byte " + offset) + ": needs " + need + ", got " + got
                + (hint.isEmpty() ? "" : "; " + hint));
        this.file = file;
        this.offset = offset;
        this.need = need;
        this.got = got;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** The place in the file, in bytes from its beginning, after decompression; or {@link #NOWHERE}. */
    public long offset() {
        return offset;
    }

    /** What belongs there. */
    public String need() {
        return need;
    }

    /** What is there. */
    public String got() {
        return got;
    }
}
