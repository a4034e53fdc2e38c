package gradus.autodiff.kernel.math;

/**
 * The exact operations that the elementary functions are written in, on one number. The build turns
 * the text of a function into a loop with the same operations on vectors.
 */
@SuppressWarnings("cast") // the double version of this file casts double to double
public final class ExactArithmeticF32 {
    /** The number of bits of a number's fraction. */
    public static final int FRACTION_BITS = Float.PRECISION - 1;

    /** Added to a small number, this leaves its nearest whole number in the last bits. */
    public static final float ROUNDER = 1.5f * (1L << FRACTION_BITS);

    /** Added to a whole number, this leaves the exponent of that power of two in the last bits. */
    public static final float BIASED_ROUNDER = ROUNDER + Float.MAX_EXPONENT;

    /** Significands run from here to twice as much. */
    public static final float ROOT_HALF = 0.70710677f;

    private ExactArithmeticF32() {}

    /** A constant in all lanes. */
    public static float all(float a) {
        return a;
    }

    public static float add(float a, float b) {
        return a + b;
    }

    public static float sub(float a, float b) {
        return a - b;
    }

    public static float mul(float a, float b) {
        return a * b;
    }

    public static float div(float a, float b) {
        return a / b;
    }

    public static float neg(float a) {
        return -a;
    }

    public static float abs(float a) {
        return Math.abs(a);
    }

    public static float sqrt(float a) {
        return (float) Math.sqrt(a);
    }

    /** a b + c, rounded once. */
    public static float fma(float a, float b, float c) {
        return Math.fma(a, b, c);
    }

    public static float copySign(float size, float sign) {
        return Math.copySign(size, sign);
    }

    public static boolean less(float a, float b) {
        return a < b;
    }

    public static boolean equal(float a, float b) {
        return a == b;
    }

    public static boolean or(boolean a, boolean b) {
        return a || b;
    }

    public static boolean not(boolean a) {
        return !a;
    }

    public static float select(boolean condition, float yes, float no) {
        return condition ? yes : no;
    }

    /** The whole number nearest to a b, which must stay below half of 1/ulp. */
    public static float roundProduct(float a, float b) {
        return Math.fma(a, b, ROUNDER) - ROUNDER;
    }

    /** 2ⁿ⁺ᵒ for a whole number n and an offset o, if it is a normal number. */
    public static float powerOfTwo(float n, float offset) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(n + (BIASED_ROUNDER + offset)) << FRACTION_BITS);
    }

    /** The whole number k for which x 2⁻ᵏ is between √½ and √2; x is positive and normal. */
    public static float exponent(float x) {
        return (float) ((Float.floatToRawIntBits(x) - Float.floatToRawIntBits(ROOT_HALF)) >> FRACTION_BITS);
    }

    /** x 2⁻ᵏ, between √½ and √2. */
    public static float significand(float x) {
        var least = Float.floatToRawIntBits(ROOT_HALF);
        var fraction = Float.floatToRawIntBits(Float.MIN_NORMAL) - 1;
        return Float.intBitsToFloat(((Float.floatToRawIntBits(x) - least) & fraction) + least);
    }

    /** x, or -x if floor(n / 2) is odd, for a whole number n. */
    public static float alternate(float x, float n) {
        var sign = Float.floatToRawIntBits(-0f) & (Float.floatToRawIntBits(n + ROUNDER) << (Float.SIZE - 2));
        return Float.intBitsToFloat(Float.floatToRawIntBits(x) ^ sign);
    }

    /** Whether a whole number is even. */
    public static boolean even(float n) {
        return roundProduct(n, 0.5f) * 2 == n;
    }
}
