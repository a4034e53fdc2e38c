package gradus.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** The median of some numbers and the quartiles around it. */
record Quartiles(double median, double low, double high) {

    /** Of one number or more; between two of them the quantile is linear (type 7 of Hyndman and Fan, 1996). */
    static Quartiles of(double... numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return new Quartiles(quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75));
    }

    private static double quantile(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** In another unit; the quartiles change places where it counts the other way round. */
    Quartiles in(DoubleUnaryOperator unit) {
        double one = unit.applyAsDouble(low);
        double other = unit.applyAsDouble(high);
        return new Quartiles(unit.applyAsDouble(median), Math.min(one, other), Math.max(one, other));
    }

    /** The median with its quartiles, such as {@code 812 [805, 830]}. */
    @Override
    public String toString() {
        return digits(median) + " " + range();
    }

    /** The quartiles, such as {@code [805, 830]}. */
    String range() {
        return "[" + digits(low) + ", " + digits(high) + "]";
    }

    /** Three significant digits, without an exponent. */
    static String digits(double value) {
        if (!(Math.abs(value) < 1e15)) {
            return value + "";
        }
        double size = Math.abs(value);
        int decimals =
                size >= 99.95 || size == 0 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : size >= 0.09995 ? 3 : 4;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
