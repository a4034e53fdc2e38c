package gradus.autodiff.kernel.math;

import static gradus.autodiff.kernel.math.ElementaryCoefficientsF32.*;
import static gradus.autodiff.kernel.math.ElementaryF32.*;
import static gradus.autodiff.kernel.math.ExactArithmeticF32.*;
import static gradus.autodiff.kernel.math.TrigonometryCoefficientsF32.*;

/**
 * Sine, cosine and tangent, in the manner of {@link ElementaryF32}: x = n π/2 + r + rLow with |r|
 * up to π/4, by three parts of π/2 (Cody and Waite, Software Manual for the Elementary Functions,
 * 1980); polynomials of r give sin r and cos r, and n tells which of them is wanted, and its sign.
 */
@SuppressWarnings("cast") // the double version of this file casts double to double
public final class TrigonometryF32 {
    private TrigonometryF32() {}

    /** sin x. */
    public static float sin(float x) {
        if (less(MODERATE, abs(x))) {
            return (float) StrictMath.sin(x);
        }
        float n = roundProduct(x, TWO_OVER_PI);
        float r = reduced(x, n);
        float rLow = reducedLow(x, n, r);
        float y = select(even(n), add(r, sineRest(r, rLow)), add(cosineHead(r), cosineRest(r, rLow)));
        return select(less(abs(x), NEGLIGIBLE), x, alternate(y, n));
    }

    /** cos x. */
    public static float cos(float x) {
        if (less(MODERATE, abs(x))) {
            return (float) StrictMath.cos(x);
        }
        float n = roundProduct(x, TWO_OVER_PI);
        float r = reduced(x, n);
        float rLow = reducedLow(x, n, r);
        float y = select(even(n), add(cosineHead(r), cosineRest(r, rLow)), add(r, sineRest(r, rLow)));
        return alternate(y, add(n, 1f));
    }

    /** tan x: sin / cos, or -cos / sin, of the reduced angle. */
    public static float tan(float x) {
        if (less(MODERATE, abs(x))) {
            return (float) StrictMath.tan(x);
        }
        float n = roundProduct(x, TWO_OVER_PI);
        float r = reduced(x, n);
        float rLow = reducedLow(x, n, r);
        float sineLow = sineRest(r, rLow);
        float sine = add(r, sineLow);
        float sineLowest = add(sub(r, sine), sineLow);
        float cosineHead = cosineHead(r);
        float cosineLow = cosineRest(r, rLow);
        float cosine = add(cosineHead, cosineLow);
        float cosineLowest = add(sub(cosineHead, cosine), cosineLow);
        boolean even = even(n);
        float y = quotient(
                select(even, sine, neg(cosine)),
                select(even, sineLowest, neg(cosineLowest)),
                select(even, cosine, sine),
                select(even, cosineLowest, sineLowest));
        return select(less(abs(x), NEGLIGIBLE), x, y);
    }

    /** x - n π/2; the first step is exact. */
    private static float reduced(float x, float n) {
        return sub(fma(n, -HALF_PI_HIGH, x), mul(n, HALF_PI_MIDDLE));
    }

    /** What rounding took from x - n π/2. */
    private static float reducedLow(float x, float n, float r) {
        float high = fma(n, -HALF_PI_HIGH, x);
        float middle = mul(n, HALF_PI_MIDDLE);
        float part = sub(r, high);
        float lost = sub(sub(high, sub(r, part)), add(middle, part));
        return fma(n, -HALF_PI_LOW, sub(lost, fma(n, HALF_PI_MIDDLE, neg(middle))));
    }

    /** sin(r + rLow) - r. */
    private static float sineRest(float r, float rLow) {
        float z = mul(r, r);
        return fma(mul(z, r), sineTail(z), mul(rLow, cosineHead(r)));
    }

    /** About cos r: 1 - r²/2. */
    private static float cosineHead(float r) {
        return fma(mul(r, r), -0.5f, 1f);
    }

    /** cos(r + rLow) less its head. */
    private static float cosineRest(float r, float rLow) {
        float z = mul(r, r);
        float headLow = fma(z, -0.5f, sub(1f, cosineHead(r)));
        return fma(mul(z, z), cosineTail(z), fma(neg(r), rLow, headLow));
    }
}
