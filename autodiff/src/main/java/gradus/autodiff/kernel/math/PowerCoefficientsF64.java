package gradus.autodiff.kernel.math;

import static gradus.autodiff.kernel.math.ExactArithmeticF64.*;

/**
 * Constants and a polynomial of {@link PowerF64}, found as those of {@link
 * ElementaryCoefficientsF64}.
 */
public final class PowerCoefficientsF64 {
    public static final double TWO_THIRDS = 0x1.5555555555555p-1;
    public static final double TWO_THIRDS_LOW = 0x1.5555555555555p-55;

    private PowerCoefficientsF64() {}

    /**
     * (2 artanh(s) - 2s - 2s³/3) / s⁵ for |s| up to 0.1716, given z = s², with an error of 2⁻⁶⁵ of
     * it.
     */
    public static double atanhTail(double z) {
        double sum = fma(z, 0x1.e5b47efdd53cdp-4, 0x1.dede2c8f94ed7p-4);
        sum = fma(sum, z, 0x1.111c5a3f55d65p-3);
        sum = fma(sum, z, 0x1.3b1380bd11edp-3);
        sum = fma(sum, z, 0x1.745d17bdbc64cp-3);
        sum = fma(sum, z, 0x1.c71c71c67b934p-3);
        sum = fma(sum, z, 0x1.24924924927b5p-2);
        return fma(sum, z, 0x1.9999999999999p-2);
    }
}
