package gradus.nn.data;

import java.nio.charset.StandardCharsets;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * The cells of a table, as places in the bytes of its file: four bytes a cell, while a string for each would take twenty times its text. A cell becomes a
 * string when it is asked for.
 */
final class CsvCells {
    static final int QUOTE = '"';

    private final byte[] bytes;
    private final char separator;
    private final int columns;
    private final IntArrayList begins;
    private final IntArrayList lines;

    /**
     * Cells of a file.
     *
     * @param begins where each cell begins, row after row
     * @param lines the line from 1 on which each row begins
     */
    CsvCells(byte[] bytes, char separator, int columns, IntArrayList begins, IntArrayList lines) {
        this.bytes = bytes;
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

    /** The byte at which a row begins. */
    int offset(int row) {
        return begins.get(row * columns);
    }

    String text(int row, int column) {
        int begin = begins.get(row * columns + column);
        boolean quoted = begin < bytes.length && bytes[begin] == QUOTE;
        return quoted ? quoted(begin + 1) : decoded(begin, plainEnd(bytes, begin, separator));
    }

    private String quoted(int begin) {
        int end = begin;
        boolean doubled = false;
        while (bytes[end] != QUOTE || (end + 1 < bytes.length && bytes[end + 1] == QUOTE)) {
            doubled |= bytes[end] == QUOTE;
            end += bytes[end] == QUOTE ? 2 : 1;
        }
        String text = decoded(begin, end);
        return doubled ? text.replace("\"\"", "\"") : text;
    }

    private String decoded(int begin, int end) {
        return new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
    }

    /** Where a cell without quotes ends. */
    static int plainEnd(byte[] bytes, int begin, char separator) {
        int end = begin;
        while (end < bytes.length && !isEnd(bytes[end], separator)) {
            end++;
        }
        return end;
    }

    static boolean isEnd(byte next, char separator) {
        return next == separator || next == '\n' || next == '\r';
    }
}
