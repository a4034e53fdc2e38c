package gradus.nn.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * The cells of a table, or of a part of it, as places in the bytes of its text: four bytes a cell,
 * while a string for each would take twenty times its text. A cell becomes a string when it is
 * asked for.
 */
final class CsvCells {
    static final int QUOTE = '"';

    /** The place of a cell that a short row does not have. */
    static final int NOWHERE = -1;

    private final byte[] bytes;
    private final Origin origin;
    private final char separator;
    private final int columns;
    private final IntArrayList begins;
    private final IntArrayList lines;

    /** Where the bytes, which are UTF-8, begin in the file, and how they are encoded there. */
    record Origin(long offset, Charset charset) {
        /** The place in the file of one in the bytes. */
        long of(byte[] bytes, int place) {
            return offset
                    + (charset.equals(StandardCharsets.UTF_8)
                            ? place
                            : new String(bytes, 0, place, StandardCharsets.UTF_8).getBytes(charset).length);
        }
    }

    /**
     * Cells of a file.
     *
     * @param begins where each cell begins, row after row
     * @param lines the line from 1 on which each row begins
     */
    CsvCells(byte[] bytes, Origin origin, char separator, int columns, IntArrayList begins, IntArrayList lines) {
        this.bytes = bytes;
        this.origin = origin;
        this.separator = separator;
        this.columns = columns;
        this.begins = begins;
        this.lines = lines;
    }

    int columns() {
        return columns;
    }

    int rows() {
        return lines.size();
    }

    /** The line from 1 on which a row begins. */
    int line(int row) {
        return lines.get(row);
    }

    /** The byte of the file at which a row begins. */
    long offset(int row) {
        return origin.of(bytes, begins.get(row * columns));
    }

    /**
     * A cell without the quotes around it; what follows these up to the end of the cell is kept, as
     * pandas does.
     */
    String text(int row, int column) {
        int begin = begins.get(row * columns + column);
        if (begin == NOWHERE) {
            return "";
        }
        boolean quoted = begin < bytes.length && bytes[begin] == QUOTE;
        return quoted ? quoted(begin + 1) : decoded(begin, plainEnd(bytes, bytes.length, begin, separator));
    }

    private String quoted(int begin) {
        int end = begin;
        boolean doubled = false;
        while (bytes[end] != QUOTE || (end + 1 < bytes.length && bytes[end + 1] == QUOTE)) {
            doubled |= bytes[end] == QUOTE;
            end += bytes[end] == QUOTE ? 2 : 1;
        }
        String text = decoded(begin, end);
        String rest = decoded(end + 1, plainEnd(bytes, bytes.length, end + 1, separator));
        return (doubled ? text.replace("\"\"", "\"") : text) + rest;
    }

    private String decoded(int begin, int end) {
        return new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
    }

    /** Where a cell without quotes ends, or the bytes do. */
    static int plainEnd(byte[] bytes, int length, int begin, char separator) {
        int end = begin;
        while (end < length && bytes[end] != separator && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        return end;
    }
}
