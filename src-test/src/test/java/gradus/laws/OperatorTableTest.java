package gradus.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages in {@code docs/derivations}: each ends with a table of its operators, no more and no fewer. */
class OperatorTableTest {
    private static final int ORDER_1 = 3;

    static List<String> pages() {
        return OperatorTable.pages().castToList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageListsExactlyTheOperatorsThatItDerives(String page) throws IOException {
        assertThat(OperatorTable.listed(page).collect(ImmutableList::getFirst))
                .as("docs/derivations/%s.md; write it again with -Dgradus.table=write", page)
                .containsExactlyElementsOf(OperatorTable.operators(page).collect(Operators::name));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theErrorsOfDerivativesAreWithinTheLimits(String page) throws IOException {
        OperatorTable.listed(page).forEach(row -> {
            for (int order = 1; order <= 3; order++) {
                assertThat(Double.parseDouble(row.get(ORDER_1 + order - 1)))
                        .as("%s, order %d", row, order)
                        .isLessThanOrEqualTo(DerivativeChecks.allowed(order));
            }
        });
    }

    /** What {@code docs/operators.md} shows of the rows is one of them. */
    @Test
    void theRowShownIsARow() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operators.md"));
        String row = page.split("```java\n", 2)[1].split("```", 2)[0];
        String proofs = Files.readString(Path.of("src/test/java/gradus/laws/ActivationsProofs.java"));
        assertThat(row).startsWith("case ");
        assertThat(proofs).containsIgnoringWhitespaces(row);
    }

    @Test
    void noOperatorIsWithoutAPage() {
        assertThat(OperatorTable.pages().flatCollect(OperatorTable::operators))
                .containsExactlyInAnyOrderElementsOf(Operators.ALL);
    }
}
