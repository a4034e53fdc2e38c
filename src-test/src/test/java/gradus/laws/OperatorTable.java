package gradus.laws;

import gradus.autodiff.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** The worst errors met, operator by operator, as text and as the page {@code docs/operators.md}. */
final class OperatorTable {
    /** Relative to the folder in which the tests run. */
    static final Path PAGE = Path.of("..", "docs", "operators.md");

    private static final ImmutableList<Law> COLUMNS =
            Lists.immutable.with(Law.FORWARD_F64, Law.FORWARD_F32, Law.ORDER_1, Law.ORDER_2, Law.ORDER_3);

    private static final String PREFACE = """
            # Operators and how exactly they are proved

            Every operator of Gradus is written a second time in the tests, naively and in double, and checked against that reference. This
            page is written by

                mvn verify -Dtest=OperatorLaws -Dsurefire.failIfNoSpecifiedTests=false -Dgradus.table=write

            and every test run prints the same table. The numbers are the worst of one run with inputs drawn at random, so they
            differ a little from run to run; the limits do not.

            * F64 and F32: the largest distance of a result from the reference, in units in the last place of the element type. Where terms
              can cancel (sums, matrix products), the unit belongs to the sum of the terms' sizes. The limit is stated for each operator in
              `Domain`.
            * Order 1, 2, 3: the largest relative error of a derivative in random directions of the inputs and the cotangent, against central
              differences of eighth order of the reference alone. It is |engine - differences| divided by the sum of |gradient x direction|, or by
              a thousandth of |g| |f(x)| where that is more. The limits are 1e-7, 1e-6 and 1e-5; what is met is mostly the rounding of the
              differences. Inputs stay away from kinks; what happens there is in `KinkTest`.
            * Checks: how many samples of the operator all laws together have tried.

            """;

    private OperatorTable() {}

    /** Whether all of the table's laws have run over all operators. */
    static boolean isComplete() {
        return COLUMNS.allSatisfy(law -> Ledger.checked(law).size() == Operators.ALL.size());
    }

    static String page() {
        return PREFACE + table();
    }

    static String table() {
        String head = "| operator | " + COLUMNS.makeString(" | ") + " | checks |\n|---|"
                + COLUMNS.collect(_ -> "--:|").makeString("") + "--:|\n";
        return head + Operators.ALL.collect(OperatorTable::row).makeString("");
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

    /** The operators that the page lists, in its order. */
    static ImmutableList<String> listed() throws IOException {
        return Lists.immutable
                .withAll(Files.readAllLines(PAGE))
                .select(line -> line.matches("\\| \\w+\\.\\w+ .*"))
                .collect(line -> line.split("\\|")[1].strip());
    }
}
