package gradus.autodiff.kernel.math;

import static gradus.autodiff.kernel.math.ExactArithmeticF32.*;

/**
 * What depends on the precision in {@link ElementaryF32}: constants, and polynomials on the reduced
 * ranges. Their coefficients come from Remez' algorithm for the smallest greatest error, which each
 * states.
 */
public final class ElementaryCoefficientsF32 {
    public static final float LOG2_E = 0x1.715476p0f;

    /**
     * log 2 in two parts; the first has so few digits that its product with an exponent is exact.
     */
    public static final float LN2_HIGH = 0x1.62e4p-1f;

    public static final float LN2_LOW = 0x1.7f7d1cp-20f;

    /**
     * Small results are computed this many powers of two higher, so that they are rounded once when
     * they come down.
     */
    public static final float LIFT = 64;

    public static final float UP = 0x1p64f;
    public static final float DOWN = 0x1p-64f;

    /** The greatest number whose exponential is finite. */
    public static final float EXP_LIMIT = 0x1.62e43p6f;

    /**
     * From here on an exponential is infinite, or 0, and a logarithm of 1 plus it is the number
     * itself, or 0.
     */
    public static final float FAR = 120f;

    public static final float ROOT_TWO_LESS_1 = 0.41421357f;

    /** Minus this is where the exponential less 1 has become -1. */
    public static final float EXPM1_FLAT = 20f;

    /** From here on the hyperbolic tangent is 1. */
    public static final float TANH_FLAT = 10f;

    /** Below, a function with slope 1 at 0 is its argument. */
    public static final float NEGLIGIBLE = 0x1p-30f;

    /** Makes a subnormal number normal. */
    public static final float NORMALIZER = 0x1p24f;

    public static final float NORMALIZER_EXPONENT = 24f;

    private ElementaryCoefficientsF32() {}

    /** (eʳ - 1 - r) / r² for |r| up to log(2) / 2; the error of eʳ - 1 is 2⁻²⁸ of it. */
    public static float expTail(float r) {
        float sum = fma(r, 0x1.a1d1a4p-13f, 0x1.6d75fcp-10f);
        sum = fma(sum, r, 0x1.111074p-7f);
        sum = fma(sum, r, 0x1.5554acp-5f);
        sum = fma(sum, r, 0x1.555556p-3f);
        return fma(sum, r, 0x1.0p-1f);
    }

    /**
     * (log(1 + f) - f + f²/2) / f³ for f from √½ - 1 to √2 - 1; the error of log(1 + f) is 2⁻²⁸ of
     * it.
     */
    public static float logTail(float f) {
        float sum = fma(f, 0x1.594feep-5f, -0x1.a707cep-4f);
        sum = fma(sum, f, 0x1.f7cfd4p-4f);
        sum = fma(sum, f, -0x1.035914p-3f);
        sum = fma(sum, f, 0x1.22c9a6p-3f);
        sum = fma(sum, f, -0x1.550a78p-3f);
        sum = fma(sum, f, 0x1.99a6bp-3f);
        sum = fma(sum, f, -0x1.0000c8p-2f);
        return fma(sum, f, 0x1.555546p-2f);
    }
}
