package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A column of a table, and what was learned of it. A cell is first a number of its own (its value, a
 * word's place, a date's day; NaN for a gap), and that is encoded as one or more.
 */
sealed interface FittedColumn permits FittedNumber, FittedCategory, FittedDate {
    String name();

    /** A name for each number that a cell becomes. */
    ImmutableList<String> outputs();

    default int width() {
        return outputs().size();
    }

    /** The number of a cell. */
    double read(TableCells cells, int row);

    /** Puts what it becomes into a row. */
    void encode(double number, double[] row, int at);

    /** Whether an output has a size of its own, to be brought to that of the others. */
    boolean isScaled(int output);

    /** Its kind, its name and all else, from which the column can be made again. */
    ImmutableList<String> words();

    /** Refuses what {@link #read} would not have given. */
    default ArgumentException refusal(String need, double got) {
        return new ArgumentException(
                "TableEncoder", need + " for the column " + name(), got + "", "TableEncoder.rows reads tables");
    }
}
