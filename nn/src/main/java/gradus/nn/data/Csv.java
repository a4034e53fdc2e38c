package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.files.ByteSource;
import gradus.nn.files.DataException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.eclipse.collections.impl.factory.primitive.ObjectIntMaps;
import org.eclipse.collections.impl.list.Interval;

/**
 * A table of separated values (RFC 4180), plain or gzipped, read whole: UTF-8, cells in double quotes where they contain separators, quotes or ends of
 * lines, as many cells in every row. What is wrong with it is said with its line.
 *
 * {@snippet lang = java :
 * var csv = Csv.read(Path.of("iris.csv"), Csv.Format.commas().withHeader());
 * var species = csv.categories("species");
 * var iris = Dataset.of(csv.numbers("sepal_length", "sepal_width"), species.labels());
 * }
 */
public final class Csv {
    private static final int MOST_BYTES = 1 << 28;
    private static final int MOST_CELLS = 1 << 26;
    private static final int LONGEST_SHOWN = 40;

    /** Java would also read 1f, 0x1p3 and NaN. Possessive, so that a long cell takes no longer than its length. */
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][-+]?\\d++)?");

    private final Path file;
    private final CsvCells cells;
    private final ImmutableList<String> columns;

    /** How many rows are names. */
    private final int names;

    private Csv(Path file, CsvCells cells, ImmutableList<String> columns, int names) {
        this.file = file;
        this.cells = cells;
        this.columns = columns;
        this.names = names;
    }

    /** How a file is written: what stands between cells, and whether its first row names the columns. */
    public record Format(char separator, boolean header) {
        /** A separator of ASCII that is no quote and no end of a line. */
        public Format {
            if (separator == '"' || separator == '\n' || separator == '\r' || separator >= 128) {
                throw new ArgumentException(
                        "Csv.Format",
                        "a separator of ASCII that is no quote and no end of a line",
                        "'" + separator + "'",
                        "");
            }
        }

        /** Commas, and no names. */
        public static Format commas() {
            return new Format(',', false);
        }

        /** Tabs, and no names. */
        public static Format tabs() {
            return new Format('\t', false);
        }

        /** With a first row of names. */
        public Format withHeader() {
            return new Format(separator, true);
        }
    }

    /** What stands in a column of names: the names in order of appearance, and the place among them of each row's. */
    public record Categories(ImmutableList<String> names, Indices labels) {}

    /**
     * Reads a file. Columns without names are called 0, 1, ...
     *
     * @throws DataException if it is missing, larger than 256 MB, not UTF-8, empty, has rows of different lengths, more than 67 million cells, an open
     *     quote, or two columns of one name
     */
    public static Csv read(Path file, Format format) {
        return read(file, format, MOST_CELLS);
    }

    static Csv read(Path file, Format format, int mostCells) {
        byte[] bytes = ByteSource.read(file, source -> source.rest(MOST_BYTES, "text"));
        CsvCells cells = new CsvParser(file, bytes, format.separator, mostCells).cells();
        int names = format.header ? 1 : 0;
        if (cells.rows() <= names) {
            throw new DataException(
                    file, 0, "at least one row" + (format.header ? " below the names" : ""), "none", "");
        }
        ImmutableList<String> columns = Interval.zeroTo(cells.columns() - 1)
                .collect(column -> format.header ? cells.text(0, column) : column + "")
                .toImmutableList();
        if (columns.distinct().size() < columns.size()) {
            throw new DataException(file, 0, "each column's name once", columns.makeString(), "");
        }
        return new Csv(file, cells, columns, names);
    }

    /** The names of the columns. */
    public ImmutableList<String> columns() {
        return columns;
    }

    /** How many rows, without the names. */
    public int size() {
        return cells.rows() - names;
    }

    /** The cells of a column as they stand there. */
    public ImmutableList<String> texts(String column) {
        int place = place(column);
        return Interval.zeroTo(size() - 1).collect(row -> text(row, place)).toImmutableList();
    }

    private String text(int row, int place) {
        return cells.text(names + row, place);
    }

    /**
     * The numbers of some columns, {@code [rows, columns]}, of type F32; of all columns if none is named.
     *
     * @throws DataException if a cell is empty or no finite number
     * @throws ArgumentException if there is no such column
     */
    public Tensor numbers(String... chosen) {
        return numbers(DType.F32, chosen);
    }

    /** As {@link #numbers(String...)}, of an element type: each number is rounded once, from its decimal digits. */
    public Tensor numbers(DType dtype, String... chosen) {
        int[] places = chosen.length == 0
                ? columns.collectInt(this::place).toArray()
                : Arrays.stream(chosen).mapToInt(this::place).toArray();
        int size = Math.multiplyExact(size(), places.length);
        return (dtype == DType.F32 ? floats(places, size) : doubles(places, size)).reshape(size(), places.length);
    }

    private Tensor floats(int[] places, int size) {
        float[] numbers = new float[size];
        int next = 0;
        for (int row = 0; row < size(); row++) {
            for (int place : places) {
                float number = Float.parseFloat(decimal(row, place));
                numbers[next++] = Float.isFinite(number) ? number : refuse(row, place);
            }
        }
        return Tensor.of(numbers);
    }

    private Tensor doubles(int[] places, int size) {
        double[] numbers = new double[size];
        int next = 0;
        for (int row = 0; row < size(); row++) {
            for (int place : places) {
                double number = Double.parseDouble(decimal(row, place));
                numbers[next++] = Double.isFinite(number) ? number : refuse(row, place);
            }
        }
        return Tensor.of(numbers);
    }

    private String decimal(int row, int place) {
        String cell = text(row, place).strip();
        return DECIMAL.matcher(cell).matches() ? cell : "NaN";
    }

    private float refuse(int row, int place) {
        throw wrong(row, place, "a finite number");
    }

    /**
     * The classes in a column of whole numbers from 0 to {@code classes - 1}.
     *
     * @throws DataException if a cell is anything else
     */
    public Indices labels(String column, int classes) {
        int place = place(column);
        int[] labels = new int[size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = label(i, place, classes);
        }
        return Indices.of(labels);
    }

    private int label(int row, int place, int classes) {
        String cell = text(row, place).strip();
        int label = cell.matches("\\d{1,9}") ? Integer.parseInt(cell) : classes;
        if (label >= classes) {
            throw wrong(row, place, "a whole number from 0 to " + (classes - 1));
        }
        return label;
    }

    /** The classes in a column of names. */
    public Categories categories(String column) {
        ImmutableList<String> all = texts(column);
        ImmutableList<String> different = all.distinct();
        MutableObjectIntMap<String> places = ObjectIntMaps.mutable.empty();
        different.forEachWithIndex(places::put);
        return new Categories(
                different, Indices.of(all.collectInt(places::getOrThrow).toArray()));
    }

    private int place(String column) {
        int place = columns.indexOf(column);
        if (place < 0) {
            throw new ArgumentException("Csv", "one of the columns " + columns.makeString(), column, "");
        }
        return place;
    }

    private DataException wrong(int row, int place, String need) {
        String cell = text(row, place);
        return new DataException(
                file,
                cells.offset(names + row),
                need + " in line " + cells.line(names + row) + ", column " + columns.get(place),
                "'" + (cell.length() > LONGEST_SHOWN ? cell.substring(0, LONGEST_SHOWN) + "..." : cell) + "'",
                cell.isBlank() ? "a missing value?" : "");
    }
}
