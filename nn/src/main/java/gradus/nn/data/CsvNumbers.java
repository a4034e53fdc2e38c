package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import gradus.nn.files.DataException;
import gradus.nn.files.MemoryAtHand;
import java.util.NoSuchElementException;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.eclipse.collections.api.block.procedure.primitive.IntDoubleProcedure;

/** The numbers in some columns of a table, row after row. */
final class CsvNumbers {
    /**
     * Java would also read 1f, 0x1p3 and NaN. Possessive, so that a long cell takes no longer than
     * its length.
     */
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][-+]?\\d++)?");

    private static final Pattern INFINITE = Pattern.compile("[-+]?inf(inity)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[-+]?\\d{1,20},\\d{1,20}");

    /** A hint for a first row of words above numbers. */
    static final String NAMES = "the names of the columns? Csv.Format's withHeader() takes them";

    private final Csv csv;
    private final int[] places;
    private final DType dtype;
    private final MissingValues missing;

    CsvNumbers(Csv csv, int[] places, DType dtype, MissingValues missing) {
        this.csv = csv;
        this.places = places;
        this.dtype = dtype;
        this.missing = missing;
    }

    static boolean isDecimal(String cell) {
        return DECIMAL.matcher(cell).matches();
    }

    /** Whether a cell is a finite or an infinite number. */
    static boolean isNumber(String cell) {
        return isDecimal(cell) || INFINITE.matcher(cell).matches();
    }

    /** The number of such a cell; both zeros are one. */
    static double value(String cell) {
        return isDecimal(cell) ? Double.parseDouble(cell) + 0.0 : infinity(cell);
    }

    private static double infinity(String cell) {
        return cell.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    /** {@code [rows, columns]}. */
    Tensor read() {
        requireFilling();
        int bytes = dtype == DType.F32 ? Float.BYTES : Double.BYTES;
        MemoryAtHand.require(csv.file(), 2L * csv.size() * places.length * bytes, "the numbers", Csv.IN_PARTS);
        int size = Math.multiplyExact(csv.size(), places.length);
        return (dtype == DType.F32 ? floats(size) : doubles(size)).reshape(csv.size(), places.length);
    }

    private void requireFilling() {
        double filling = missing.value();
        if (dtype == DType.F32 && Double.isFinite(filling) && Float.isInfinite((float) filling)) {
            throw new ArgumentException(
                    "Csv.numbers",
                    "a number for missing values that F32 holds",
                    filling + "",
                    "numbers(DType.F64, ...) holds it");
        }
    }

    private Tensor floats(int size) {
        float[] numbers = new float[size];
        read(size, i -> numbers[i], (i, number) -> numbers[i] = (float) number);
        return Tensor.of(numbers);
    }

    private Tensor doubles(int size) {
        double[] numbers = new double[size];
        read(size, i -> numbers[i], (i, number) -> numbers[i] = number);
        return Tensor.of(numbers);
    }

    /** What is missing is NaN until its column is read. */
    private void read(int size, IntToDoubleFunction numbers, IntDoubleProcedure set) {
        for (int i = 0; i < size; i++) {
            set.value(i, number(i / places.length, places[i % places.length]));
        }
        for (int column = 0; column < places.length; column++) {
            IntPredicate isGap = i -> Double.isNaN(numbers.applyAsDouble(i));
            if (rowsOf(column, size).anyMatch(isGap)) {
                double filling = filling(column, size, numbers);
                rowsOf(column, size).filter(isGap).forEach(gap -> set.value(gap, filling));
            }
        }
    }

    private IntStream rowsOf(int column, int size) {
        return IntStream.iterate(column, i -> i < size, i -> i + places.length);
    }

    private double filling(int column, int size, IntToDoubleFunction numbers) {
        try {
            return missing.filling(rowsOf(column, size).mapToDouble(numbers));
        } catch (NoSuchElementException _) {
            throw csv.wrong(
                    0,
                    places[column],
                    "a number somewhere below, for the " + missing.statistic(),
                    "as(0) and asNaN() need none");
        }
    }

    /** Rounded once, from its decimal digits. */
    private double number(int row, int place) {
        String cell = csv.text(row, place).strip();
        if (missing.contain(cell)) {
            if (missing.areRefused()) {
                throw refusal(row, place, cell);
            }
            return Double.NaN;
        }
        if (isDecimal(cell)) {
            double number = dtype == DType.F32 ? Float.parseFloat(cell) : Double.parseDouble(cell);
            if (Double.isInfinite(number)) {
                boolean held = Double.isFinite(Double.parseDouble(cell));
                throw csv.wrong(row, place, "a finite number", held ? "numbers(DType.F64, ...) holds it" : "");
            }
            return number;
        }
        if (!missing.areRefused() && INFINITE.matcher(cell).matches()) {
            return infinity(cell);
        }
        throw refusal(row, place, cell);
    }

    private DataException refusal(int row, int place, String cell) {
        String column = "\"" + csv.columns().get(place) + "\"";
        String separator = csv.shape().separatorHint(cell);
        String hint;
        if (missing.contain(cell)) {
            hint = "a missing value? numbers(MissingValues.asMean(), " + column + ") fills it, as do asNaN() and as(0)";
        } else if (INFINITE.matcher(cell).matches()) {
            hint = "numbers(MissingValues.asNaN(), " + column + ") takes it";
        } else if (DECIMAL_COMMA.matcher(cell).matches()) {
            hint = "a decimal comma? Numbers are read with a point" + (separator.isEmpty() ? "" : "; or " + separator);
        } else if (!separator.isEmpty()) {
            hint = separator;
        } else if (csv.seemsToBeNames(row, place)) {
            hint = NAMES;
        } else if (cell.length() <= 1 && !cell.isEmpty() && !Character.isLetter(cell.charAt(0))) {
            hint = "a missing value? MissingValues.asMean().alsoWritten(\"" + cell + "\") knows it";
        } else {
            hint = "a word? categories(" + column + ") numbers them";
        }
        return csv.wrong(row, place, "a finite number", hint);
    }
}
