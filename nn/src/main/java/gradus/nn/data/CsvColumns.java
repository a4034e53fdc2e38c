package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.nn.files.DataException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * The columns of a table, and how they came to be.
 *
 * @param sample the first cell of a table of one column: more than that if it has other separators
 */
record CsvColumns(Path file, Csv.Format format, ImmutableList<String> names, String sample) {
    private static final int MOST_LISTED = 20;
    private static final int MOST_SHOWN = 10;
    private static final int FIRST_ROWS = 3;
    private static final int LONGEST_SHOWN = 40;
    private static final String SEPARATORS = ";\t,|";

    static CsvColumns of(Path file, Csv.Format format, ImmutableList<String> names, CsvCells cells) {
        boolean single = names.size() == 1 && cells.rows() > 0;
        return new CsvColumns(file, format, names, single ? cells.text(0, 0) : "");
    }

    /** What fits in a message. */
    static String shortened(String text) {
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
    }

    /** What is wrong with a cell, and where it is. */
    DataException wrong(CsvCells cells, int row, int place, String need, String hint) {
        String where = " in line " + cells.line(row) + ", column " + names.get(place);
        return new DataException(
                file, cells.offset(row), need + where, "'" + shortened(cells.text(row, place)) + "'", hint);
    }

    /** The names in quotes, the first ones if there are many. */
    String listed() {
        int more = names.size() - MOST_LISTED;
        return names.take(MOST_LISTED).collect(CsvColumns::shortened).makeString("\"", "\", \"", "\"")
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** The file and the size of a table, its names and its first rows, each in a line. */
    String preview(int rows, CellText cells) {
        int shown = Math.min(names.size(), MOST_SHOWN);
        String last = names.size() > shown ? " | ..." : "";
        var lines = Interval.zeroTo(Math.min(rows, FIRST_ROWS))
                .collect(line -> Interval.zeroTo(shown - 1)
                        .collect(place -> line == 0 ? names.get(place) : cells.text(line - 1, place))
                        .collect(text -> shortened(text).replaceAll("\\R", " "))
                        .makeString("", " | ", last));
        String size = GradusException.counted(rows, "row") + " of " + GradusException.counted(names.size(), "column");
        return file + ": " + size + lines.makeString("\n", "\n", rows > FIRST_ROWS ? "\n..." : "");
    }

    /** What stands in a row and column. */
    @FunctionalInterface
    interface CellText {
        String text(int row, int place);
    }

    /** The places of some names, or of all columns if there are none. */
    int[] places(String... chosen) {
        return chosen.length == 0
                ? IntStream.range(0, names.size()).toArray()
                : Arrays.stream(chosen).mapToInt(this::place).toArray();
    }

    /** The place of a name. */
    int place(String column) {
        int place = names.indexOf(column);
        if (place < 0) {
            throw new ArgumentException(
                    "Csv", "one of the columns " + listed() + " of " + file, "\"" + column + "\"", hint(column));
        }
        return place;
    }

    private String hint(String column) {
        String separator = separatorHint(sample);
        if (!separator.isEmpty()) {
            return separator;
        }
        String near = names.detect(name -> name.strip().equalsIgnoreCase(column.strip()));
        if (near != null) {
            return "\"" + near + "\"?";
        }
        if (!format.header()) {
            return CsvNumbers.isDecimal(column) ? "" : CsvNumbers.NAMES;
        }
        return 2 * names.count(CsvNumbers::isDecimal) > names.size()
                ? "no names in the first row? Without withHeader() columns are called \"0\" to \"" + (names.size() - 1)
                        + "\""
                : "";
    }

    /**
     * Which format would find several cells in what should be the only one of its row; empty if the
     * table has more columns, or there is no separator in it.
     */
    String separatorHint(String cell) {
        return names.size() == 1 ? separatorHint(cell, format) : "";
    }

    /** Which format would find several cells in a text; empty if there is no separator in it. */
    static String separatorHint(String text, Csv.Format format) {
        char best = format.separator();
        long most = 0;
        for (int i = 0; i < SEPARATORS.length(); i++) {
            char candidate = SEPARATORS.charAt(i);
            long count = text.chars().filter(sign -> sign == candidate).count();
            if (candidate != format.separator() && count > most) {
                best = candidate;
                most = count;
            }
        }
        return most == 0 ? "" : "another separator? " + call(best, format.header()) + " reads it";
    }

    private static String call(char separator, boolean header) {
        String names = header ? ".withHeader()" : "";
        return switch (separator) {
            case ',' -> "Csv.Format.commas()" + names;
            case ';' -> "Csv.Format.semicolons()" + names;
            case '\t' -> "Csv.Format.tabs()" + names;
            default -> "new Csv.Format('" + separator + "', " + header + ")";
        };
    }
}
