package gradus.autodiff.kernel.math;

import static gradus.autodiff.kernel.math.ExactArithmeticF32.*;

/**
 * Constants and polynomials of {@link TrigonometryF32}, found as those of {@link
 * ElementaryCoefficientsF32}.
 */
public final class TrigonometryCoefficientsF32 {
    public static final float TWO_OVER_PI = 0x1.45f306p-1f;

    /**
     * π/2 in three parts: with the exact product of a fused multiplication, the first leaves no
     * rounding.
     */
    public static final float HALF_PI_HIGH = 0x1.921fb6p0f;

    public static final float HALF_PI_MIDDLE = -0x1.777a5cp-25f;
    public static final float HALF_PI_LOW = -0x1.ee59dap-50f;

    /** Beyond, the three parts are too few, and {@code StrictMath} reduces the angle. */
    public static final float MODERATE = 30_000f;

    private TrigonometryCoefficientsF32() {}

    /** (sin r - r) / r³ for |r| up to π/4, given z = r²; the error of sin r is 2⁻³¹ of it. */
    public static float sineTail(float z) {
        float sum = fma(z, 0x1.7c5de4p-19f, -0x1.a05a2ep-13f);
        sum = fma(sum, z, 0x1.111174p-7f);
        return fma(sum, z, -0x1.555556p-3f);
    }

    /** (cos r - 1 + r²/2) / r⁴ for |r| up to π/4, given z = r²; the error of cos r is 2⁻³³. */
    public static float cosineTail(float z) {
        float sum = fma(z, 0x1.99e0cep-16f, -0x1.6c0c1ap-10f);
        return fma(sum, z, 0x1.55554ap-5f);
    }
}
