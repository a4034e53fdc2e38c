package gradus.nn.report;

import gradus.nn.metrics.ConfusionMatrix;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.list.Interval;

/** A table of texts with a header: for the console, for the report and as a CSV file. */
public record Table(ImmutableList<String> header, ImmutableList<ImmutableList<String>> rows) {

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
}
