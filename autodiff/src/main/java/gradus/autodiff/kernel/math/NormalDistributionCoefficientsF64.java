package gradus.autodiff.kernel.math;

import static gradus.autodiff.kernel.math.ExactArithmeticF64.*;

/**
 * Polynomials of {@link NormalDistributionF64}, found as those of {@link
 * ElementaryCoefficientsF64}. The tail of the normal distribution is Φ(-a) = e^(-a²/2) R(a); (a +
 * 5) R(a) is smooth in t = (a - 5) / (a + 5) (Shepherd and Laframboise, Mathematics of Computation
 * 36, 1981, do so for the error function).
 */
public final class NormalDistributionCoefficientsF64 {
    /** 2/√π, the slope of the error function at 0, in two parts. */
    public static final double ERF_SLOPE = 0x1.20dd750429b6dp0;

    public static final double ERF_SLOPE_LOW = 0x1.1ae3a914fed8p-56;
    public static final double ROOT_TWO = 0x1.6a09e667f3bcdp0;

    /** (a + 5) R(a) at t = 0. */
    public static final double TAIL_MIDDLE = 0x1.89d3abe1f95aep-1;

    /** Its derivative there. */
    public static final double TAIL_SLOPE = -0x1.54ad03f27ca1ap-1;

    /** Below, Φ is computed from the error function's polynomial. */
    public static final double CENTER = 0.7;

    /** 1/√2π, the normal density at 0. */
    public static final double DENSITY = 0x1.9884533d43651p-2;

    /** 1/(4√2). */
    public static final double DENSITY_SCALE = 0x1.6a09e667f3bcdp-3;

    /** Beyond, x Φ(x) is 0. */
    public static final double TAIL_END = 39;

    /** Beyond, the error function is 1. */
    public static final double ERF_FLAT = 6;

    private NormalDistributionCoefficientsF64() {}

    /** (erf(x) / x - 2/√π) / x² for |x| up to 1, given z = x²; the error of erf x is 2⁻⁵⁷ of it. */
    public static double erfTail(double z) {
        double sum = fma(z, 0x1.028ce655a142cp-34, -0x1.37604c6d5c64cp-30);
        sum = fma(sum, z, 0x1.f751a398f6257p-27);
        sum = fma(sum, z, -0x1.5f15f302fcb7ep-23);
        sum = fma(sum, z, 0x1.b9de23fece013p-20);
        sum = fma(sum, z, -0x1.f4d1d06eba5a8p-17);
        sum = fma(sum, z, 0x1.f9a320ef699b5p-14);
        sum = fma(sum, z, -0x1.c02db3d3a16f7p-11);
        sum = fma(sum, z, 0x1.565bcd0d983a4p-8);
        sum = fma(sum, z, -0x1.b82ce312842ccp-6);
        sum = fma(sum, z, 0x1.ce2f21a042b19p-4);
        return fma(sum, z, -0x1.812746b0379e6p-2);
    }

    /**
     * (((a + 5) R(a) - TAIL_MIDDLE) / t - TAIL_SLOPE) / t for a up to 39; the error of R(a) is 2⁻⁵³
     * of it.
     */
    public static double tailCurve(double t) {
        double sum = fma(t, -0x1.c26b2c8804662p-30, -0x1.0c1e1e515f792p-28);
        sum = fma(sum, t, 0x1.5a77dd5f4b0d6p-28);
        sum = fma(sum, t, 0x1.598c431187f7bp-26);
        sum = fma(sum, t, -0x1.59b261a92370cp-27);
        sum = fma(sum, t, -0x1.6872fd85be3e9p-24);
        sum = fma(sum, t, 0x1.4c18eabd0c351p-25);
        sum = fma(sum, t, 0x1.e0f629ded79c1p-22);
        sum = fma(sum, t, -0x1.646cb81447f82p-22);
        sum = fma(sum, t, -0x1.74b599f57aa98p-19);
        sum = fma(sum, t, 0x1.0af79d78683fap-18);
        sum = fma(sum, t, 0x1.17e84bc1fb7adp-16);
        sum = fma(sum, t, -0x1.a16ec838c39dp-15);
        sum = fma(sum, t, -0x1.f2159e2ced7eep-15);
        sum = fma(sum, t, 0x1.1daf168fb0e38p-11);
        sum = fma(sum, t, -0x1.a250351043846p-11);
        sum = fma(sum, t, -0x1.88590e770d882p-9);
        sum = fma(sum, t, 0x1.54b4d4f2e3d48p-6);
        sum = fma(sum, t, -0x1.1b1c254cb5123p-4);
        sum = fma(sum, t, 0x1.51f6329f04197p-3);
        sum = fma(sum, t, -0x1.410ed5f87575ap-2);
        return fma(sum, t, 0x1.fb31653876f33p-2);
    }

    /** The derivative of (a + 5) R(a) by t, to 1 per cent. */
    public static double tailDerivative(double t) {
        double sum = fma(t, -0.386, 0.7735);
        sum = fma(sum, t, -0.9313);
        sum = fma(sum, t, 0.97);
        return fma(sum, t, -0.6651);
    }
}
