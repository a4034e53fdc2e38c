package gradus.autodiff.kernel.math;

import static gradus.autodiff.kernel.math.ElementaryCoefficientsF32.*;
import static gradus.autodiff.kernel.math.ExactArithmeticF32.*;

/**
 * The elementary functions as straight lines of exact operations: the same bits on every machine.
 * The build derives the loops on vectors ({@code ElementaryLoopsF32}) and the double functions from
 * this text, so all of them agree by construction.
 *
 * <p>Exponentials: x = n log 2 + r with |r| up to log(2) / 2 (Cody and Waite), eˣ = 2ⁿ(1 + s) with
 * s = r + r² times a polynomial. Logarithms: x = 2ᵏ(1 + f), log x = k log 2 + f - f²/2 + f³ times a
 * polynomial. Where a rounding on the way would show in the result, what it lost is carried along
 * (Dekker, Numerische Mathematik 18, 1971): in a, aLow the number is a + aLow.
 */
public final class ElementaryF32 {
    private ElementaryF32() {}

    /** eˣ. */
    public static float exp(float x) {
        float n = roundProduct(x, LOG2_E);
        float s = expm1OfReduced(fma(n, -LN2_LOW, fma(n, -LN2_HIGH, x)));
        boolean small = less(x, 0f);
        float power = powerOfTwo(n, select(small, LIFT, -LIFT));
        float y = mul(fma(s, power, power), select(small, DOWN, UP));
        y = select(less(x, -FAR), 0f, y);
        return select(less(FAR, x), Float.POSITIVE_INFINITY, y);
    }

    /** eʳ - 1 for |r| up to log(2) / 2. */
    private static float expm1OfReduced(float r) {
        return fma(mul(r, r), expTail(r), r);
    }

    /** eˣ - 1. */
    public static float expm1(float x) {
        float n = roundProduct(x, LOG2_E);
        float high = fma(n, -LN2_HIGH, x);
        float r = fma(n, -LN2_LOW, high);
        float rLow = fma(n, -LN2_LOW, sub(high, r));
        float tail = fma(mul(r, r), expTail(r), rLow);
        // half the power, because the whole one may overflow
        float power = powerOfTwo(n, -1f);
        float less = sub(power, 0.5f);
        float head = fma(r, power, less);
        float headLow = add(fma(r, power, sub(less, head)), sub(sub(power, less), 0.5f));
        float y = mul(add(head, fma(tail, power, headLow)), 2f);
        y = select(less(x, -EXPM1_FLAT), -1f, y);
        y = select(less(EXP_LIMIT, x), Float.POSITIVE_INFINITY, y);
        return select(less(abs(x), NEGLIGIBLE), x, y);
    }

    /** x where x > 0, otherwise alpha (eˣ - 1). */
    public static float elu(float x, @Constant float alpha) {
        return select(less(0f, x), x, mul(expm1(x), alpha));
    }

    /** log x: minus infinity at 0, not a number below. */
    public static float log(float x) {
        boolean subnormal = less(x, Float.MIN_NORMAL);
        float normal = select(subnormal, mul(x, NORMALIZER), x);
        float k = sub(exponent(normal), select(subnormal, NORMALIZER_EXPONENT, 0f));
        float y = logOfReduced(sub(significand(normal), 1f), all(0f), k);
        y = select(less(x, Float.POSITIVE_INFINITY), y, x);
        y = select(equal(x, 0f), Float.NEGATIVE_INFINITY, y);
        return select(less(x, 0f), Float.NaN, y);
    }

    /** log(2ᵏ(1 + f)). */
    private static float logOfReduced(float f, float fLow, float k) {
        float tail = fma(mul(f, f), fma(f, logTail(f), -0.5f), fma(k, LN2_LOW, fma(neg(fLow), f, fLow)));
        return fma(k, LN2_HIGH, add(f, tail));
    }

