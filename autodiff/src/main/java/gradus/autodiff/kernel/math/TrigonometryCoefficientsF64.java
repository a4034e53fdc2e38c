package gradus.autodiff.kernel.math;

import static gradus.autodiff.kernel.math.ExactArithmeticF64.*;

/**
 * Constants and polynomials of {@link TrigonometryF64}, found as those of {@link
 * ElementaryCoefficientsF64}.
 */
public final class TrigonometryCoefficientsF64 {
    public static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;

    /**
     * π/2 in three parts: with the exact product of a fused multiplication, the first leaves no
     * rounding.
     */
    public static final double HALF_PI_HIGH = 0x1.921fb54442d18p0;

    public static final double HALF_PI_MIDDLE = 0x1.1a62633145c07p-54;
    public static final double HALF_PI_LOW = -0x1.f1976b7ed8fbcp-110;

    /** Beyond, the three parts are too few, and {@code StrictMath} reduces the angle. */
    public static final double MODERATE = 1_000_000;

    private TrigonometryCoefficientsF64() {}

    /** (sin r - r) / r³ for |r| up to π/4, given z = r²; the error of sin r is 2⁻⁵⁷ of it. */
    public static double sineTail(double z) {
        double sum = fma(z, 0x1.5d88e6080848ep-33, -0x1.ae5e445a1904cp-26);
        sum = fma(sum, z, 0x1.71de354dd12b8p-19);
        sum = fma(sum, z, -0x1.a01a019be308cp-13);
        sum = fma(sum, z, 0x1.111111110f715p-7);
        return fma(sum, z, -0x1.5555555555548p-3);
    }

    /** (cos r - 1 + r²/2) / r⁴ for |r| up to π/4, given z = r²; the error of cos r is 2⁻⁶³. */
    public static double cosineTail(double z) {
        double sum = fma(z, -0x1.8fa3befdedf93p-37, 0x1.1ee9d78d3f7aap-29);
        sum = fma(sum, z, -0x1.27e4f7ecfa7c2p-22);
        sum = fma(sum, z, 0x1.a01a019c8b22cp-16);
        sum = fma(sum, z, -0x1.6c16c16c15003p-10);
        return fma(sum, z, 0x1.555555555554bp-5);
    }
}
