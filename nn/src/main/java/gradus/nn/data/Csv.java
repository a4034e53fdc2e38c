package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.files.DataException;
import gradus.nn.files.MemoryAtHand;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A table of separated values (RFC 4180), plain or gzipped, read whole or in parts: cells in double
 * quotes where they contain separators, quotes or ends of lines, as many cells in every row. The
 * text is UTF-8 unless the format or a byte order mark says otherwise. What is wrong with it is
 * said with its line.
 *
 * {@snippet lang = java :
 * var csv = Csv.read(Path.of("iris.csv"), Csv.Format.commas().withHeader());
 * var species = csv.categories("species");
 * var iris = Dataset.of(csv.numbers("sepal_length", "sepal_width"), species.labels());
 * }
 *
 * <p>As in pandas, lines with nothing in them but spaces and tabs are left out, quotes within a
 * cell that does not begin with one stand for themselves, columns of one name are called {@code a},
 * {@code a.1}, {@code a.2}, and a cell may be missing (see {@link MissingValues}).
 */
public final class Csv {
    private static final int MOST_CELLS = 1 << 26;

    /** A hint where there is too little memory. */
    static final String IN_PARTS = "Csv.stream reads the table in parts";

    private final CsvCells cells;
    private final CsvColumns columns;

    /** How many rows are names. */
    private final int names;

    /** Whether the first row could be names that nobody announced. */
    private final boolean unannounced;

    Csv(CsvCells cells, CsvColumns columns, int names, boolean unannounced) {
        this.cells = cells;
        this.columns = columns;
        this.names = names;
        this.unannounced = unannounced;
    }

    /**
     * How a file is written.
     *
     * @param separator what stands between cells
     * @param header whether the first row names the columns
     * @param charset the encoding of a file without a byte order mark
     * @param shortRows whether a row may have fewer cells than the first: the others are empty
     */
    public record Format(char separator, boolean header, Charset charset, boolean shortRows) {
        /**
         * A separator of ASCII that is no quote and no end of a line, and an encoding that Java also
         * writes.
         *
         * @throws ArgumentException if they are anything else
         */
        public Format {
            CsvText.requireEncoding(charset);
            CsvParser.requireSeparator(separator);
        }

        /** A format of UTF-8, with as many cells in every row. */
        public Format(char separator, boolean header) {
            this(separator, header, StandardCharsets.UTF_8, false);
        }

        /** Commas, and no names. */
        public static Format commas() {
            return new Format(',', false);
        }

        /** Semicolons, and no names. */
        public static Format semicolons() {
            return new Format(';', false);
        }

        /** Tabs, and no names. */
        public static Format tabs() {
            return new Format('\t', false);
        }

        /** With a first row of names. */
        public Format withHeader() {
            return new Format(separator, true, charset, shortRows);
        }

        /**
         * In another encoding than UTF-8, such as {@code Charset.forName("windows-1252")}. A byte
         * order mark of UTF-8, UTF-16 or UTF-32 at the beginning of a file is known in any case,
         * and decides; so is that of the encoding itself, such as GB18030.
         *
         * @throws ArgumentException if Java only reads the encoding, as {@code x-JISAutoDetect}
         */
        public Format charset(Charset encoding) {
            return new Format(separator, header, encoding, shortRows);
        }

        /**
         * With rows that may have fewer cells than the first: the others are empty, as pandas takes
         * them.
         */
        public Format withShortRows() {
            return new Format(separator, header, charset, true);
        }
    }

    /**
     * What stands in a column of names: the names in order of appearance, and the place among them
     * of each row's.
     */
    public record Categories(ImmutableList<String> names, Indices labels) {}

    /**
     * Reads a file whole. Columns without names are called 0, 1, ... by their places.
     *
     * @throws DataException if it is missing, larger than 256 MB or than the memory at hand (then
     *     before any is taken; {@link #stream} reads such a file), in another encoding, empty, has
     *     rows of different lengths, more than 67 million cells, or an open quote
     */
    public static Csv read(Path file, Format format) {
        return read(file, format, MOST_CELLS);
    }

    static Csv read(Path file, Format format, int mostCells) {
        return CsvParts.whole(file, format, mostCells);
    }

