package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.nn.files.DataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * Finds rows and cells in the bytes of a text, of which more may come. Separators, quotes and ends
 * of lines are single bytes in UTF-8, so it works on bytes. Cells are as pandas has them: quotes
 * count at the beginning of a cell, and up to the next that is not doubled; lines without anything
 * but spaces and tabs are left out.
 */
final class CsvParser {
    private final Path file;
    private final Csv.Format format;
    private final int mostCells;

    private CsvCells.Origin origin;
    private byte[] bytes = {};
    private int length;
    private boolean atEnd;
    private final IntArrayList row = new IntArrayList();
    private IntArrayList begins;
    private IntArrayList lines;
    private int columns;
    private int position;
    private int line = 1;

    /** How many cells and rows are expected is a matter of memory only. */
    CsvParser(Path file, Csv.Format format, CsvCells.Origin origin, int mostCells, int cells, int rows) {
        this.file = file;
        this.format = format;
        this.origin = origin;
        this.mostCells = mostCells;
        this.begins = new IntArrayList(cells);
        this.lines = new IntArrayList(rows);
    }

    static void requireSeparator(char separator) {
        if (separator == CsvCells.QUOTE || separator == '\n' || separator == '\r' || separator >= 128) {
            throw new ArgumentException(
                    "Csv.Format",
                    "a separator of ASCII that is no quote and no end of a line",
                    "'" + separator + "'",
                    "");
        }
    }

    /** How many rows were found since the last cells. */
    int rows() {
        return lines.size();
    }

    /** How many cells they have. */
    int cells() {
        return begins.size();
    }

    /** How many bytes belong to these rows. */
    int position() {
        return position;
    }

    /**
     * Finds rows from where it stopped on.
     *
     * @param text all bytes since the last cells
     * @param last whether no more will come; otherwise a row that may go on is left
     * @param most no more rows than that
     */
    void parse(byte[] text, int size, boolean last, int most) {
        this.bytes = text;
        this.length = size;
        this.atEnd = last;
        boolean whole = true;
        while (whole && position < length && rows() < most) {
            int begin = position;
            int beginLine = line;
            whole = isBlank() ? isLineEnded() : row();
            if (!whole) {
                position = begin;
                line = beginLine;
            }
        }
    }

    /**
     * The rows found, as cells in these bytes, which are theirs alone; what follows counts from
     * here. More of the text is expected to have as many, and none of it takes no memory.
     */
    CsvCells cells(byte[] own) {
        var cells = new CsvCells(own, origin, format.separator(), columns, begins, lines);
        origin = new CsvCells.Origin(origin.of(own, own.length), origin.charset());
        begins = new IntArrayList(atEnd ? 0 : begins.size());
        lines = new IntArrayList(atEnd ? 0 : lines.size());
        position = 0;
        return cells;
    }

    /** Moves to the end of a line with nothing in it, if this is one. */
    private boolean isBlank() {
        int end = position;
        while (end < length && (bytes[end] == ' ' || bytes[end] == '\t') && bytes[end] != format.separator()) {
            end++;
        }
        boolean blank = end == length ? atEnd : bytes[end] == '\n' || bytes[end] == '\r';
        position = blank ? end : position;
        return blank;
    }

    /** Finds the cells of a row, and moves behind its line; or says that it may go on. */
    private boolean row() {
        int begin = position;
        int beginLine = line;
        row.clear();
        boolean more = true;
        while (more) {
            if (!isCell()) {
                return false;
            }
            more = position < length && bytes[position] == format.separator();
            position += more ? 1 : 0;
        }
        boolean cut = position == length;
        boolean ended = isLineEnded();
        if (ended) {
            requireColumns(begin, beginLine, cut);
            begins.addAll(row);
            lines.add(beginLine);
        }
        return ended;
    }

    private void requireColumns(int begin, int beginLine, boolean cut) {
        int count = row.size();
        columns = columns == 0 ? count : columns;
        if (count > columns || (count < columns && !format.shortRows())) {
            throw wrong(
                    begin,
                    GradusException.counted(columns, "cell") + " in line " + beginLine + ", as in the first row",
                    count + "",
                    (cut && count < columns ? "truncated?" : separatorHint(begin))
                            + (count < columns ? " Csv.Format's withShortRows() takes missing cells for empty" : ""));
        }
        for (int i = count; i < columns; i++) {
            row.add(CsvCells.NOWHERE);
        }
    }

    /** Of a row whose cells are more than the one of the first, perhaps which separator it is. */
    private String separatorHint(int begin) {
        String text = new String(bytes, begin, position - begin, StandardCharsets.UTF_8);
        String hint = columns == 1 ? CsvColumns.separatorHint(text, format) : "";
        return hint.isEmpty() ? "another separator?" : hint;
    }

    private boolean isCell() {
        if (begins.size() + row.size() >= mostCells) {
            throw wrong(
                    position,
                    "at most " + GradusException.counted(mostCells, "cell"),
                    "more",
                    "Csv.stream reads them in parts");
        }
        row.add(position);
        if (position < length && bytes[position] == CsvCells.QUOTE && !isQuoteEnded()) {
            return false;
        }
        position = CsvCells.plainEnd(bytes, length, position, format.separator());
        return position < length || atEnd;
    }

    /** Moves behind the quote that ends a cell; or says that it may come yet. */
    private boolean isQuoteEnded() {
        int open = position++;
        int openLine = line;
        while (position < length) {
            byte now = bytes[position++];
            if (now == CsvCells.QUOTE) {
                if (position == length || bytes[position] != CsvCells.QUOTE) {
                    return position < length || atEnd;
                }
                position++;
            } else if (now == '\r' || (now == '\n' && bytes[position - 2] != '\r')) {
                line++;
            }
        }
        if (atEnd) {
            throw wrong(open, "a quote that ends the cell of line " + openLine, "the end of the file", "truncated?");
        }
        return false;
    }

    /** Moves to the next line; or says that it may come yet. */
    private boolean isLineEnded() {
        if (position < length && bytes[position] == '\r') {
            position++;
            if (position == length && !atEnd) {
                return false;
            }
        }
        if (position < length && bytes[position] == '\n') {
            position++;
        }
        line++;
        return true;
    }

    private DataException wrong(int place, String need, String got, String hint) {
        return new DataException(file, origin.of(bytes, place), need, got, hint);
    }
}