    /** log(1 + x): minus infinity at -1, not a number below. */
    public static float log1p(float x) {
        float u = add(x, 1f);
        float k = exponent(u);
        float scale = powerOfTwo(neg(k), 0f);
        // (1 + x) 2⁻ᵏ - 1 without the rounding of 1 + x, which counts no more for great x
        boolean near = less(x, NORMALIZER);
        float less = sub(scale, 1f);
        float f = select(near, fma(x, scale, less), sub(significand(u), 1f));
        float y = logOfReduced(f, select(near, fma(x, scale, sub(less, f)), 0f), k);
        y = select(less(x, Float.POSITIVE_INFINITY), y, x);
        y = select(less(abs(x), NEGLIGIBLE), x, y);
        y = select(equal(x, -1f), Float.NEGATIVE_INFINITY, y);
        return select(less(x, -1f), Float.NaN, y);
    }

    /** 1 / (1 + e⁻ˣ), for negative x as eˣ / (1 + eˣ), which keeps the digits of tiny results. */
    public static float sigmoid(float x) {
        boolean negative = less(x, 0f);
        float minusSize = nearMinusSize(x);
        float n = roundProduct(minusSize, LOG2_E);
        float s = expm1OfReduced(fma(n, -LN2_LOW, fma(n, -LN2_HIGH, minusSize)));
        float power = powerOfTwo(n, LIFT);
        float lifted = fma(s, power, power);
        float liftedLow = fma(s, power, sub(power, lifted));
        float e = mul(lifted, DOWN);
        float denominator = add(e, 1f);
        float denominatorLow = fma(liftedLow, DOWN, add(sub(1f, denominator), e));
        float y = quotient(select(negative, lifted, 1f), select(negative, liftedLow, 0f), denominator, denominatorLow);
        return mul(y, select(negative, DOWN, 1f));
    }

    /** -|x|, but no further out than any function of its exponential takes notice. */
    private static float nearMinusSize(float x) {
        float size = abs(x);
        return neg(select(less(FAR, size), FAR, size));
    }

    /** (a + aLow) / (b + bLow), rounded about once. */
    static float quotient(float a, float aLow, float b, float bLow) {
        float inverse = div(1f, b);
        float first = mul(a, inverse);
        float minus = neg(first);
        float rest = fma(minus, bLow, add(fma(minus, b, a), aLow));
        return fma(rest, inverse, first);
    }

    /** log(1 + eˣ) = max(x, 0) + log(1 + e^-|x|). */
    public static float softplus(float x) {
        float y = addLog1pExp(select(less(0f, x), x, 0f), all(0f), nearMinusSize(x));
        return select(less(FAR, x), x, y);
    }

    /** log σ(x). */
    public static float logSigmoid(float x) {
        return neg(softplus(neg(x)));
    }

    /**
     * -(t log σ(x) + (1 - t) log(1 - σ(x))) = w |x| + log(1 + e^-|x|), where w is 1 - t for
     * positive x and otherwise t; a term of weight 0 counts nothing, even where its logarithm is
     * infinite.
     */
    public static float binaryCrossEntropy(float logit, float target) {
        float size = abs(logit);
        boolean positive = less(0f, logit);
        float rest = sub(1f, target);
        float weight = select(positive, rest, target);
        float weightLow = select(positive, sub(sub(1f, rest), target), 0f);
        boolean none = equal(weight, 0f);
        float term = select(none, 0f, mul(weight, size));
        float termLow = select(none, 0f, fma(weightLow, size, fma(weight, size, neg(term))));
        float y = addLog1pExp(term, termLow, nearMinusSize(logit));
        // an infinite target leaves a difference of infinities
        return select(less(abs(term), Float.POSITIVE_INFINITY), y, add(term, sub(target, target)));
    }

