package gradus.autodiff.kernel.math;

/**
 * Arithmetic, comparisons and piecewise linear functions: formulas of a few operations, written
 * with Java's own operators, whose bits Java defines. The build derives loops from them, in which
 * the formula itself stands.
 */
@SuppressWarnings("cast") // the double version of this file casts double to double
public final class ArithmeticF32 {
    private ArithmeticF32() {}

    /** y = -x. */
    @PlainLoop
    public static float neg(float x) {
        return -x;
    }

    /** y = |x|. */
    @PlainLoop
    public static float abs(float x) {
        return Math.abs(x);
    }

    /** y = √x. */
    @PlainLoop
    public static float sqrt(float x) {
        return (float) Math.sqrt(x);
    }

    /** y = x². */
    @PlainLoop
    public static float square(float x) {
        return x * x;
    }

    /** y = 1 / x. */
    @PlainLoop
    public static float reciprocal(float x) {
        return 1f / x;
    }

    /** y = -1, 0 or 1. */
    @PlainLoop
    public static float sign(float x) {
        return Math.signum(x);
    }

    /** y = the largest whole number up to x. */
    @PlainLoop
    public static float floor(float x) {
        return (float) Math.floor(x);
    }

    /** y = the nearest whole number, halves to even. */
    @PlainLoop
    public static float round(float x) {
        return (float) Math.rint(x);
    }

    /** y = max(x, 0). */
    public static float relu(float x) {
        return Math.max(x, 0f);
    }

    /** y = x where x > 0, otherwise slope x. */
    public static float leakyRelu(float x, @Constant float slope) {
        return x > 0f ? x : x * slope;
    }

    /** y = x, but at least {@code low} and at most {@code high}. */
    public static float clamp(float x, @Constant float low, @Constant float high) {
        return Math.min(Math.max(x, low), high);
    }

    /** y = a + b. */
    public static float add(float a, float b) {
        return a + b;
    }

    /** y = a - b. */
    public static float sub(float a, float b) {
        return a - b;
    }

    /** y = a b. */
    public static float mul(float a, float b) {
        return a * b;
    }

    /** y = a / b. */
    public static float div(float a, float b) {
        return a / b;
    }

    /** y = the larger one; NaN if one is NaN. */
    public static float maximum(float a, float b) {
        return Math.max(a, b);
    }

    /** y = the smaller one; NaN if one is NaN. */
    public static float minimum(float a, float b) {
        return Math.min(a, b);
    }

    /** y = a b, but 0 where one is 0, whatever the other is. */
    public static float chain(float a, float b) {
        return a == 0f || b == 0f ? 0f : a * b;
    }

    /** y = (a == b); false where one is NaN. */
    public static boolean equal(float a, float b) {
        return a == b;
    }

    /** y = {@code a < b}; false where one is NaN. */
    public static boolean less(float a, float b) {
        return a < b;
    }

    /** y = {@code a <= b}; false where one is NaN. */
    public static boolean lessOrEqual(float a, float b) {
        return a <= b;
    }
}
