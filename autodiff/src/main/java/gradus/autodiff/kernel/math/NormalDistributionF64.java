package gradus.autodiff.kernel.math;

import static gradus.autodiff.kernel.math.ElementaryCoefficientsF64.*;
import static gradus.autodiff.kernel.math.ElementaryF64.*;
import static gradus.autodiff.kernel.math.ExactArithmeticF64.*;
import static gradus.autodiff.kernel.math.NormalDistributionCoefficientsF64.*;

/**
 * The error function and the normal distribution in double. Floats have {@link ElementaryInDouble}.
 */
public final class NormalDistributionF64 {
    private NormalDistributionF64() {}

    /** The error function: a polynomial up to 1, then 1 less its complement. */
    public static double erf(double x) {
        double size = abs(x);
        double near = select(less(ERF_FLAT, size), ERF_FLAT, size);
        double square = mul(near, near);
        double squareLow = fma(near, near, neg(square));
        double small = fma(size, ERF_SLOPE, mul(size, fma(square, erfTail(square), ERF_SLOPE_LOW)));
        double gaussian = expOfNear(neg(square), neg(squareLow));
        double scaled = mul(near, ROOT_TWO);
        double inverse = div(1.0, add(scaled, 5.0));
        double t = fma(inverse, -10.0, 1.0);
        double complement =
                mul(mul(gaussian, 2.0), mul(inverse, fma(t, fma(t, tailCurve(t), TAIL_SLOPE), TAIL_MIDDLE)));
        return copySign(select(less(size, 1.0), small, sub(1.0, complement)), x);
    }

    /** eᵃ for a + aLow between -800 and 0. */
    private static double expOfNear(double a, double aLow) {
        double n = roundProduct(a, LOG2_E);
        double high = fma(n, -LN2_HIGH, a);
        double first = fma(n, -LN2_LOW, high);
        double rest = add(fma(n, -LN2_LOW, sub(high, first)), aLow);
        double r = add(first, rest);
        double rLow = add(sub(first, r), rest);
        double power = powerOfTwo(n, LIFT);
        return mul(fma(add(r, fma(mul(r, r), expTail(r), rLow)), power, power), DOWN);
    }

    /**
     * x Φ(x), with its limit -0 at minus infinity: for negative x by Φ(x) itself, which keeps the
     * digits of tiny results.
     */
    public static double gelu(double x) {
        boolean negative = less(x, -CENTER);
        double near = select(less(x, -TAIL_END), -TAIL_END, x);
        double size = select(less(TAIL_END, near), TAIL_END, abs(near));
        double square = mul(size, size);
        double a = mul(square, -0.5);
        double aLow = mul(fma(size, size, neg(square)), -0.5);
        double n = roundProduct(a, LOG2_E);
        double high = fma(n, -LN2_HIGH, a);
        double first = fma(n, -LN2_LOW, high);
        double rest = add(fma(n, -LN2_LOW, sub(high, first)), aLow);
        double r = add(first, rest);
        double rLow = add(sub(first, r), rest);
        double s = fma(mul(r, r), expTail(r), rLow);
        // e^a = power (head + headLow)
        double power = powerOfTwo(n, LIFT);
        double start = add(r, 1.0);
        double startLow = add(add(sub(1.0, start), r), s);
        double head = add(start, startLow);
        double headLow = add(sub(start, head), startLow);
        // R = (ratio + ratioLow) (inverse + inverseLow)
        double distance = add(size, 5.0);
        double distanceLow = add(sub(5.0, sub(distance, size)), sub(size, sub(distance, sub(distance, size))));
        double inverse = div(1.0, distance);
        double inverseLow = mul(inverse, fma(neg(inverse), distanceLow, fma(neg(inverse), distance, 1.0)));
        double t = fma(inverse, -10.0, 1.0);
        double tLow = fma(inverseLow, -10.0, fma(inverse, -10.0, sub(1.0, t)));
        double curve = tailCurve(t);
        double slope = fma(t, curve, TAIL_SLOPE);
        double slopeLow = fma(t, curve, sub(TAIL_SLOPE, slope));
        double ratio = fma(t, slope, TAIL_MIDDLE);
        double ratioHead = fma(t, slope, sub(TAIL_MIDDLE, ratio));
        double ratioLow = fma(tailDerivative(t), tLow, fma(t, slopeLow, ratioHead));
        double product = mul(head, ratio);
        double productLow = fma(head, ratio, neg(product));
        double productRest = add(productLow, fma(head, ratioLow, mul(headLow, ratio)));
        double tail = mul(product, inverse);
        double tailLow = add(fma(product, inverse, neg(tail)), fma(product, inverseLow, mul(productRest, inverse)));
        // the tail itself for negative x, otherwise 1 less it
        double lowered = mul(mul(power, DOWN), tail);
        double upper = sub(1.0, lowered);
        double upperLow = sub(sub(sub(1.0, upper), lowered), mul(mul(power, DOWN), tailLow));
        // near 0, where both would lose a digit, 1/2 + x times a polynomial
        boolean central = less(size, CENTER);
        double density = fma(square, mul(erfTail(mul(square, 0.5)), DENSITY_SCALE), DENSITY);
        double outer = select(negative, mul(power, tail), upper);
        double outerLow = select(negative, mul(power, tailLow), upperLow);
        double factor = select(central, fma(near, density, 0.5), outer);
        double factorLow = select(central, 0.0, outerLow);
        double y = mul(near, factor);
        double yLow = fma(near, factorLow, fma(near, factor, neg(y)));
        double result = mul(add(y, yLow), select(negative, DOWN, all(1.0)));
        return select(less(TAIL_END, x), x, copySign(result, x));
    }
}