    /** term + termLow + log(1 + eᵐ) for m between -FAR and 0. */
    private static float addLog1pExp(float term, float termLow, float m) {
        float n = roundProduct(m, LOG2_E);
        float high = fma(n, -LN2_HIGH, m);
        float r = fma(n, -LN2_LOW, high);
        float rLow = fma(n, -LN2_LOW, sub(high, r));
        float power = powerOfTwo(n, LIFT);
        float most = fma(r, power, power);
        float rest = fma(fma(mul(r, r), expTail(r), rLow), power, fma(r, power, sub(power, most)));
        float lifted = add(most, rest);
        float e = mul(lifted, DOWN);
        float eLow = mul(add(sub(most, lifted), rest), DOWN);
        // 1 + e = 2 (1 + f) or 1 + f
        boolean great = less(ROOT_TWO_LESS_1, e);
        float scale = select(great, 0.5f, 1f);
        float less = select(great, -0.5f, 0f);
        float f = fma(e, scale, less);
        float fLow = fma(eLow, scale, fma(e, scale, sub(less, f)));
        float ln2 = select(great, LN2_HIGH, 0f);
        float tail = fma(mul(f, f), fma(f, logTail(f), -0.5f), select(great, LN2_LOW, 0f));
        float low = add(termLow, add(tail, fma(neg(fLow), f, fLow)));
        float head = add(ln2, f);
        float headLow = sub(f, sub(head, ln2));
        float sum = add(term, head);
        float part = sub(sum, term);
        float sumLow = add(sub(term, sub(sum, part)), sub(head, part));
        return add(sum, add(sumLow, add(headLow, low)));
    }

    /** The hyperbolic tangent, (1 - e^-2|x|) / (1 + e^-2|x|) with the sign of x. */
    public static float tanh(float x) {
        float size = abs(x);
        float m = mul(select(less(TANH_FLAT, size), TANH_FLAT, size), -2f);
        float n = roundProduct(m, LOG2_E);
        float high = fma(n, -LN2_HIGH, m);
        float r = fma(n, -LN2_LOW, high);
        float rLow = fma(n, -LN2_LOW, sub(high, r));
        float power = powerOfTwo(n, 0f);
        float less = sub(power, 1f);
        float head = fma(r, power, less);
        float lessLow = add(sub(-1f, less), power);
        float tail = fma(fma(mul(r, r), expTail(r), rLow), power, add(fma(r, power, sub(less, head)), lessLow));
        float expm1 = add(head, tail);
        float expm1Low = add(sub(head, expm1), tail);
        float denominator = add(expm1, 2f);
        float denominatorLow = add(add(sub(2f, denominator), expm1), expm1Low);
        return copySign(quotient(neg(expm1), neg(expm1Low), denominator, denominatorLow), x);
    }

    /** x σ(x), with its limit -0 at minus infinity. */
    public static float silu(float x) {
        boolean negative = less(x, 0f);
        float near = select(less(x, -FAR), -FAR, x);
        float minusSize = nearMinusSize(x);
        float n = roundProduct(minusSize, LOG2_E);
        float high = fma(n, -LN2_HIGH, minusSize);
        float r = fma(n, -LN2_LOW, high);
        float rLow = fma(n, -LN2_LOW, sub(high, r));
        float power = powerOfTwo(n, LIFT);
        float head = fma(r, power, power);
        float tail = fma(fma(mul(r, r), expTail(r), rLow), power, fma(r, power, sub(power, head)));
        float lifted = add(head, tail);
        float liftedLow = add(sub(head, lifted), tail);
        float e = mul(lifted, DOWN);
        float denominator = add(e, 1f);
        float denominatorLow = fma(liftedLow, DOWN, add(sub(1f, denominator), e));
        float product = mul(near, lifted);
        float productLow = fma(near, liftedLow, fma(near, lifted, neg(product)));
        float y = quotient(select(negative, product, x), select(negative, productLow, 0f), denominator, denominatorLow);
        return select(less(FAR, x), x, copySign(mul(y, select(negative, DOWN, 1f)), x));
    }

    /** 1 / √x: infinite at 0, not a number below. */
    public static float rsqrt(float x) {
        float y = div(1f, sqrt(x));
        float product = mul(x, y);
        float productLow = fma(x, y, neg(product));
        float rest = fma(neg(productLow), y, fma(neg(product), y, 1f));
        float better = fma(mul(y, 0.5f), rest, y);
        return select(less(0f, x), select(less(x, Float.POSITIVE_INFINITY), better, y), y);
    }
}
