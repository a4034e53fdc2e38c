package gradus.examples.lenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.examples.shared.Outcome;
import gradus.nn.files.SavedModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quick run, on the generated images of a machine without data. */
class LenetProgramTest {
    @TempDir
    private static Path folder;

    private static Outcome run;

    @BeforeAll
    static void runOnce() {
        run = Outcome.of(
                folder.resolve("out"),
                "lenet",
                List.of("--quick", "--samples", "300", "--epochs", "4", "--batch-size", "30"));
    }

    @Test
    void writesFiguresReportAndModel() throws Exception {
        run.requireSuccess();
        assertThat(run.figures())
                .containsOnlyKeys(
                        "parameters",
                        "test_accuracy",
                        "test_loss",
                        "cifar_parameters",
                        "cifar_test_accuracy",
                        "cifar_test_loss")
                .containsEntry("parameters", 80202.0)
                .containsEntry("cifar_parameters", 78042.0);
        run.requireReport("Figures", "Digits", "Color images");
        assertThat(run.file("report.html"))
                .contains(
                        "What the first layer looks for",
                        "What they find on the first test image",
                        "Confident mistakes",
                        "What a changed pixel does",
                        "The size of the derivative of the score");
        var origin = SavedModel.read(run.out().resolve("model.json")).metadata();
        assertThat(origin.get("program")).isEqualTo("lenet");
        assertThat(origin.get("data")).contains("generated");
    }

    /** Chance is 0.1. */
    @Test
    void readsGeneratedDigits() throws Exception {
        assertThat(run.figures().get("test_accuracy")).isGreaterThan(0.5);
    }

    /** A small change of a pixel changes the score nearly as its derivative says. */
    @Test
    void derivativesSayWhatAChangedPixelDoes() throws Exception {
        var lines = run.file("pixels.csv")
                .lines()
                .skip(1)
                .map(line -> line.split(","))
                .toList();
        assertThat(lines).hasSize(8);
        long near = lines.stream()
                .filter(cells -> Math.abs(Double.parseDouble(cells[3]) - Double.parseDouble(cells[4]))
                        < 0.3 * Math.abs(Double.parseDouble(cells[3])))
                .count();
        assertThat(near).isGreaterThanOrEqualTo(5);
        assertThat(Double.parseDouble(lines.getFirst()[3])).isNotCloseTo(0, within(1e-6));
    }
}
