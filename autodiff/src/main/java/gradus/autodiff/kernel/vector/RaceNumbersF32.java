package gradus.autodiff.kernel.vector;

import java.util.SplittableRandom;

/** Numbers to race on, and such as show whether two loops give the same bits. */
@SuppressWarnings("cast") // the double version of this file casts double to double
public final class RaceNumbersF32 {
    /** What is not a plain number, or nearly so; their number is a prime: see {@link #specials}. */
    private static final float[] SPECIAL = {
        0f,
        -0f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MAX_VALUE,
        Math.scalb(1f, Float.MAX_EXPONENT * 3 / 4),
        0.7f * Float.MIN_EXPONENT,
        Float.MIN_NORMAL,
        1f
    };

    /** One of so many numbers is special where plain ones are among them. */
    private static final int SPECIAL_IN = 7;

    /** From one place of the largest or smallest number to the next. */
    private static final int STRIDE = 37;

    private RaceNumbersF32() {}

    /** Plain numbers of either sign. */
    public static void fill(float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i * 7 % 11 - 5) * 0.3f;
        }
    }

    /**
     * Two calls in three are on numbers without a pattern, one of which is the largest or the
     * smallest: the last one, or another. In every second of them a special number comes again and
     * again, the same in a call. The third call is on special ones alone.
     *
     * @param size how many of them the call is on
     * @param length how many there are
     */
    static float[] of(int call, int size, int length) {
        float[] numbers = new float[length];
        int round = call / 3;
        if (call % 3 == 2) {
            specials(numbers, round);
            return numbers;
        }
        SplittableRandom random = new SplittableRandom(call);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-1.5, 1.5);
        }
        numbers[round % 2 == 0 ? size - 1 : round * STRIDE % size] = round % 4 < 2 ? 2f : -2f;
        for (int i = round % SPECIAL_IN; call % 3 == 1 && i < numbers.length; i += SPECIAL_IN) {
            numbers[i] = SPECIAL[round % SPECIAL.length];
        }
        return numbers;
    }

    /** In as many rounds as there are, each of them stands beside each, and two of a kind. */
    private static void specials(float[] numbers, int round) {
        int distance = round % SPECIAL.length;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = SPECIAL[(distance == 0 ? i / 2 : i * distance) % SPECIAL.length];
        }
    }
}
