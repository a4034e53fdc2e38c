package gradus.autodiff.kernel;

/**
 * Functions that {@code StrictMath} does not have, in double, written so that nothing overflows or cancels on the way. Error
 * function: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 (series) and 7.1.14 (continued fraction).
 */
final class SpecialFunctions {
    private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;
    private static final double SQRT_HALF = 0.7071067811865476;

    /** From here on the continued fraction converges faster than the series. */
    private static final double SERIES_LIMIT = 1.5;

    /** erfc x is less than half the smallest double from here on. */
    private static final double ERFC_UNDERFLOW = 27.3;

    private SpecialFunctions() {}

    /** 1 / (1 + e⁻ˣ); for negative x as eˣ / (1 + eˣ), which keeps tiny results exact. */
    static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + StrictMath.exp(-x));
        }
        double e = StrictMath.exp(x);
        return e / (1 + e);
    }

    /** log(1 + eˣ) = max(x, 0) + log(1 + e^-|x|). */
    static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    /** x σ(x), with its limit -0 at minus infinity. */
    static double silu(double x) {
        return x == Double.NEGATIVE_INFINITY ? -0.0 : x * sigmoid(x);
    }

    /** x Φ(x) = x erfc(-x / √2) / 2, with its limit -0 at minus infinity. */
    static double gelu(double x) {
        return x == Double.NEGATIVE_INFINITY ? -0.0 : 0.5 * x * erfc(-x * SQRT_HALF);
    }

    /** -(t log σ(x) + (1 - t) log(1 - σ(x))); a term of weight 0 counts nothing, even where its logarithm is infinite. */
    static double binaryCrossEntropy(double logit, double target) {
        double positive = target == 0 ? 0 : target * softplus(-logit);
        double negative = target == 1 ? 0 : (1 - target) * softplus(logit);
        return positive + negative;
    }

    static double erf(double x) {
        double size = Math.abs(x);
        if (size < SERIES_LIMIT) {
            return series(x);
        }
        return Double.isNaN(x) ? x : Math.copySign(1 - upperTail(size), x);
    }

    /** 1 - erf x, without cancellation for large x. */
    static double erfc(double x) {
        if (x < 0.5) {
            return 1 - erf(x);
        }
        return x < SERIES_LIMIT ? 1 - series(x) : upperTail(x);
    }

    /** erf x = 2/√π e^(-x²) (x + 2x³/3 + 4x⁵/15 + ...): every term of one sign, so nothing cancels. */
    private static double series(double x) {
        double twoSquare = 2 * x * x;
        double term = x;
        double sum = x;
        for (int odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
            term *= twoSquare / odd;
            sum += term;
        }
        return TWO_OVER_SQRT_PI * expMinusSquare(x) * sum;
    }

    /** erfc x for large x: e^(-x²)/√π / (x + 1/2/(x + 1/(x + 3/2/(x + ...)))), from the inside out. */
    private static double upperTail(double x) {
        if (x > ERFC_UNDERFLOW) {
            return 0;
        }
        double fraction = x;
        for (int k = 150; k >= 1; k--) {
            fraction = x + 0.5 * k / fraction;
        }
        return 0.5 * TWO_OVER_SQRT_PI * expMinusSquare(x) / fraction;
    }

    /** e^(-x²), where the rounding of x² is put right. */
    private static double expMinusSquare(double x) {
        double square = x * x;
        double lost = Math.fma(x, x, -square);
        return StrictMath.exp(-square) * (1 - lost);
    }
}
