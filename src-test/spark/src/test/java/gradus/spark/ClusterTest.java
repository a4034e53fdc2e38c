package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.nn.train.Settings;
import gradus.nn.train.TrialResults;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training on a cluster of two processes of this machine with a worker each, which may be killed. */
class ClusterTest {
    private static final String EXPECTED = Digits.expected();

    private static SparkContext spark;

    @BeforeAll
    static void start() {
        spark = Cluster.processes(2, 1);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void theBitsAreThoseOfOneMachine() {
        Trained<?> trained = DataParallel.on(spark)
                .workers(2)
                .shards(Digits.SHARDS)
                .train(Digits::model, Digits::trainer, Digits.data());
        assertThat(Digits.hash(trained.model())).isEqualTo(EXPECTED);
        assertThat(trained.attempts()).isEqualTo(1);
    }

    /** The test of the example {@code cluster} kills one too. */
    @EnabledIfSystemProperty(named = "gradus.bits", matches = "all", disabledReason = "minutes: -Plong")
    @ParameterizedTest
    @EnumSource
    void aKilledProcessChangesNoBit(Kill.Phase phase, @TempDir Path folder) {
        var kill = new Kill(folder.resolve("marker").toString(), phase);
        Trained<?> trained = DataParallel.on(spark)
                .workers(2)
                .shards(Digits.SHARDS)
                .checkpoint(folder.resolve("checkpoints").toString(), 1)
                .train(kill::model, kill::trainer, kill::data);
        assertThat(Digits.hash(trained.model())).isEqualTo(EXPECTED);
        assertThat(trained.attempts()).isEqualTo(2);
        assertThat(folder.resolve("marker")).exists();
    }

    @EnabledIfSystemProperty(named = "gradus.bits", matches = "all", disabledReason = "minutes: -Plong")
    @Test
    void twoHundredRestartsChangeNoBit(@TempDir Path folder) {
        var soak = new Soak(folder.toString(), 200);
        Trained<?> trained = DataParallel.on(spark)
                .workers(2)
                .shards(Digits.SHARDS)
                .attempts(30)
                .checkpoint(folder.resolve("checkpoints").toString(), 1)
                .train(Digits::model, soak::trainer, Digits.data());
        assertThat(Digits.hash(trained.model())).isEqualTo(Soak.expected());
        assertThat(trained.attempts()).isBetween(101, 201); // both processes may halt in one attempt
    }

    @Test
    void aKilledProcessChangesNoScore(@TempDir Path folder) {
        String marker = folder.resolve("marker").toString();
        TrialResults<Settings> found = SparkTrials.on(spark)
                .seeded(SparkTrialsTest.SEED)
                .search(SparkTrialsTest.candidates(), (settings, random) -> {
                    double score = SparkTrialsTest.score(settings, random);
                    dieOnce(marker);
                    return score;
                });
        assertThat(found).isEqualTo(SparkTrialsTest.alone());
        assertThat(folder.resolve("marker")).exists();
    }

    private static void dieOnce(String marker) throws IOException {
        try {
            Files.createFile(Path.of(marker));
            Runtime.getRuntime().halt(17);
        } catch (FileAlreadyExistsException _) {
            return;
        }
    }

    @EnabledIfSystemProperty(named = "gradus.bits", matches = "all", disabledReason = "minutes: -Plong")
    @Test
    void aKilledProcessIsNoLossWithoutCheckpointsEither(@TempDir Path folder) {
        var kill = new Kill(folder.resolve("marker").toString(), Kill.Phase.STEP);
        Trained<?> trained = DataParallel.on(spark)
                .workers(2)
                .shards(Digits.SHARDS)
                .train(Digits::model, kill::trainer, Digits.data());
        assertThat(Digits.hash(trained.model())).isEqualTo(EXPECTED);
        assertThat(trained.attempts()).isEqualTo(2);
    }
}
