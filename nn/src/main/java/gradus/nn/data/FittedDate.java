package gradus.nn.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Dates, by their days since 1970.
 *
 * @param isSaid whether a last output says of which rows the date is missing
 * @param filling the day that it becomes there
 */
record FittedDate(
        String name,
        String pattern,
        ImmutableList<DatePart> parts,
        boolean isSaid,
        long filling,
        DateTimeFormatter formatter)
        implements FittedColumn {
    static final String KIND = "date";

    private static final MissingValues GAPS = MissingValues.asMedian();

    static FittedDate fit(DateColumn column, TableCells cells) {
        var open = of(column.name(), column.pattern(), column.parts(), false, 0);
        double[] days = IntStream.range(0, cells.size())
                .mapToDouble(row -> open.read(cells, row))
                .toArray();
        if (DoubleStream.of(days).allMatch(Double::isNaN)) {
            throw cells.refusal(0, "a date somewhere below, for the median", "");
        }
        boolean hasGaps = DoubleStream.of(days).anyMatch(Double::isNaN);
        long median = (long) Math.floor(GAPS.filling(DoubleStream.of(days)));
        return of(column.name(), column.pattern(), column.parts(), hasGaps, median);
    }

    private static FittedDate of(
            String name, String pattern, ImmutableList<DatePart> parts, boolean isSaid, long filling) {
        return new FittedDate(name, pattern, parts, isSaid, filling, DateColumn.formatter(pattern));
    }

    @Override
    public ImmutableList<String> outputs() {
        ImmutableList<String> all = parts.flatCollect(part -> {
            String output = name + " " + part.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            return part.isCyclic()
                    ? Lists.immutable.with(output + " sine", output + " cosine")
                    : Lists.immutable.with(output);
        });
        return isSaid ? all.newWith(name + " missing") : all;
    }

    @Override
    public double read(TableCells cells, int row) {
        Object cell = cells.cell(row);
        return switch (cell) {
            case LocalDate date -> date.toEpochDay();
            case LocalDateTime moment -> moment.toLocalDate().toEpochDay();
            default -> day(cells, row, cell.toString());
        };
    }

    private double day(TableCells cells, int row, String text) {
        if (GAPS.contain(text)) {
            return Double.NaN;
        }
        try {
            return LocalDate.parse(text, formatter).toEpochDay();
        } catch (DateTimeException _) {
            throw cells.refusal(
                    row,
                    "a date " + DateColumn.shown(pattern),
                    "TableColumn.date(\"" + name + "\").pattern(...) names another form");
        }
    }

    @Override
    public void encode(double number, double[] row, int at) {
        boolean gap = Double.isNaN(number);
        long day = gap ? filling : (long) number;
        boolean isDay = gap || day == number;
        if (!isDay || day < LocalDate.MIN.toEpochDay() || day > LocalDate.MAX.toEpochDay()) {
            throw refusal("days since 1970", number);
        }
        LocalDate date = LocalDate.ofEpochDay(day);
        int next = at;
        for (DatePart part : parts) {
            part.write(date, row, next);
            next += part.width();
        }
        if (isSaid) {
            row[next] = gap ? 1 : 0;
        }
    }

    @Override
    public boolean isScaled(int output) {
        int begin = 0;
        for (DatePart part : parts) {
            if (output < begin + part.width()) {
                return !part.isCyclic();
            }
            begin += part.width();
        }
        return false;
    }

    @Override
    public ImmutableList<String> words() {
        return Lists.immutable
                .with(KIND, name, pattern, isSaid + "", filling + "")
                .newWithAll(parts.collect(DatePart::name));
    }

    static FittedDate of(ImmutableList<String> words) {
        return of(
                words.get(1),
                words.get(2),
                words.drop(5).collect(DatePart::valueOf),
                Boolean.parseBoolean(words.get(3)),
                Long.parseLong(words.get(4)));
    }
}
