package gradus.examples.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.nn.files.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTest {
    private static final Path FOLDER = Path.of("mnist");
    private static final DataException NO_HOME =
            new DataException(FOLDER, DataException.NOWHERE, "a home that answers", "none", "");

    private final List<String> said = new ArrayList<>();

    private static Path refuse() {
        throw NO_HOME;
    }

    @Test
    void aDownloadThatFailsIsSaidAndTheRunGoesOnWithout() {
        assertThat(Run.fetched(() -> FOLDER, RunTest::refuse, said::add)).isEqualTo(FOLDER);
        assertThat(said).isEmpty();
        assertThat(Run.fetched(RunTest::refuse, () -> null, said::add)).isNull();
        assertThat(said).containsExactly("Nothing fetched: mnist: needs a home that answers, got none");
    }

    /** A folder that the user named and that has no such data ends the run, download or not. */
    @Test
    void whatTheUserNamedIsNotReplaced() {
        assertThatThrownBy(() -> Run.fetched(RunTest::refuse, RunTest::refuse, said::add))
                .isSameAs(NO_HOME);
        assertThat(said).isEmpty();
    }
}
