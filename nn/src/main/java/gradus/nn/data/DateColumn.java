package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A column of dates. A gap becomes the median of the training part's days; where that has gaps, a
 * further number says of each row whether it has one. {@link TableColumn#date} makes one.
 *
 * @param pattern as of {@link DateTimeFormatter}, with English names of months and days
 * @param parts what becomes of a date, in this order
 */
public record DateColumn(String name, String pattern, ImmutableList<DatePart> parts) implements TableColumn {
    private static final String ISO = "uuuu-MM-dd[['T'][' ']HH:mm[:ss][.SSS][XXX]]";

    /**
     * A column.
     *
     * @throws ArgumentException if the pattern is none, or there are no parts
     */
    public DateColumn {
        requireDates(pattern);
        formatter(pattern);
        if (parts.isEmpty()) {
            throw new ArgumentException("TableColumn.date", "one part or more", "none", "");
        }
    }

    static DateColumn of(String name) {
        return new DateColumn(name, ISO, Lists.immutable.with(DatePart.YEAR, DatePart.YEAR_CYCLE, DatePart.WEEK_CYCLE));
    }

    /** The same column of dates that are written in another way, such as {@code dd.MM.yyyy}. */
    public DateColumn pattern(String other) {
        return new DateColumn(name, other, parts);
    }

    /** The same column with other numbers for a date. */
    public DateColumn parts(DatePart... others) {
        return new DateColumn(name, pattern, Lists.immutable.with(others));
    }

    /** Letters that mean something else than people think who write them. */
    private static void requireDates(String pattern) {
        String letters = pattern.replaceAll("'[^']*'", "");
        boolean hours = letters.matches(".*[HhKk].*");
        String hint = letters.contains("m") && !hours
                ? "mm are minutes, MM months"
                : letters.contains("D") && letters.contains("M")
                        ? "DD is the day of the year, dd of the month"
                        : letters.contains("Y") ? "YYYY is the year of a week, yyyy of a day" : "";
        if (!hint.isEmpty()) {
            throw new ArgumentException("TableColumn.date", "a pattern as dd.MM.yyyy", "'" + pattern + "'", hint);
        }
    }

    /** A reader of dates that there are: no 30 February. */
    static DateTimeFormatter formatter(String pattern) {
        try {
            return DateTimeFormatter.ofPattern(withYears(pattern), Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException wrong) {
            var refusal = new ArgumentException(
                    "TableColumn.date",
                    "a pattern as dd.MM.yyyy",
                    "'" + pattern + "'",
                    Objects.requireNonNullElse(wrong.getMessage(), ""));
            refusal.initCause(wrong);
            throw refusal;
        }
    }

    /** With years that need no era, outside of quotes: people write yyyy and mean uuuu. */
    private static String withYears(String pattern) {
        var years = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char sign = pattern.charAt(i);
            quoted ^= sign == '\'';
            years.append(sign == 'y' && !quoted ? 'u' : sign);
        }
        return years.toString();
    }

    /** The pattern for people: of the usual one the date alone. */
    static String shown(String pattern) {
        return pattern.equals(ISO) ? "uuuu-MM-dd" : pattern;
    }
}
