package gradus.autodiff.kernel.math;

import static gradus.autodiff.kernel.math.ExactArithmeticF64.*;

/**
 * Polynomials and helpers of the functions of floats that are computed in double: their errors need
 * to be small for a float only. The coefficients were found as those of {@link
 * ElementaryCoefficientsF32}.
 */
public final class ElementaryCoefficientsInDouble {
    public static final double LOG2_E = 0x1.71547652b82fep0;
    public static final double HALF_LOG2_E = 0x1.71547652b82fep-1;
    public static final double ROOT_TWO = 0x1.6a09e667f3bcdp0;

    /**
     * Beyond, the normal distribution's tail and the complement of the error function are no floats
     * any more, even times x.
     */
    public static final double TAIL_END = 20;

    /** Beyond, a power of two is no float. */
    public static final double POWER_END = 1000;

    private ElementaryCoefficientsInDouble() {}

    /** 2ᶻ. */
    public static double exp2(double z) {
        double n = roundProduct(z, 1.0);
        return mul(exp2Series(sub(z, n)), powerOfTwo(n, 0.0));
    }

    /**
     * Φ(-a) e^(a²/2), Mills' ratio over √2π: see {@link NormalDistributionCoefficientsF64}, here
     * with 3.25.
     */
    public static double tailRatio(double a) {
        double inverse = div(1.0, add(a, 3.25));
        return mul(inverse, tailSeries(fma(inverse, -6.5, 1.0)));
    }

    /** 2ʳ for |r| up to ½, with an error of 2⁻³⁴. */
    public static double exp2Series(double r) {
        double sum = fma(r, 0x1.00f7cfadda2e5p-16, 0x1.446ca600a04d9p-13);
        sum = fma(sum, r, 0x1.5d87157fa997dp-10);
        sum = fma(sum, r, 0x1.3b29d8820d761p-7);
        sum = fma(sum, r, 0x1.c6b08e0722846p-5);
        sum = fma(sum, r, 0x1.ebfbe0aa4bb22p-3);
        sum = fma(sum, r, 0x1.62e42fef6cbd9p-1);
        return fma(sum, r, 0x1.ffffffffa6dfap-1);
    }

    /** log₂(1 + f) / f for f from √½ - 1 to √2 - 1, with an error of 2⁻³⁷ of it. */
    public static double log2Series(double f) {
        double sum = fma(f, -0x1.25b89a7a0c34ap-4, 0x1.12905f890a1d4p-3);
        sum = fma(sum, f, -0x1.133ce60d2e82cp-3);
        sum = fma(sum, f, 0x1.09f7f49dd071fp-3);
        sum = fma(sum, f, -0x1.23cd149471ea4p-3);
        sum = fma(sum, f, 0x1.48351cfaaf98ap-3);
        sum = fma(sum, f, -0x1.718acb6019afap-3);
        sum = fma(sum, f, 0x1.a61a7a53f241cp-3);
        sum = fma(sum, f, -0x1.ec6f14f743123p-3);
        sum = fma(sum, f, 0x1.2776b9aa37d1p-2);
        sum = fma(sum, f, -0x1.715478c0970eap-2);
        sum = fma(sum, f, 0x1.ec709ddd12c86p-2);
        sum = fma(sum, f, -0x1.7154765196111p-1);
        return fma(sum, f, 0x1.71547652b61fp0);
    }

    /** erf(x) / x for |x| up to 1, given z = x², with an error of 2⁻³⁵. */
    public static double erfSeries(double z) {
        double sum = fma(z, -0x1.44cf4e465ae55p-17, 0x1.d8b864482003bp-14);
        sum = fma(sum, z, -0x1.bcd7d91758f94p-11);
        sum = fma(sum, z, 0x1.562b198859aedp-8);
        sum = fma(sum, z, -0x1.b829d8c964dc8p-6);
        sum = fma(sum, z, 0x1.ce2f09ac01071p-4);
        sum = fma(sum, z, -0x1.812746682d33dp-2);
        return fma(sum, z, 0x1.20dd75040626ap0);
    }

    /**
     * (a + 3.25) times the tail ratio for t = (a - 3.25) / (a + 3.25) and a up to 14.6, with an
     * error of 2⁻³¹ of it.
     */
    public static double tailSeries(double t) {
        double sum = fma(t, -0x1.1772c8d833b3bp-16, -0x1.853cf38280d5ep-18);
        sum = fma(sum, t, 0x1.6d03af638b915p-13);
        sum = fma(sum, t, 0x1.5d1596cd83052p-13);
        sum = fma(sum, t, -0x1.1ccc830d5bp-10);
        sum = fma(sum, t, -0x1.3570122b33fc9p-10);
        sum = fma(sum, t, 0x1.10787f5fc3eb6p-7);
        sum = fma(sum, t, 0x1.20b6323e6019ap-10);
        sum = fma(sum, t, -0x1.4b78f2621f843p-4);
        sum = fma(sum, t, 0x1.190a5b3413d64p-2);
        sum = fma(sum, t, -0x1.143798a05fb67p-1);
        return fma(sum, t, 0x1.799186c518f28p-1);
    }
}
