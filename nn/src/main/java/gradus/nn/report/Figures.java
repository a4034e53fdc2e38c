package gradus.nn.report;

import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * The figures that an assignment asks for, in order: printed as a table at the end and written as
 * {@code figures.json}.
 */
public final class Figures {

    /**
     * A figure: its name in the file, its number, the number as shown, and what the original report
     * has, if it has it.
     */
    record Figure(String name, double value, String shown, String reported) {}

    private final MutableList<Figure> figures = Lists.mutable.empty();

    /** No figures yet. */
    public Figures() {}

    /** Adds a whole number. */
    public void count(String name, long value, String reported) {
        figures.add(new Figure(name, value, Long.toString(value), reported));
    }

    /** Adds a part of 1, shown in percent. */
    public void share(String name, double value, String reported) {
        figures.add(new Figure(name, value, Numbers.percent(value), reported));
    }

    /** Adds any other number. */
    public void number(String name, double value, String reported) {
        figures.add(new Figure(name, value, Numbers.brief(value), reported));
    }

    /** Adds any other number, shown to its last digit. */
    public void exact(String name, double value, String reported) {
        figures.add(new Figure(name, value, Double.toString(value), reported));
    }

    /** The figures, beside those of the original report where there are any. */
    public Table table() {
        boolean alone = figures.allSatisfy(figure -> figure.reported.isEmpty());
        ImmutableList<String> header = Lists.immutable.with("figure", "this run", "original report");
        int columns = alone ? 2 : header.size();
        return new Table(
                header.take(columns),
                figures.collect(figure -> Lists.immutable
                                .with(figure.name, figure.shown, figure.reported)
                                .take(columns))
                        .toImmutable());
    }

    /**
     * A flat object of names and numbers. What is not finite, after a learning rate too high, is
     * null: JSON has no NaN.
     */
    public String json() {
        return figures.collect(figure -> "  \"" + figure.name + "\": " + jsonNumber(figure.value))
                .makeString("{\n", ",\n", "\n}\n");
    }

    private static String jsonNumber(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? String.format(Locale.ROOT, "%.0f", value) : Double.isFinite(value) ? value + "" : "null";
    }

    /** The {@linkplain #table table} of the figures. */
    @Override
    public String toString() {
        return table().text();
    }
}
