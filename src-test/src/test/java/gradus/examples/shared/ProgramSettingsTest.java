package gradus.examples.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.impl.tuple.Tuples;
import org.junit.jupiter.api.Test;

class ProgramSettingsTest {
    private static final ProgramSettings GIVEN = new ProgramSettings(
            "mnist",
            Lists.immutable.with(
                    Tuples.pair("--seed", "7"),
                    Tuples.pair("--epochs", "2"),
                    Tuples.pair("--data", "not given"),
                    Tuples.pair("--out", "my results"),
                    Tuples.pair("--quick", "true")),
            Lists.immutable.with("--out", "--quick"));

    @Test
    void theCommandHasTheSeedAndWhatTheUserGave() {
        assertThat(GIVEN.command())
                .isEqualTo("mvn -q compile exec:exec -Dexample=mnist -Dargs=\"--seed 7 --out 'my results' --quick\"\n");
    }

    /** The environment or the cache named the folder, which another machine need not have. */
    @Test
    void theCommandNamesTheFolderWhereTheDataWereFound() {
        ProgramSettings found = GIVEN.withData(Path.of("data"));
        assertThat(found.command()).contains("--seed 7 --data data --out 'my results' --quick");
        assertThat(found.table().text()).contains("--data").doesNotContain("not given");
        assertThat(found.withData(Path.of("data"))).isEqualTo(found);
    }
}
