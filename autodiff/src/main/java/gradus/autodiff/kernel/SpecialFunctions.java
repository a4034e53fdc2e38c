package gradus.autodiff.kernel;

/**
 * Functions that {@code StrictMath} does not have, in double, written so that nothing overflows or cancels on the way. Error
 * function: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.5 (series); complement: Chiarella and Reichel,
 * Mathematics of Computation 22 (1968).
 */
final class SpecialFunctions {
    private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;
    private static final double SQRT_HALF = 0.7071067811865476;

    private static final double ONE_OVER_PI = 0.3183098861837907;
    private static final double FOUR_PI = 12.566370614359172;

    /** Below, the error function is computed by its series; from here on, by its complement. */
    private static final double SERIES_LIMIT = 0.5;

    /** From x = π/h on, the pole counts no more. */
    private static final double POLE_LIMIT = 6.283185307179586;

    /** e^(-t²) at t = n/2. */
    private static final double[] TRAPEZOID = trapezoid();

    /** e to minus this is less than half the smallest double. */
    private static final double GAUSSIAN_UNDERFLOW = 746;

    private SpecialFunctions() {}

    /** log(1 + eˣ) = max(x, 0) + log(1 + e^-|x|). */
    static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    /** x Φ(x) = x erfc(-x / √2) / 2, with its limit -0 at minus infinity. The rounding of x / √2 must not reach the exponent. */
    static double gelu(double x) {
        if (x == Double.NEGATIVE_INFINITY) {
            return -0.0;
        }
        double scaled = -x * SQRT_HALF;
        double twice = scaled < SERIES_LIMIT ? 1 - erf(scaled) : complement(scaled, gaussian(x, 0.5));
        return 0.5 * x * twice;
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
        return Double.isNaN(x) ? x : Math.copySign(1 - complement(size, gaussian(size, 1)), x);
    }

    /** erf x = 2/√π (x - x³/3 + x⁵/10 - ...). */
    private static double series(double x) {
        double square = x * x;
        double power = x;
        double rest = 0;
        for (int n = 1; Math.abs(power) > 1e-20 * Math.abs(x); n++) {
            power *= -square / n;
            rest += power / (2 * n + 1);
        }
        return TWO_OVER_SQRT_PI * (x + rest);
    }

    /**
     * 1 - erf x = x/π e^(-x²) times the integral of e^(-t²)/(t² + x²), by the trapezoidal rule with step h = 1/2, whose error
     * e^(-π²/h²) is below all digits; its pole at t = ix adds 2/(e^(2πx/h) - 1).
     */
    private static double complement(double x, double gaussian) {
        if (gaussian == 0) {
            return 0;
        }
        double square = x * x;
        double sum = 0;
        for (int n = TRAPEZOID.length - 1; n >= 1; n--) {
            sum += TRAPEZOID[n] / (0.25 * n * n + square);
        }
        double integral = sum + 0.5 / square;
        double pole = x < POLE_LIMIT ? 2 / StrictMath.expm1(FOUR_PI * x) : 0;
        return x * ONE_OVER_PI * gaussian * integral - pole;
    }

    private static double[] trapezoid() {
        double[] weights = new double[14];
        for (int n = 0; n < weights.length; n++) {
            weights[n] = StrictMath.exp(-0.25 * n * n);
        }
        return weights;
    }

    /** e^(-factor x²), where the rounding of the square is put right; the factor is a power of two. */
    private static double gaussian(double x, double factor) {
        double square = factor * x * x;
        if (square > GAUSSIAN_UNDERFLOW) {
            return 0;
        }
        double lost = Math.fma(factor * x, x, -square);
        return StrictMath.exp(-square) * (1 - lost);
    }
}
