package gradus.autodiff.kernel.scalar;

/**
 * Numbers f 2ᵉ, each with an exponent of its own that no product or sum takes out of its range. The
 * fraction is from 1 to 2 in size; zeros, infinities and NaN are their own fractions, with exponent
 * 0.
 */
final class ScaledNumbers {
    private static final long EXPONENT_BITS = 0x7ff0_0000_0000_0000L;
    private static final long ONE = 0x3ff0_0000_0000_0000L;

    /** Lifts a subnormal number out of the range of its kind. */
    private static final int LIFT = 54;

    /** Further apart than this, the smaller of two terms is nothing beside the larger one. */
    private static final long APART = 1100;

    private final double[] fractions;
    private final long[] exponents;

    /** Zeros. */
    ScaledNumbers(int size) {
        this.fractions = new double[size];
        this.exponents = new long[size];
    }

    /** Sets number i to x 2ᵉ. */
    void set(int i, double x, long exponent) {
        int own = Math.getExponent(x);
        if (x == 0 || own > Double.MAX_EXPONENT) {
            fractions[i] = x;
            exponents[i] = 0;
        } else if (own < Double.MIN_EXPONENT) {
            set(i, x * (1L << LIFT), exponent - LIFT);
        } else {
            fractions[i] = Double.longBitsToDouble((Double.doubleToRawLongBits(x) & ~EXPONENT_BITS) | ONE);
            exponents[i] = exponent + own;
        }
    }

    void copy(ScaledNumbers from, int at, int to, int count) {
        System.arraycopy(from.fractions, at, fractions, to, count);
        System.arraycopy(from.exponents, at, exponents, to, count);
    }

    /** Multiplies number i, as IEEE does. */
    void multiply(int i, ScaledNumbers b, int j) {
        set(i, fractions[i] * b.fractions[j], exponents[i] + b.exponents[j]);
    }

    /**
     * Multiplies number i, but leaves 0 where it or the factor is 0, even if the other is infinite
     * or NaN.
     */
    void chain(int i, ScaledNumbers b, int j) {
        if (b.fractions[j] == 0) {
            set(i, 0, 0);
        } else if (fractions[i] != 0) {
            multiply(i, b, j);
        }
    }

    /** Adds the product of two numbers to number i; it is 0 where one of them is 0. */
    void addChain(int i, ScaledNumbers a, int j, ScaledNumbers b, int k) {
        double product = a.fractions[j] * b.fractions[k];
        if (a.fractions[j] == 0 || b.fractions[k] == 0) {
            return;
        }
        long exponent = a.exponents[j] + b.exponents[k];
        long above = exponent - exponents[i];
        if (fractions[i] == 0) {
            set(i, product, exponent);
        } else if (above > 0) {
            set(i, product + down(fractions[i], above), exponent);
        } else {
            set(i, fractions[i] + down(product, -above), exponents[i]);
        }
    }

    private static double down(double x, long powers) {
        return Math.scalb(x, (int) -Math.min(powers, APART));
    }

    /** Number i, rounded once: infinite or 0 beyond the range of doubles. */
    double get(int i) {
        return Math.scalb(fractions[i], Math.clamp(exponents[i], -2 * (int) APART, 2 * (int) APART));
    }
}