    /**
     * Reads a file of any size in parts, each with the same columns, from the first rows to the
     * last. Only one part is in memory unless the caller keeps more.
     *
     * {@snippet lang = java :
     * Csv.stream(file, Csv.Format.commas().withHeader(), 10_000, part -> {
     *     Tensor inputs = part.numbers("width", "height");
     *     Indices labels = part.labels("species", Lists.immutable.with("setosa", "versicolor", "virginica"));
     *     adam.minimize(loss.mean(model.forward(inputs), labels));
     * });
     * }
     *
     * <p>{@link #categories} and means of missing values know their part alone: {@link
     * #labels(String, ImmutableList)} and {@link MissingValues#as} are the same in all parts.
     *
     * @param rows how many each part has; the last one may have fewer
     * @param each gets the parts one after the other
     * @throws ArgumentException if there are to be no rows in a part
     * @throws DataException as {@link #read}, with the limits for a part; what is wrong in a later
     *     part is noticed when it is its turn
     */
    public static void stream(Path file, Format format, int rows, Consumer<Csv> each) {
        if (rows < 1) {
            throw new ArgumentException("Csv.stream", "1 or more rows in a part", rows + "", "");
        }
        var parts = new CsvParts(file, format, each);
        new CsvReader(file, format).parts(rows, parts::accept);
        parts.requireAny();
    }

    /** The names of the columns. */
    public ImmutableList<String> columns() {
        return columns.names();
    }

    /** How many rows, without the names. */
    public int size() {
        return cells.rows() - names;
    }

    /**
     * The table of some rows, from 0 and without the names, in that order: those to train on, for
     * example. They may repeat. Messages name the lines of the file all the same.
     *
     * {@snippet lang = java :
     * int[] rows = random.permutation(csv.size()).toArray();
     * Csv test = csv.select(Arrays.copyOf(rows, rows.length / 5));
     * Csv train = csv.select(Arrays.copyOfRange(rows, rows.length / 5, rows.length));
     * }
     *
     * @throws IndexException if there is no such row
     */
    public Csv select(int... rows) {
        return new Csv(cells.select(names, rows), columns, 0, false);
    }

    /**
     * The cells of a column as they stand there.
     *
     * @throws DataException if they are larger than the memory at hand
     */
    public ImmutableList<String> texts(String column) {
        int place = columns.place(column);
        MemoryAtHand.require(file(), cells.memory(names, place), "the texts", IN_PARTS);
        return cells.texts(names, place);
    }

    String text(int row, int place) {
        return cells.text(names + row, place);
    }

    /**
     * The numbers of some columns, or of all, {@code [rows, columns]}, of type F32.
     *
     * @throws DataException if a cell is empty or no finite number, or the numbers are larger than
     *     the memory at hand
     * @throws ArgumentException if there is no such column
     */
    public Tensor numbers(String... chosen) {
        return numbers(DType.F32, chosen);
    }

    /**
     * As {@link #numbers(String...)}, of an element type: each number is rounded once, from its
     * decimal digits.
     */
    public Tensor numbers(DType dtype, String... chosen) {
        return numbers(dtype, MissingValues.refused(), chosen);
    }

    /**
     * As {@link #numbers(String...)}, of columns where values may be missing.
     *
     * @throws DataException if a cell is neither a number nor missing, or a column has no number to
     *     take the mean of
     */
    public Tensor numbers(MissingValues missing, String... chosen) {
        return numbers(DType.F32, missing, chosen);
    }

    /** As {@link #numbers(MissingValues, String...)}, of an element type. */
    public Tensor numbers(DType dtype, MissingValues missing, String... chosen) {
        return new CsvNumbers(this, columns.places(chosen), dtype, missing).read();
    }

    /**
     * The classes in a column of whole numbers from 0 to {@code classes - 1}.
     *
     * @throws DataException if a cell is anything else
     */
    public Indices labels(String column, int classes) {
        return new CsvLabels(this, columns.place(column)).below(classes);
    }

    /**
     * The classes in a column of names, as places among those: the same in each part of a table,
     * and in training and test data.
     *
     * @throws DataException if a cell is none of the names
     */
    public Indices labels(String column, ImmutableList<String> classes) {
        return new CsvLabels(this, columns.place(column)).among(classes);
    }

    /**
     * The classes in a column of names; an empty cell is a name as well.
     *
     * @throws DataException if the names that differ are larger than the memory at hand
     */
    public Categories categories(String column) {
        return new CsvLabels(this, columns.place(column)).categories();
    }

    Path file() {
        return columns.file();
    }

    /** The columns, and how they came to be. */
    CsvColumns shape() {
        return columns;
    }

    /** Whether the first row has no number where the second has one. */
    boolean seemsToBeNames(int row, int place) {
        return unannounced
                && row == 0
                && size() > 1
                && CsvNumbers.isDecimal(text(1, place).strip());
    }

    DataException wrong(int row, int place, String need, String hint) {
        return columns.wrong(cells, names + row, place, need, hint);
    }

    /** The file, how many rows and columns there are, their names and the first rows. */
    @Override
    public String toString() {
        return columns.preview(size(), this::text);
    }
}
