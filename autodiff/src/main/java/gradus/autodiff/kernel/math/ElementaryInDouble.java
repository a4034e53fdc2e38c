package gradus.autodiff.kernel.math;

import static gradus.autodiff.kernel.math.ElementaryCoefficientsInDouble.*;
import static gradus.autodiff.kernel.math.ExactArithmeticF64.*;

/**
 * Functions of floats that are easiest in double, rounded once at the end: the argument is a float,
 * the result becomes one.
 */
public final class ElementaryInDouble {
    private ElementaryInDouble() {}

    /** The error function: a polynomial up to 1, then 1 less its complement. */
    public static double erf(double x) {
        double size = abs(x);
        double near = select(less(TAIL_END, size), TAIL_END, size);
        double square = mul(near, near);
        double complement = mul(mul(exp2(mul(square, -LOG2_E)), 2.0), tailRatio(mul(near, ROOT_TWO)));
        double y = select(less(size, 1.0), mul(size, erfSeries(square)), sub(1.0, complement));
        return copySign(y, x);
    }

    /** x Φ(x), with its limit -0 at minus infinity. */
    public static double gelu(double x) {
        double near = select(less(x, -TAIL_END), -TAIL_END, x);
        double size = select(less(TAIL_END, near), TAIL_END, abs(near));
        double tail = mul(exp2(mul(mul(size, size), -HALF_LOG2_E)), tailRatio(size));
        return mul(near, select(less(x, 0.0), tail, sub(1.0, tail)));
    }

    /** xᵉ, with the conventions of {@link Math#pow}. */
    public static double pow(double x, double e) {
        if (or(not(less(abs(x), Double.POSITIVE_INFINITY)), not(less(abs(e), 0x1p30)))) {
            return StrictMath.pow(x, e);
        }
        double size = abs(x);
        double f = sub(significand(size), 1.0);
        double exponent = mul(e, fma(f, log2Series(f), exponent(size)));
        double near = select(less(abs(exponent), POWER_END), exponent, copySign(all(POWER_END), exponent));
        boolean zero = equal(x, 0.0);
        double atZero = select(less(0.0, e), 0.0, select(less(e, 0.0), Double.POSITIVE_INFINITY, all(1.0)));
        double y = select(zero, atZero, exp2(near));
        boolean whole = equal(sub(roundProduct(e, 1.0), e), 0.0);
        double signed = select(even(e), y, neg(y));
        double ofNegative = select(whole, signed, select(zero, y, all(Double.NaN)));
        return select(less(copySign(all(1.0), x), 0.0), ofNegative, y);
    }
}
