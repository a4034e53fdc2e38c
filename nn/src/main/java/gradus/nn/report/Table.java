package gradus.nn.report;

import gradus.nn.Model;
import gradus.nn.NamedParameter;
import gradus.nn.metrics.ConfusionMatrix;
import org.eclipse.collections.api.block.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.tuple.Pair;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.list.Interval;
import org.eclipse.collections.impl.tuple.Tuples;

/** A table of texts with a header: for the console, for the report and as a CSV file. */
public record Table(ImmutableList<String> header, ImmutableList<ImmutableList<String>> rows) {

    /**
     * Starts a table with a row for each of these, to be given its columns.
     *
     * {@snippet lang = java :
     * Table table = Table.over(runs).column("rate", Run::rate).column("loss", run -> brief(run.loss())).table();
     * }
     */
    public static <T> Columns<T> over(ListIterable<T> things) {
        return new Columns<>(things.toImmutableList(), Lists.immutable.empty());
    }

    /** A table in the making: what its rows are about, and its columns so far. Immutable. */
    public record Columns<T>(ImmutableList<T> things, ImmutableList<Pair<String, Function<? super T, ?>>> columns) {
        /** Adds a column; its cells are what {@code toString} makes of the values. */
        public Columns<T> column(String heading, Function<? super T, ?> value) {
            return new Columns<>(things, columns.newWith(Tuples.pair(heading, value)));
        }

        /** The table. */
        public Table table() {
            return new Table(
                    columns.collect(Pair::getOne),
                    things.collect(thing -> columns.collect(
                            column -> String.valueOf(column.getTwo().valueOf(thing)))));
        }
    }

    /** The parameters of a model: names, shapes and how many numbers they have. */
    public static Table ofParameters(Model model) {
        return over(model.namedParameters())
                .column("parameter", NamedParameter::name)
                .column("shape", named -> named.parameter().shape())
                .column("numbers", named -> named.parameter().shape().size())
                .table();
    }

    /** The counts of a confusion matrix, with the part of each class that is found (its recall). */
    public static Table of(ImmutableList<String> classes, ConfusionMatrix confusion) {
        return new Table(
                Lists.immutable.with("true class").newWithAll(classes).newWith("found"),
                classes.zipWithIndex().collect(truth -> {
                    int[] counts = confusion.toArray()[truth.getTwo()];
                    ImmutableIntList row = IntLists.immutable.with(counts);
                    return Lists.immutable
                            .with(truth.getOne())
                            .newWithAll(row.collect(String::valueOf))
                            .newWith(
                                    row.sum() == 0 ? "" : Numbers.percent((double) counts[truth.getTwo()] / row.sum()));
                }));
    }

    /** Aligned columns for the console. */
    public String text() {
        ImmutableList<ImmutableList<String>> all = Lists.immutable.with(header).newWithAll(rows);
        ImmutableList<Integer> widths = Interval.zeroTo(header.size() - 1)
                .collect(column -> all.collect(row -> row.get(column).length()).max())
                .toImmutableList();
        return all.collect(row -> row.zip(widths)
                        .collect(cell -> cell.getOne()
                                + " ".repeat(cell.getTwo() - cell.getOne().length()))
                        .makeString("  ")
                        .stripTrailing())
                .makeString("\n");
    }

    /** Comma-separated values; cells with commas or quotes are quoted (RFC 4180). */
    public String csv() {
        return Lists.immutable
                .with(header)
                .newWithAll(rows)
                .collect(row -> row.collect(Table::quoted).makeString(","))
                .makeString("", "\n", "\n");
    }

    private static String quoted(String cell) {
        boolean plain = cell.indexOf(',') < 0 && cell.indexOf('"') < 0 && cell.indexOf('\n') < 0;
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    /** The same as {@link #text}. */
    @Override
    public String toString() {
        return text();
    }
}
