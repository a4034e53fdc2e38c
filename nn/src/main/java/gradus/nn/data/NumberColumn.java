package gradus.nn.data;

import gradus.autodiff.ArgumentException;

/**
 * A column of numbers. Where the training part has gaps, a second number says of each row whether it
 * has one: 1, otherwise 0. {@link TableColumn#number} makes one.
 *
 * @param missing what becomes of gaps, and how they are written
 */
public record NumberColumn(String name, MissingValues missing) implements TableColumn {
    /**
     * A column.
     *
     * @throws ArgumentException if gaps are to be NaN or infinite
     */
    public NumberColumn {
        if (!Double.isFinite(missing.value())) {
            throw new ArgumentException(
                    "TableColumn.number",
                    "finite numbers for gaps, as every output of a network depends on them",
                    missing.toString(),
                    "MissingValues.asMean(), asMedian(), as(0) or refused()");
        }
    }

    /**
     * The same column with gaps that are filled in another way, refused, or written in further ones,
     * such as {@code MissingValues.asMedian().alsoWritten("?")}.
     */
    public NumberColumn missing(MissingValues gaps) {
        return new NumberColumn(name, gaps);
    }
}
