package gradus.examples.cifar;

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
class CifarProgramTest {
    @TempDir
    private static Path folder;

    private static Outcome run;

    @BeforeAll
    static void runOnce() {
        run = Outcome.of(folder.resolve("out"), "cifar", List.of("--quick"));
    }

    @Test
    void writesFiguresReportAndModel() throws Exception {
        run.requireSuccess();
        assertThat(run.figures())
                .containsOnlyKeys(
                        "derivatives_largest_error",
                        "poor_validation_accuracy",
                        "reported_settings_validation_accuracy",
                        "reported_settings_test_accuracy",
                        "search_best_validation_accuracy",
                        "chosen_validation_accuracy",
                        "chosen_test_accuracy",
                        "chosen_test_loss",
                        "depth_2_test_accuracy",
                        "depth_3_test_accuracy",
                        "depth_4_test_accuracy",
                        "depth_5_test_accuracy",
                        "depth_2_reported_weights_loss",
                        "depth_3_reported_weights_loss",
                        "depth_4_reported_weights_loss",
                        "depth_5_reported_weights_loss",
                        "depth_5_only_reported_weights_loss",
                        "depth_5_reported_weights_dead_units");
        run.requireReport(
                "Figures",
                "Data and network",
                "1. Derivatives",
                "2. From bad settings to good ones",
                "3. First-layer weights",
                "4. Deeper networks");
        assertThat(run.file("chosen-epochs.csv")).startsWith("epoch,");
        var origin = SavedModel.read(run.out().resolve("model.json")).metadata();
        assertThat(origin.get("program")).isEqualTo("cifar");
        // a quick run takes batches of 50 and 40 steps, whatever the options say
        assertThat(origin.get("batch size")).isEqualTo("50");
        assertThat(origin.get("steps")).isEqualTo("40");
        assertThat(origin.get("data")).contains("generated");
    }

    /** Chance is 0.1; small weights leave deep networks at the loss of a blind guess, those that fit do not. */
    @Test
    void deepNetworksLearnFromWeightsThatFitAlone() throws Exception {
        var figures = run.figures();
        assertThat(figures.get("chosen_test_accuracy")).isGreaterThan(0.4);
        assertThat(figures.get("depth_5_reported_weights_loss")).isCloseTo(Math.log(10), within(0.01));
        assertThat(figures.get("depth_5_only_reported_weights_loss")).isCloseTo(Math.log(10), within(0.01));
        assertThat(figures.get("derivatives_largest_error")).isLessThan(1e-14);
    }

    @Test
    void figuresOfTheReportStandBesideRealImagesAlone() throws Exception {
        assertThat(run.said())
                .contains("No CIFAR-10 found", "generated stand-in")
                .doesNotContain("original report");
        assertThat(run.file("report.html")).doesNotContain("56.5 %", "deer");
    }
}
