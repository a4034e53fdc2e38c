package gradus.autodiff.kernel.math;

import static gradus.autodiff.kernel.math.ElementaryCoefficientsF64.*;
import static gradus.autodiff.kernel.math.ExactArithmeticF64.*;
import static gradus.autodiff.kernel.math.PowerCoefficientsF64.*;

/**
 * The power function in double: the logarithm needs eleven digits more than a double has, because
 * the exponential's argument may be a thousand. log(1 + f) = 2s + 2s³/3 + ... with s = f / (2 + f),
 * the first two terms in two doubles each. Floats have {@link ElementaryInDouble}.
 */
public final class PowerF64 {
    private PowerF64() {}

    /** xᵉ, with the conventions of {@link Math#pow}. */
    public static double pow(double x, double e) {
        if (or(not(less(abs(x), Double.POSITIVE_INFINITY)), not(less(abs(e), 0x1p40)))) {
            return StrictMath.pow(x, e);
        }
        double size = abs(x);
        boolean subnormal = less(size, Double.MIN_NORMAL);
        double normal = select(subnormal, mul(size, NORMALIZER), size);
        double k = sub(exponent(normal), select(subnormal, NORMALIZER_EXPONENT, all(0.0)));
        double m = significand(normal);
        double s = slope(m);
        double sLow = slopeLow(m, s);
        double cube = cube(s);
        double cubeLow = cubeLow(s, sLow, cube);
        double log = logHead(k, s, cube);
        double logLow = logRest(k, s, sLow, cube, cubeLow, log);
        double sum = add(log, logLow);
        double sumLow = add(sub(log, sum), logLow);
        double exponent = mul(e, sum);
        double exponentLow = fma(e, sumLow, fma(e, sum, neg(exponent)));
        boolean zero = equal(x, 0.0);
        double atZero = select(less(0.0, e), 0.0, select(less(e, 0.0), Double.POSITIVE_INFINITY, all(1.0)));
        double y = select(zero, atZero, expOfSum(exponent, exponentLow));
        boolean whole = equal(sub(roundProduct(e, 1.0), e), 0.0);
        double signed = select(even(e), y, neg(y));
        double ofNegative = select(whole, signed, select(zero, y, all(Double.NaN)));
        return select(less(copySign(all(1.0), x), 0.0), ofNegative, y);
    }

    /** x to the power of {@code exponent}. */
    public static double powConstant(double x, @Constant double exponent) {
        return pow(x, exponent);
    }

    /** s = (m - 1) / (m + 1). */
    private static double slope(double m) {
        return mul(sub(m, 1.0), div(1.0, add(m, 1.0)));
    }

    private static double slopeLow(double m, double s) {
        double d = add(m, 1.0);
        double dLow = sub(m, sub(d, 1.0));
        double rest = fma(neg(s), dLow, fma(neg(s), d, sub(m, 1.0)));
        return mul(rest, div(1.0, d));
    }

    /** 2s³/3. */
    private static double cube(double s) {
        return mul(mul(mul(s, s), s), TWO_THIRDS);
    }

    private static double cubeLow(double s, double sLow, double third) {
        double square = mul(s, s);
        double squareLow = fma(mul(s, 2.0), sLow, fma(s, s, neg(square)));
        double cube = mul(square, s);
        double cubeLow = fma(squareLow, s, fma(square, sLow, fma(square, s, neg(cube))));
        return fma(cubeLow, TWO_THIRDS, fma(cube, TWO_THIRDS_LOW, fma(cube, TWO_THIRDS, neg(third))));
    }

    private static double logHead(double k, double s, double third) {
        return fma(k, LN2_HIGH, add(mul(s, 2.0), third));
    }

    /** All that the head of the logarithm leaves. */
    private static double logRest(double k, double s, double sLow, double third, double thirdLow, double log) {
        double twice = mul(s, 2.0);
        double head = add(twice, third);
        double headLow = add(sub(twice, head), third);
        double square = mul(s, s);
        double tail = mul(mul(mul(square, s), square), atanhTail(square));
        double low = add(fma(sLow, 2.0, thirdLow), tail);
        double whole = mul(k, LN2_HIGH);
        double lost = add(sub(whole, log), head);
        return add(lost, add(headLow, fma(k, LN2_LOW, low)));
    }

    /** eᵃ for a + aLow. */
    private static double expOfSum(double a, double aLow) {
        double near = select(less(abs(a), FAR), a, copySign(all(FAR), a));
        double n = roundProduct(near, LOG2_E);
        double high = fma(n, -LN2_HIGH, near);
        double first = fma(n, -LN2_LOW, high);
        double rest = add(fma(n, -LN2_LOW, sub(high, first)), aLow);
        double r = add(first, rest);
        double rLow = add(sub(first, r), rest);
        double s = fma(mul(r, r), expTail(r), rLow);
        double start = add(r, 1.0);
        double head = add(start, add(add(sub(1.0, start), r), s));
        boolean small = less(near, 0.0);
        double power = powerOfTwo(n, select(small, LIFT, all(-LIFT)));
        return mul(mul(head, power), select(small, DOWN, all(UP)));
    }
}
