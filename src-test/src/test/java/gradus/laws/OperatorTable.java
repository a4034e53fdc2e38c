package gradus.laws;

import gradus.autodiff.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;

/**
 * The worst errors met, operator by operator, as text and as the tables at the ends of the pages in
 * {@code docs/derivations}.
 */
final class OperatorTable {
    /** Relative to the folder in which the tests run. */
    private static final Path FOLDER = Path.of("..", "docs", "derivations");

    /** The page that derives the operators of each family. */
    private static final ImmutableMap<String, String> PAGES = Maps.immutable
            .with("Arithmetic", "elementwise")
            .newWithKeyValue("Elementary", "elementwise")
            .newWithKeyValue("Activations", "elementwise")
            .newWithKeyValue("FusedVjps", "elementwise")
            .newWithKeyValue("Piecewise", "piecewise")
            .newWithKeyValue("Comparisons", "piecewise")
            .newWithKeyValue("Reduction", "reductions")
            .newWithKeyValue("ReductionDerivatives", "reductions")
            .newWithKeyValue("Probability", "probability")
            .newWithKeyValue("Movement", "movement")
            .newWithKeyValue("Indexing", "movement")
            .newWithKeyValue("Contraction", "contraction")
            .newWithKeyValue("Filtering", "convolution")
            .newWithKeyValue("Pooling", "windows")
            .newWithKeyValue("Resampling", "windows")
            .newWithKeyValue("FusedNormalization", "normalization");

    private static final String HEADING = "## How exactly they are proved\n";

    private static final String INTRODUCTION = """

        What the columns mean, and the command that writes this table, is in [operators](../operators.md).

        """;

    private static final ImmutableList<Law> COLUMNS =
            Lists.immutable.with(Law.FORWARD_F64, Law.FORWARD_F32, Law.ORDER_1, Law.ORDER_2, Law.ORDER_3);

    private static final String HEAD = "| operator | " + COLUMNS.makeString(" | ") + " | checks |\n|---|"
            + COLUMNS.collect(_ -> "--:|").makeString("") + "--:|\n";

    private OperatorTable() {}

    /** Whether all of the table's laws have run over all operators that they were to run over. */
    static boolean isComplete() {
        return COLUMNS.allSatisfy(law -> Ledger.checked(law).containsAllIterable(ChosenOperators.get()));
    }

    /** The operators that were checked, page by page. */
    static String table() {
        return pages().select(page -> operators(page).anySatisfy(OperatorTable::isChecked))
                .collect(page -> "docs/derivations/" + page + ".md\n" + HEAD
                        + operators(page)
                                .select(OperatorTable::isChecked)
                                .collect(OperatorTable::row)
                                .makeString(""))
                .makeString("\n");
    }

    private static boolean isChecked(Class<? extends Op> operator) {
        return COLUMNS.allSatisfy(law -> Ledger.of(law, operator).checks() > 0);
    }

    /** The names of the pages. */
    static ImmutableList<String> pages() {
        return PAGES.valuesView().toSet().toImmutableSortedList();
    }

    /** The operators whose derivations stand on a page. */
    static ImmutableList<Class<? extends Op>> operators(String page) {
        return Operators.ALL.select(operator -> page(operator).equals(page));
    }

    private static String page(Class<? extends Op> operator) {
        String family = operator.getEnclosingClass().getSimpleName();
        String page = PAGES.get(family);
        if (page == null) {
            throw new AssertionError("the family " + family + " is new: OperatorTable needs its page");
        }
        return page;
    }

    /** The rows of the operators that were checked are new, those of the others stay. */
    private static String table(String page) throws IOException {
        ImmutableMap<String, String> listed =
                lines(page).toImmutableMap(line -> cells(line).getFirst(), line -> line + "\n");
        return HEAD
                + operators(page)
                        .collect(operator -> isChecked(operator)
                                ? row(operator)
                                : listed.getIfAbsentValue(Operators.name(operator), ""))
                        .makeString("");
    }

    /** Writes the tables at the ends of the pages anew. */
    static void write() throws IOException {
        for (String page : pages()) {
            Files.writeString(
                    path(page), derivations(page).stripTrailing() + "\n\n" + HEADING + INTRODUCTION + table(page));
        }
    }

    private static Path path(String page) {
        return FOLDER.resolve(page + ".md");
    }

    /** What stands before the table. */
    private static String derivations(String page) throws IOException {
        return text(page).split(HEADING, 2)[0];
    }

    private static String text(String page) throws IOException {
        return Files.readString(path(page));
    }

    private static String row(Class<? extends Op> operator) {
        return String.format(
                Locale.ROOT,
                "| %-30s | %s | %6d |%n",
                Operators.name(operator),
                COLUMNS.collect(law -> cell(law, Ledger.of(law, operator).worst()))
                        .makeString(" | "),
                Lists.immutable
                        .with(Law.values())
                        .sumOfLong(law -> Ledger.of(law, operator).checks()));
    }

    private static String cell(Law law, double worst) {
        boolean ulps = law == Law.FORWARD_F64 || law == Law.FORWARD_F32;
        return worst == 0 ? "      0" : String.format(Locale.ROOT, ulps ? "%7.2f" : "%7.0e", worst);
    }

    /** The operators that a page's table lists, in its order, each with its cells. */
    static ImmutableList<ImmutableList<String>> listed(String page) throws IOException {
        return lines(page).collect(OperatorTable::cells);
    }

    private static ImmutableList<String> lines(String page) throws IOException {
        return Lists.immutable
                .with(text(page).split(HEADING, 2)[1].split("\n"))
                .select(line -> line.matches("\\| \\w+\\.\\w+ .*"));
    }

    private static ImmutableList<String> cells(String line) {
        return Lists.immutable.with(line.split("\\|")).drop(1).collect(String::strip);
    }
}
