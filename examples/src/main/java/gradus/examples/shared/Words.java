package gradus.examples.shared;

import module gradus.nn;
import module java.base;

/** Numbers in sentences, the same in every locale. */
public final class Words {
    private Words() {}

    /** A value in a form that a {@link ReportText} names; any other form is what is counted. */
    public static String of(Object value, String form) {
        if (value instanceof Spread spread) {
            return of(spread.mean(), form) + " ± " + of(spread.deviation(), form);
        }
        return switch (form) {
            case "" -> value.toString();
            case "percent" -> Numbers.percent((double) value);
            case "brief" -> Numbers.brief((double) value);
            case "plain" ->
                BigDecimal.valueOf((double) value).stripTrailingZeros().toPlainString();
            case "thousands" -> String.format(Locale.ROOT, "%,.0f", (double) value);
            case "decimals" -> String.format(Locale.ROOT, "%.4f", (double) value);
            case "or never" ->
                ((Number) value).doubleValue() == 0 ? "never" : of(value, value instanceof Double ? "decimals" : "");
            case "hundredths" -> String.format(Locale.ROOT, "%.2f", (double) value);
            case "signed" -> String.format(Locale.ROOT, "%+.3f", (double) value);
            case "rounded" -> rounded((double) value);
            case "points" -> String.format(Locale.ROOT, "%.2f percentage points", 100 * (double) value);
            case "signed points" -> String.format(Locale.ROOT, "%+.2f percentage points", 100 * (double) value);
            default -> ((Number) value).longValue() + " " + form + (((Number) value).longValue() == 1 ? "" : "s");
        };
    }

    /** With one digit after the point, such as {@code 3.2}. */
    public static String rounded(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
