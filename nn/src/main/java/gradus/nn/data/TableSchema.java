package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.GradusException;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.files.MemoryAtHand;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The columns of a table and what was learned of them in its training part: means, words, the median
 * of days. Two steps make inputs of a table: {@link #read} finds a number for each cell (its value,
 * a word's place, a date's day; NaN for a gap), {@link #encode} makes of these what a network takes.
 * Immutable and safe to share between threads.
 *
 * <p>In a model it is a {@code TableEncoder}, which also brings the outputs to one size.
 */
public final class TableSchema {
    private static final String TITLE = "gradus table 1";

    private final ImmutableList<FittedColumn> columns;
    private final ImmutableList<String> outputs;

    private TableSchema(ImmutableList<FittedColumn> columns) {
        this.columns = columns;
        this.outputs = columns.flatCollect(FittedColumn::outputs);
    }

    /**
     * Learns what the columns need of a table, the training part.
     *
     * @throws ArgumentException if there are no columns, or one is not in the table
     * @throws gradus.nn.files.DataException if a cell is not what its column says, with its line
     */
    public static TableSchema fit(Csv train, TableColumn... columns) {
        if (columns.length == 0 || train.size() == 0) {
            String got = GradusException.counted(columns.length, "column") + " and "
                    + GradusException.counted(train.size(), "row");
            throw new ArgumentException("TableSchema.fit", "one column and one row or more", got, "");
        }
        return new TableSchema(Lists.immutable.with(columns).collect(column -> fit(train, column)));
    }

    private static FittedColumn fit(Csv train, TableColumn column) {
        TableCells cells = TableCells.OfCsv.of(train, column.name());
        return switch (column) {
            case NumberColumn number -> FittedNumber.fit(number, cells);
            case CategoryColumn category -> FittedCategory.fit(category, cells);
            case DateColumn date -> FittedDate.fit(date, cells);
        };
    }

    /** The names of the columns that a table must have. */
    public ImmutableList<String> inputs() {
        return columns.collect(FittedColumn::name);
    }

    /** A name for each number that a row becomes. */
    public ImmutableList<String> outputs() {
        return outputs;
    }

    /** How many places the words of a column have, such as an {@code Embedding} needs rows. */
    public int places(String column) {
        FittedColumn found = columns.detect(each -> each.name().equals(column) && each instanceof FittedCategory);
        if (found instanceof FittedCategory words) {
            return words.count();
        }
        throw new ArgumentException(
                "TableSchema.places",
                "one of the categories among the columns " + inputs().makeString("\"", "\", \"", "\""),
                "\"" + column + "\"",
                "");
    }

    /** Whether an output has a size of its own, to be brought to that of the others. */
    public boolean isScaled(int output) {
        int begin = 0;
        for (FittedColumn column : columns) {
            if (output < begin + column.width()) {
                return column.isScaled(output - begin);
            }
            begin += column.width();
        }
        return false;
    }

    /**
     * A number for each cell of a table, {@code [rows, columns]}; the table may have other columns
     * as well.
     *
     * @throws ArgumentException if the table lacks a column
     * @throws gradus.nn.files.DataException if a cell is not what its column says, with its line
     */
    public Tensor read(Csv csv, DType dtype) {
        MemoryAtHand.require(csv.file(), 2L * Double.BYTES * csv.size() * columns.size(), "the numbers", Csv.IN_PARTS);
        return read(csv.size(), columns.collect(column -> TableCells.OfCsv.of(csv, column.name())), dtype);
    }

    /**
     * A number for each value of some rows, each given by the names of its columns: texts as in a
     * table, numbers, dates; null or an empty text for a gap.
     *
     * @throws ArgumentException if a row lacks a column, or has a value that is not what its column
     *     says
     */
    public Tensor read(Iterable<? extends Map<String, ?>> rows, DType dtype) {
        ImmutableList<Map<String, ?>> all = Lists.immutable.withAll(rows);
        return read(all.size(), columns.collect(column -> TableCells.OfValues.of(all, column.name())), dtype);
    }

    private Tensor read(int rows, ImmutableList<? extends TableCells> cells, DType dtype) {
        double[] numbers = new double[Math.multiplyExact(rows, columns.size())];
        for (int place = 0; place < columns.size(); place++) {
            FittedColumn column = columns.get(place);
            for (int row = 0; row < rows; row++) {
                numbers[row * columns.size() + place] = column.read(cells.get(place), row);
            }
        }
        return Tensor.of(Shape.of(rows, columns.size()), numbers).to(dtype);
    }

    /**
     * What a network takes of such numbers: {@code [rows, columns]} to {@code [rows, outputs]}, of
     * the same type.
     *
     * @throws ShapeException unless there is a number for each column
     * @throws ArgumentException if one is none that {@link #read} gives
     */
    public Tensor encode(Tensor numbers) {
        if (numbers.shape().rank() != 2 || numbers.shape().dim(1) != columns.size()) {
            throw new ShapeException(
                    "TableEncoder",
                    "a number for each of the " + GradusException.counted(columns.size(), "column") + ", [n, "
                            + columns.size() + "]",
                    numbers.shape().toString(),
                    "TableEncoder.rows reads tables");
        }
        int rows = numbers.shape().dim(0);
        double[] given = numbers.toDoubleArray();
        double[] encoded = new double[Math.multiplyExact(rows, outputs.size())];
        int at = 0;
        for (int i = 0; i < given.length; i++) {
            FittedColumn column = columns.get(i % columns.size());
            column.encode(given[i], encoded, at);
            at += column.width();
        }
        return Tensor.of(Shape.of(rows, outputs.size()), encoded).to(numbers.dtype());
    }

    /**
     * All of it as text: a line for each column, its words parted by spaces and written as in the
     * addresses of pages, in UTF-8.
     */
    public String text() {
        return columns.collect(
                        column -> column.words().collect(TableSchema::written).makeString(" "))
                .makeString(TITLE + "\n", "\n", "\n");
    }

    private static String written(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8);
    }

    /**
     * What {@link #text} wrote.
     *
     * @throws ArgumentException if it did not
     */
    public static TableSchema of(String text) {
        ImmutableList<String> lines = Lists.immutable.with(text.split("\n", -1));
        if (lines.size() < 3
                || !lines.getFirst().equals(TITLE)
                || !lines.getLast().isEmpty()) {
            throw damaged(text);
        }
        try {
            return new TableSchema(lines.subList(1, lines.size() - 1).collect(TableSchema::column));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | GradusException wrong) {
            ArgumentException damaged = damaged(text);
            damaged.initCause(wrong);
            throw damaged;
        }
    }

    private static FittedColumn column(String line) {
        ImmutableList<String> words = Lists.immutable
                .with(line.split(" ", -1))
                .collect(word -> URLDecoder.decode(word, StandardCharsets.UTF_8));
        return switch (words.getFirst()) {
            case FittedNumber.KIND -> FittedNumber.of(words);
            case FittedCategory.KIND -> FittedCategory.of(words);
            case FittedDate.KIND -> FittedDate.of(words);
            default -> throw new IllegalArgumentException(words.getFirst());
        };
    }

    private static ArgumentException damaged(String text) {
        return new ArgumentException(
                "TableSchema.of",
                "the columns of a table as text() writes them",
                "'" + CsvColumns.shortened(text.replace('\n', ' ')) + "'",
                "");
    }

    /** Such as {@code TableSchema(age, town -> 14 numbers)}. */
    @Override
    public String toString() {
        return inputs().makeString("TableSchema(", ", ", " -> " + GradusException.counted(outputs.size(), "number"))
                + ")";
    }
}
