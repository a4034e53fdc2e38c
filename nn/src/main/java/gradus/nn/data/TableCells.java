package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/** The cells of one column: of a file, or given by a program. */
interface TableCells {
    int size();

    /** A text without spaces around it, or what a program gave; empty if there is nothing. */
    Object cell(int row);

    /** What is wrong with a cell, and where it is. */
    RuntimeException refusal(int row, String need, String hint);

    /** Of a file. */
    record OfCsv(Csv csv, int place) implements TableCells {
        static OfCsv of(Csv csv, String column) {
            return new OfCsv(csv, csv.shape().place(column));
        }

        @Override
        public int size() {
            return csv.size();
        }

        @Override
        public Object cell(int row) {
            return csv.text(row, place).strip();
        }

        @Override
        public RuntimeException refusal(int row, String need, String hint) {
            return csv.wrong(row, place, need, hint);
        }
    }

    /** Given by name: all rows have the column. */
    record OfValues(ImmutableList<Map<String, ?>> rows, String column) implements TableCells {
        static OfValues of(ImmutableList<Map<String, ?>> rows, String column) {
            int without = rows.detectIndex(row -> !row.containsKey(column));
            if (without >= 0) {
                throw new ArgumentException(
                        "TableEncoder.rows",
                        "a value for the column \"" + column + "\" in each row",
                        Lists.immutable
                                        .withAll(rows.get(without).keySet())
                                        .toSortedList()
                                        .makeString("\"", "\", \"", "\"")
                                + " in row " + without,
                        "\"\" where it is missing");
            }
            return new OfValues(rows, column);
        }

        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public Object cell(int row) {
            @Nullable Object given = rows.get(row).get(column);
            return switch (given) {
                case null -> "";
                case CharSequence text -> text.toString().strip();
                default -> given;
            };
        }

        @Override
        public RuntimeException refusal(int row, String need, String hint) {
            return new ArgumentException(
                    "TableEncoder.rows",
                    need + " in row " + row + ", column " + column,
                    "'" + CsvColumns.shortened(cell(row).toString()) + "'",
                    hint);
        }
    }
}
