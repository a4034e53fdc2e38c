package gradus.nn.data;

import java.time.LocalDate;

/**
 * A number that a date becomes, or two: the sine and the cosine of an angle, in which the last day
 * is as near to the first as to the one before.
 */
public enum DatePart {
    /** The year, such as 2026. */
    YEAR(false),

    /** The month, from 1 to 12. */
    MONTH(false),

    /** The day of the week, from 1 for Monday to 7. */
    DAY_OF_WEEK(false),

    /** The days since 1 January 1970. */
    DAYS(false),

    /** The angle of the day in its year. */
    YEAR_CYCLE(true),

    /** The angle of the month in its year. */
    MONTH_CYCLE(true),

    /** The angle of the day in its week, which begins on Monday. */
    WEEK_CYCLE(true);

    private final boolean cyclic;

    DatePart(boolean cyclic) {
        this.cyclic = cyclic;
    }

    /** Whether it is an angle, and so two numbers. */
    boolean isCyclic() {
        return cyclic;
    }

    int width() {
        return cyclic ? 2 : 1;
    }

    void write(LocalDate date, double[] row, int at) {
        switch (this) {
            case YEAR -> row[at] = date.getYear();
            case MONTH -> row[at] = date.getMonthValue();
            case DAY_OF_WEEK -> row[at] = date.getDayOfWeek().getValue();
            case DAYS -> row[at] = date.toEpochDay();
            case YEAR_CYCLE -> angle((date.getDayOfYear() - 1.0) / date.lengthOfYear(), row, at);
            case MONTH_CYCLE -> angle((date.getMonthValue() - 1.0) / 12, row, at);
            case WEEK_CYCLE -> angle((date.getDayOfWeek().getValue() - 1.0) / 7, row, at);
        }
    }

    /** The same bits everywhere. */
    private static void angle(double turns, double[] row, int at) {
        row[at] = StrictMath.sin(2 * Math.PI * turns);
        row[at + 1] = StrictMath.cos(2 * Math.PI * turns);
    }
}
