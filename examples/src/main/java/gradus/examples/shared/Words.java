package gradus.examples.shared;

import java.util.Locale;

/** Numbers in sentences, the same in every locale. */
public final class Words {
    private Words() {}

    /** Such as {@code 1 epoch} and {@code 5 epochs}. */
    public static String counted(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }

    /** The length of a difference between shares, such as {@code 0.75 percentage points}. */
    public static String points(double difference) {
        return String.format(Locale.ROOT, "%.2f percentage points", 100 * difference);
    }

    /** The same with its sign, such as {@code +0.75 percentage points}. */
    public static String signedPoints(double difference) {
        return String.format(Locale.ROOT, "%+.2f percentage points", 100 * difference);
    }

    /** With one digit after the point, such as {@code 3.2}. */
    public static String rounded(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
