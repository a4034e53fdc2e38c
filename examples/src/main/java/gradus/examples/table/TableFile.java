package gradus.examples.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import module gradus.examples;
import org.jspecify.annotations.Nullable;

/**
 * A table, how its columns are encoded, and what is to be told from the others.
 *
 * @param csv the rows that have what is to be told
 * @param rows their numbers in the file
 * @param number the column of a regression, if there is one
 * @param classes the column of a classification, if there is one
 */
record TableFile(
        Csv csv,
        ImmutableIntList rows,
        ImmutableList<TableColumn> columns,
        @Nullable String number,
        @Nullable String classes) {
    /** Words that are rarer share a place, which makes one for unseen words. */
    private static final int LEAST = 8;

    /** A last column with more words than these is no class. */
    private static final int MOST_CLASSES = 50;

    /**
     * The parts of a table: the first to learn from, the second to choose with, the third to test.
     *
     * @param testRows the numbers of the test rows in the file
     */
    record Parts(Csv train, Csv validation, Csv test, ImmutableIntList testRows) {}

    /** Reads a table with names in its first line, whatever parts its cells. */
    static Csv read(Path file) throws IOException {
        String first;
        try (Stream<String> lines = Files.lines(file)) {
            first = lines.findFirst().orElse("");
        }
        Csv.Format format = has(first, '\t') ? Csv.Format.tabs() : Csv.Format.commas();
        return Csv.read(file, (has(first, ';') && !has(first, ',') ? Csv.Format.semicolons() : format).withHeader());
    }

    private static boolean has(String line, char sign) {
        return line.indexOf(sign) >= 0;
    }

    /** The last column is the one to tell, unless the user names others. */
    static TableFile of(Csv csv, @Nullable String number, @Nullable String classes) {
        boolean isSaid = number != null || classes != null;
        String last = csv.columns().getLast();
        boolean isNumber = !isSaid && fits(csv, TableColumn.number(last)) && words(csv, last) > MOST_CLASSES;
        @Nullable String regressed = isSaid ? number : isNumber ? last : null;
        @Nullable String told = isSaid ? classes : isNumber ? null : last;
        int[] rows = IntStream.range(0, csv.size())
                .filter(complete(csv, regressed).and(complete(csv, told)))
                .toArray();
        ImmutableList<TableColumn> columns = csv.columns()
                .reject(name -> name.equals(regressed) || name.equals(told))
                .collect(name -> column(csv, name))
                .select(Objects::nonNull);
        return new TableFile(csv.select(rows), IntLists.immutable.with(rows), columns, regressed, told);
    }

    /** Which rows have something in a column; all, if there is no such column. */
    private static IntPredicate complete(Csv csv, @Nullable String target) {
        if (target == null) {
            return _ -> true;
        }
        ImmutableList<String> texts = csv.texts(target);
        return row -> !texts.get(row).isBlank();
    }

    private static int words(Csv csv, String column) {
        return csv.categories(column).names().size();
    }

    private static boolean fits(Csv csv, TableColumn column) {
        try {
            TableSchema.fit(csv, column);
            return true;
        } catch (DataException _) {
            return false;
        }
    }

    /** Numbers or dates where all cells are such, words otherwise; null for what names each row. */
    private static @Nullable TableColumn column(Csv csv, String name) {
        TableColumn number = TableColumn.number(name);
        TableColumn date = TableColumn.date(name);
        return fits(csv, number)
                ? number
                : fits(csv, date)
                        ? date
                        : 2 * words(csv, name) > csv.size()
                                ? null
                                : TableColumn.category(name).rareBelow(LEAST);
    }

    /** A fifth to test with, a tenth to choose with, drawn at random. */
    Parts parts(Randomness random) {
        int[] order = random.permutation(csv.size()).toArray();
        int test = order.length / 5;
        int validation = order.length / 10;
        int[] testRows = Arrays.copyOf(order, test);
        return new Parts(
                csv.select(Arrays.copyOfRange(order, test + validation, order.length)),
                csv.select(Arrays.copyOfRange(order, test, test + validation)),
                csv.select(testRows),
                IntLists.immutable.withAll(Arrays.stream(testRows).map(rows::get)));
    }

    /** What became of a column. */
    record Encoded(String name, String kind, int width, String numbers) {
        private static final int SHOWN = 60;

        static Encoded of(TableColumn column, Csv train) {
            ImmutableList<String> outputs = TableSchema.fit(train, column).outputs();
            String all = outputs.makeString();
            String kind = switch (column) {
                case NumberColumn _ -> "number";
                case CategoryColumn _ -> "words";
                case DateColumn _ -> "date";
            };
            return new Encoded(
                    column.name(), kind, outputs.size(), all.length() > SHOWN ? all.substring(0, SHOWN) + "..." : all);
        }
    }

    /** The columns and what they become. */
    ImmutableList<Encoded> encoded(Csv train) {
        return columns.collect(column -> Encoded.of(column, train));
    }
}
