package gradus.nn.files;

import java.nio.file.Path;

/**
 * A file that is missing, damaged or not what it should be: which file, where in it, what belongs
 * there and what is there. The message is one line: {@code train-labels-idx1-ubyte.gz, byte 4:
 * needs 60000 labels, got 59999}, with the path in full.
 */
public sealed class DataException extends RuntimeException permits NoMemoryException, UnheldException {
    /** The offset where no particular place in the file is to blame. */
    public static final long NOWHERE = -1;

    private static final long serialVersionUID = 1L;

    /** What is there may come from the file, and be as long as it is. */
    private static final int LONGEST = 300;

    private final transient Path file;
    private final long offset;
    private final String need;
    private final String got;
    private final String hint;

    /**
     * One line: {@code file, byte offset: needs NEED, got GOT; HINT}. An empty hint is left out.
     *
     * @param offset in bytes from the beginning of the file, after decompression; or {@link
     *     #NOWHERE}
     */
    public DataException(Path file, long offset, String need, String got, String hint) {
        String place = offset == NOWHERE ? "" : ", byte " + offset;
        String shortened = got.length() <= LONGEST ? got : got.substring(0, LONGEST) + "...";
        super(file + place + ": needs " + onOneLine(need) + ", got " + onOneLine(shortened)
                + (hint.isEmpty() ? "" : "; " + hint));
        this.file = file;
        this.offset = offset;
        this.need = need;
        this.got = got;
        this.hint = hint;
    }

    /**
     * Of a file or folder that is missing. Of a relative path it also says where that leads.
     *
     * @param got what is missing, such as {@code nothing of that name}
     */
    public static DataException missing(Path file, String need, String got, String hint) {
        String place = file.isAbsolute() ? "" : ": " + file.toAbsolutePath();
        return new DataException(file, NOWHERE, need, got + place, hint);
    }

    /** The same once more, for each who asks for what could not be read. */
    DataException again() {
        var exception = new DataException(file, offset, need, got, hint);
        exception.initCause(this);
        return exception;
    }

    /** This one, or, where it has no hint, one that has this. */
    public DataException orHint(String other) {
        if (!hint.isEmpty() || getClass() != DataException.class) {
            return this;
        }
        var exception = new DataException(file, offset, need, got, other);
        exception.initCause(this);
        return exception;
    }

    /**
     * Text of a damaged file may have any characters in it: those that are no signs become their
     * numbers.
     */
    private static String onOneLine(String text) {
        var line = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (Character.isISOControl(sign) || sign == '\u2028' || sign == '\u2029') {
                line.append("\\u%04x".formatted((int) sign));
            } else {
                line.append(sign);
            }
        }
        return line.toString();
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /**
     * The place in the file, in bytes from its beginning, after decompression; or {@link #NOWHERE}.
     */
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
