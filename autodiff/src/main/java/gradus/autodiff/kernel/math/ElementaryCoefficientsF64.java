package gradus.autodiff.kernel.math;

import static gradus.autodiff.kernel.math.ExactArithmeticF64.*;

/**
 * What depends on the precision in {@link ElementaryF64}: constants, and polynomials on the reduced
 * ranges. Their coefficients come from Remez' algorithm for the smallest greatest error, which each
 * states.
 */
public final class ElementaryCoefficientsF64 {
    public static final double LOG2_E = 0x1.71547652b82fep0;

    /**
     * log 2 in two parts; the first has so few digits that its product with an exponent is exact.
     */
    public static final double LN2_HIGH = 0x1.62e42fefa38p-1;

    public static final double LN2_LOW = 0x1.ef35793c7673p-45;

    /**
     * Small results are computed this many powers of two higher, so that they are rounded once when
     * they come down.
     */
    public static final double LIFT = 512;

    public static final double UP = 0x1p512;
    public static final double DOWN = 0x1p-512;

    /** The greatest number whose exponential is finite. */
    public static final double EXP_LIMIT = 0x1.62e42fefa39efp9;

    /**
     * From here on an exponential is infinite, or 0, and a logarithm of 1 plus it is the number
     * itself, or 0.
     */
    public static final double FAR = 1000;

    public static final double ROOT_TWO_LESS_1 = 0.41421356237309503;

    /** Minus this is where the exponential less 1 has become -1. */
    public static final double EXPM1_FLAT = 40;

    /** From here on the hyperbolic tangent is 1. */
    public static final double TANH_FLAT = 20;

    /** Below, a function with slope 1 at 0 is its argument. */
    public static final double NEGLIGIBLE = 0x1p-60;

    /** Makes a subnormal number normal. */
    public static final double NORMALIZER = 0x1p54;

    public static final double NORMALIZER_EXPONENT = 54;

    private ElementaryCoefficientsF64() {}

    /** (eʳ - 1 - r) / r² for |r| up to log(2) / 2; the error of eʳ - 1 is 2⁻⁵⁹ of it. */
    public static double expTail(double r) {
        double sum = fma(r, 0x1.1fc6285a98a27p-29, 0x1.af5d02fceeaf9p-26);
        sum = fma(sum, r, 0x1.27e4b895490f3p-22);
        sum = fma(sum, r, 0x1.71ddf8e2fb35p-19);
        sum = fma(sum, r, 0x1.a01a01af90333p-16);
        sum = fma(sum, r, 0x1.a01a01afd7116p-13);
        sum = fma(sum, r, 0x1.6c16c16c15855p-10);
        sum = fma(sum, r, 0x1.111111110f677p-7);
        sum = fma(sum, r, 0x1.5555555555556p-5);
        sum = fma(sum, r, 0x1.5555555555559p-3);
        return fma(sum, r, 0x1.0p-1);
    }

    /**
     * (log(1 + f) - f + f²/2) / f³ for f from √½ - 1 to √2 - 1; the error of log(1 + f) is 2⁻⁵⁷ of
     * it.
     */
    public static double logTail(double f) {
        double sum = fma(f, -0x1.7fe107b0b9dd2p-6, 0x1.cbb9e6c5d2cb8p-5);
        sum = fma(sum, f, -0x1.01aaf723ec6fcp-4);
        sum = fma(sum, f, 0x1.bec67dc80ee9p-5);
        sum = fma(sum, f, -0x1.b493b0babe665p-5);
        sum = fma(sum, f, 0x1.dbffbfeaad6dp-5);
        sum = fma(sum, f, -0x1.00c4b2930bdap-4);
        sum = fma(sum, f, 0x1.117231d3ad5abp-4);
        sum = fma(sum, f, -0x1.248ab3a7b8747p-4);
        sum = fma(sum, f, 0x1.3b0ced39f4bebp-4);
        sum = fma(sum, f, -0x1.55555e9c7397cp-4);
        sum = fma(sum, f, 0x1.745d5eb3244ccp-4);
        sum = fma(sum, f, -0x1.99999b8b8b02ep-4);
        sum = fma(sum, f, 0x1.c71c7006948b1p-4);
        sum = fma(sum, f, -0x1.ffffffeeabd01p-4);
        sum = fma(sum, f, 0x1.24924927aaec4p-3);
        sum = fma(sum, f, -0x1.5555555571d9ep-3);
        sum = fma(sum, f, 0x1.9999999994433p-3);
        sum = fma(sum, f, -0x1.ffffffffffe11p-3);
        return fma(sum, f, 0x1.555555555556ep-2);
    }
}
