package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.nn.train.Trainer;
import gradus.nn.train.TrainingListener;
import gradus.nn.train.TrainingStep;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that go on from what they kept. */
class CheckpointsTest {
    private static final String EXPECTED = Digits.expected();

    /** Of all workers, which are threads here. */
    private static final AtomicInteger CALLS = new AtomicInteger();

    private static SparkContext spark;

    @BeforeAll
    static void start() {
        spark = Cluster.threads(3);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @BeforeEach
    void reset() {
        CALLS.set(0);
    }

    private static DataParallel parallel() {
        return DataParallel.on(spark).workers(3).shards(Digits.SHARDS);
    }

    @Test
    void aRunGoesOnFromItsCheckpointWithAnotherNumberOfWorkers(@TempDir Path folder) {
        String checkpoints = folder.resolve("run").toUri().toString();
        parallel()
                .checkpoint(checkpoints, 1)
                .train(Digits::model, model -> Digits.trainer(model).epochs(3), Digits.data());
        assertThat(files(folder))
                .containsExactly(
                        "epoch-000000001.safetensors", "epoch-000000002.safetensors", "epoch-000000003.safetensors");
        Trained<?> trained = parallel()
                .workers(2)
                .checkpoint(checkpoints, 2)
                .train(
                        Digits::model,
                        model -> {
                            Trainer trainer = Digits.trainer(model);
                            return trainer.listener(new Counting());
                        },
                        Digits.data());
        assertThat(Digits.hash(trained.model())).isEqualTo(EXPECTED);
        assertThat(trained.history().epochs()).hasSize(4);
        assertThat(CALLS.get()).isEqualTo(2 * 6); // two workers, the steps of one epoch
        assertThat(files(folder))
                .containsExactly(
                        "epoch-000000002.safetensors", "epoch-000000003.safetensors", "epoch-000000004.safetensors");
    }

    private static final class Counting implements TrainingListener {
        @Override
        public void step(TrainingStep step) {
            CALLS.incrementAndGet();
        }
    }

    private static List<String> files(Path folder) {
        return List.of(folder.resolve("run").toFile().list((File _, String name) -> !name.endsWith(".crc"))).stream()
                .sorted()
                .toList();
    }

    /** Four steps of the second epoch: after the first there is a checkpoint, and no other. */
    @Test
    void aRunThatEndsWithinAnEpochKeepsTheCheckpointBefore(@TempDir Path folder) {
        String checkpoints = folder.resolve("run").toString();
        Trained<?> trained = parallel()
                .checkpoint(checkpoints, 1)
                .train(Digits::model, model -> Digits.trainer(model).maxSteps(10), Digits.data());
        assertThat(trained.attempts()).isEqualTo(1);
        assertThat(trained.history().stepLosses().size()).isEqualTo(10);
        assertThat(files(folder)).containsExactly("epoch-000000001.safetensors");
        Trained<?> whole = parallel().checkpoint(checkpoints, 1).train(Digits::model, Digits::trainer, Digits.data());
        assertThat(Digits.hash(whole.model())).isEqualTo(EXPECTED);
    }

    @Test
    void aCheckpointOfOtherSettingsIsRefused(@TempDir Path folder) {
        String checkpoints = folder.resolve("run").toString();
        parallel().checkpoint(checkpoints, 1).train(Digits::model, Digits::trainer, Digits.data());
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> parallel()
                        .shards(16)
                        .checkpoint(checkpoints, 1)
                        .train(Digits::model, model -> Digits.trainer(model).epochs(5), Digits.data()))
                .withMessageContaining("Trainer.resume: needs shards 8, as in")
                .withMessageContaining("got shards 16");
    }
}
