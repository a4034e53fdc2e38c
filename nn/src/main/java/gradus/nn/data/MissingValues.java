package gradus.nn.data;

import java.util.NoSuchElementException;
import java.util.stream.DoubleStream;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.set.ImmutableSet;
import org.eclipse.collections.api.set.primitive.ImmutableDoubleSet;
import org.eclipse.collections.impl.factory.primitive.DoubleSets;

/**
 * What {@link Csv#numbers} makes of cells without a number: a choice of the user's. A cell is
 * missing if it is empty or has one of the words that pandas takes for that: {@code NA}, {@code
 * N/A}, {@code n/a}, {@code NaN}, {@code nan}, {@code NULL}, {@code null}, {@code None}, {@code
 * <NA>}, {@code #N/A} and a few more; {@link #alsoWritten} adds others. Spaces around it do not
 * count.
 *
 * <p>Infinities ({@code inf}, {@code -inf}, {@code Infinity}, in any letters) are numbers rather
 * than gaps: all choices but {@link #refused} take them.
 *
 * {@snippet lang = java :
 * Tensor ages = csv.numbers(MissingValues.asMean(), "Age");
 * Tensor sizes = csv.numbers(MissingValues.as(0).alsoWritten("?", "-"), "size");
 * }
 */
public final class MissingValues {
    private static final ImmutableSet<String> WORDS = Sets.immutable.with(
            "",
            "#N/A",
            "#N/A N/A",
            "#NA",
            "-1.#IND",
            "-1.#QNAN",
            "-NaN",
            "-nan",
            "1.#IND",
            "1.#QNAN",
            "<NA>",
            "N/A",
            "NA",
            "NULL",
            "NaN",
            "None",
            "n/a",
            "nan",
            "null");

    private static final MissingValues REFUSED = new MissingValues(Choice.REFUSED, 0);

    private final Choice choice;
    private final double value;
    private final ImmutableSet<String> words;

    /** Numbers that stand for no number. */
    private final ImmutableDoubleSet sentinels;

    /** What is done. */
    enum Choice {
        REFUSED,
        VALUE,
        MEAN,
        MEDIAN
    }

    private MissingValues(Choice choice, double value, ImmutableSet<String> words, ImmutableDoubleSet sentinels) {
        this.choice = choice;
        this.value = value;
        this.words = words;
        this.sentinels = sentinels;
    }

    private MissingValues(Choice choice, double value) {
        this(choice, value, WORDS, DoubleSets.immutable.empty());
    }

    /**
     * A missing value is an error, and so is an infinite one; this is what {@link
     * Csv#numbers(String...)} does.
     */
    public static MissingValues refused() {
        return REFUSED;
    }

    /** A missing value becomes NaN. */
    public static MissingValues asNaN() {
        return as(Double.NaN);
    }

    /**
     * A missing value becomes the mean of the finite numbers of its column. That is the column of
     * the whole table, or of the part where it is read in parts; to learn nothing from test data,
     * read those with the training data's mean by {@link #as}.
     */
    public static MissingValues asMean() {
        return new MissingValues(Choice.MEAN, 0);
    }

    /**
     * As {@link #asMean()}, with the median: of numbers with a few very large ones it is the better
     * guess. Of an even count it is halfway between the two in the middle.
     */
    public static MissingValues asMedian() {
        return new MissingValues(Choice.MEDIAN, 0);
    }

    /**
     * A missing value becomes this number. {@link Csv#numbers} refuses one that is too large for
     * its element type.
     */
    public static MissingValues as(double value) {
        return new MissingValues(Choice.VALUE, value);
    }

    /**
     * With further words for a missing value, such as {@code ?}. A word that is a number, such as
     * {@code -999}, stands for that number however it is written: {@code -999.0} is missing as
     * well, as with {@code na_values} in pandas.
     */
    public MissingValues alsoWritten(String... more) {
        ImmutableSet<String> added = Sets.immutable.with(more).collect(String::strip);
        double[] numbers = added.select(CsvNumbers::isNumber)
                .collectDouble(CsvNumbers::value)
                .toArray();
        return new MissingValues(
                choice, value, words.newWithAll(added), sentinels.newWithAll(DoubleSets.immutable.with(numbers)));
    }

    boolean areRefused() {
        return choice == Choice.REFUSED;
    }

    /**
     * What they become, given the numbers of their column.
     *
     * @throws NoSuchElementException if that takes a finite one, and there is none
     */
    double filling(DoubleStream column) {
        return switch (choice) {
            case REFUSED, VALUE -> value;
            case MEAN -> mean(column.filter(Double::isFinite).toArray());
            case MEDIAN -> median(column.filter(Double::isFinite).sorted().toArray());
        };
    }

    private static double mean(double[] numbers) {
        double mean = DoubleStream.of(numbers).average().orElseThrow();
        return Double.isFinite(mean)
                ? mean
                : DoubleStream.of(numbers)
                        .map(number -> number / numbers.length)
                        .sum();
    }

    private static double median(double[] sorted) {
        if (sorted.length == 0) {
            throw new NoSuchElementException("no number");
        }
        double lower = sorted[(sorted.length - 1) / 2];
        double upper = sorted[sorted.length / 2];
        return lower == upper ? lower : lower / 2 + upper / 2;
    }

    /** What is taken of a column to fill its gaps, in a word. */
    String statistic() {
        return choice == Choice.MEDIAN ? "median" : "mean";
    }

    /** The words that were added, without those that everybody knows. */
    ImmutableList<String> added() {
        return words.reject(WORDS::contains).toSortedList().toImmutable();
    }

    double value() {
        return value;
    }

    /** Whether a cell, without spaces around it, has no number. */
    boolean contain(String cell) {
        return words.contains(cell)
                || (sentinels.notEmpty() && CsvNumbers.isNumber(cell) && sentinels.contains(CsvNumbers.value(cell)));
    }

    /** What becomes of a missing value, such as {@code MissingValues.asMean()}. */
    @Override
    public String toString() {
        String call = switch (choice) {
            case REFUSED -> "refused()";
            case VALUE -> Double.isNaN(value) ? "asNaN()" : "as(" + value + ")";
            case MEAN -> "asMean()";
            case MEDIAN -> "asMedian()";
        };
        return "MissingValues." + call
                + (added().isEmpty() ? "" : added().makeString(".alsoWritten(\"", "\", \"", "\")"));
    }
}
