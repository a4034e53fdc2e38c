package gradus.nn.report;

import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Numbers {
    private Numbers() {}

    /** Such as {@code 65.75 %}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** With four digits after the point, or in powers of ten if that would leave too little of it. */
    public static String brief(double value) {
        if (value == 0) {
            return "0";
        }
        boolean plain = Math.abs(value) >= 1e-2 && Math.abs(value) < 1e6;
        return String.format(Locale.ROOT, plain ? "%.4f" : "%.2e", value);
    }
}
