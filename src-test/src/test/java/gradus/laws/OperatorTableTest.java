package gradus.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OperatorTableTest {
    @Test
    void thePageListsExactlyTheOperatorsThatExist() throws IOException {
        assertThat(OperatorTable.listed())
                .as("%s; write it again with -Dgradus.table=write", OperatorTable.PAGE)
                .containsExactlyElementsOf(Operators.ALL.collect(Operators::name));
    }
}
