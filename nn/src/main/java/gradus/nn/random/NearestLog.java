package gradus.nn.random;

/**
 * The natural logarithm, rounded to the nearest double, as the C libraries under NumPy nearly
 * always do; {@code StrictMath.log} is off in the last bit more often. Computed in pairs of
 * doubles, the high part and what it lost (Dekker, Numerische Mathematik 18 (1971)): log(m 2ᵏ) = k
 * log 2 + 2 artanh((m - 1) / (m + 1)).
 */
final class NearestLog {
    private static final int TERMS = 25;
    private static final Pair LOG_2 = new Pair(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);
    private static final double ROOT_HALF = 0.7071067811865476;

    private NearestLog() {}

    /** The logarithm of a number above 0 that is not subnormal. */
    static double of(double x) {
        int exponent = Math.getExponent(x);
        double mantissa = Math.scalb(x, -exponent);
        if (mantissa > 2 * ROOT_HALF) {
            mantissa /= 2;
            exponent++;
        }
        Pair s = Pair.of(mantissa - 1).over(Pair.sum(mantissa, 1));
        Pair square = s.times(s);
        Pair series = new Pair(0, 0);
        for (int odd = 2 * TERMS + 1; odd > 0; odd -= 2) {
            series = series.times(square).plus(Pair.of(1).over(Pair.of(odd)));
        }
        Pair half = s.times(series);
        Pair log = LOG_2.times(Pair.of(exponent)).plus(half.plus(half));
        return log.high + log.low;
    }

    /**
     * A number as the sum of two doubles, the second at most half a unit in the last place of the
     * first.
     */
    private record Pair(double high, double low) {
        static Pair of(double value) {
            return new Pair(value, 0);
        }

        static Pair sum(double a, double b) {
            double high = a + b;
            double part = high - a;
            return new Pair(high, (a - (high - part)) + (b - part));
        }

        Pair plus(Pair other) {
            Pair highs = sum(high, other.high);
            return sum(highs.high, highs.low + (low + other.low));
        }

        Pair times(Pair other) {
            double product = high * other.high;
            double lost = Math.fma(high, other.high, -product);
            return sum(product, lost + (high * other.low + low * other.high));
        }

        Pair over(Pair other) {
            double quotient = high / other.high;
            double rest = Math.fma(-quotient, other.high, high) + low - quotient * other.low;
            return sum(quotient, rest / other.high);
        }
    }
}
