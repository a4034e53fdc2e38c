package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import gradus.nn.metrics.Accuracy;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Without a terminal, as tests run. */
class ProgressTest {
    private final StringWriter written = new StringWriter();

    @Test
    void workLeavesOneLine() {
        try (var progress = Progress.of("reading", 3, new PrintWriter(written))) {
            progress.step();
            progress.note("2 of 3");
            progress.step();
            assertThat(written.toString()).isEmpty();
        }
        assertThat(written.toString()).matches("reading: 2 of 3 \\(\\d+\\.\\d s\\)\\R");
    }

    @Test
    void trainingLeavesALineForEachEpoch() {
        var data = Blobs.data(40, 1);
        Blobs.trainer(Blobs.model())
                .epochs(2)
                .metric("accuracy", Accuracy::of)
                .validation(data)
                .listener(new TrainingProgress(new PrintWriter(written)))
                .train(data);
        var lines = written.toString().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1))
                .matches("epoch 2 of 2: loss [0-9.]+, accuracy [0-9.]+, validation loss [0-9.]+,"
                        + " validation accuracy [0-9.]+, learning rate 0\\.1000 \\(\\d+\\.\\d s\\)");
    }

    @Test
    void aTrainingThatFailsLeavesItsLineToo() {
        var listener = new TrainingListener() {
            @Override
            public void step(TrainingStep step) {
                if (step.number() == 6) {
                    throw new IllegalStateException("on purpose");
                }
            }
        };
        var trainer = Blobs.trainer(Blobs.model())
                .epochs(2)
                .listener(new TrainingProgress(new PrintWriter(written)))
                .listener(listener);
        assertThatIllegalStateException()
                .isThrownBy(() -> trainer.train(Blobs.data(40, 1)))
                .withMessage("on purpose");
        var lines = written.toString().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).matches("epoch 2 of 2: ended by IllegalStateException \\(\\d+\\.\\d s\\)");
    }
}
