package gradus.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Randomness;
import gradus.examples.shared.Outcome;
import gradus.nn.data.RealData;
import gradus.nn.files.SavedModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitsProgramTest {
    private static final String[] SECTIONS = {
        "Figures",
        "1. Gradient descent on a surface",
        "2. Gradients beside differences",
        "3. One layer",
        "4. The seven runs of the report",
        "Why run 4 never learns",
        "Why run 3 ends in NaN",
        "Why the first epochs of run 7 are flat",
        "Thirty-two outputs for one label",
        "5. The corrected network",
        "6. Too low, too high, too small, too large",
        "Weights that start at 0"
    };

    @TempDir
    private Path folder;

    @Test
    void quickRunOnGeneratedImages() throws Exception {
        Outcome run = Outcome.of(folder.resolve("out"), "digits", List.of("--quick"));
        run.requireSuccess();
        run.requireReport(SECTIONS);
        assertThat(run.said())
                .contains("No digits found (--data DIR names the folder above digits, --download fetches it)");
        assertThat(run.file("report-runs.csv").lines())
                .hasSize(1 + 7 * 3)
                .startsWith("run,epoch,loss_train,accuracy_train,loss_test,accuracy_test")
                .allMatch(line -> line.startsWith("run") || line.matches("[1-7],[0-2](,(\\d+\\.\\d{4}|nan)){4}"));
        assertThat(run.figures()).containsKeys("corrected_test_accuracy", "run_7_test_loss");
        assertThat(run.figures().get("descent_3_height")).isLessThan(-2);
        assertThat(run.figures().get("one_layer_loss")).isEqualTo(2.309880244091049);
        assertThat(run.figures()).containsEntry("run_3_first_nan_epoch", Double.NaN);
        requireShrinkingLayers(run.figures());
        requireExperiments(run.figures());
        assertThat(run.said())
                .contains("three descents end at heights 1.2968, 0.1007, -2.1642")
                .contains("one_layer_loss                          2.309880244091049    2.309880244091049")
                .contains("first NaN: never")
                .contains("rates, batch sizes, first weights: test accuracy up to")
                .doesNotContain("diverged");
        assertThat(run.file("report.html"))
                .contains("BinaryCrossEntropyWithLogits: needs predictions and targets of one shape, got [20,"
                        + " 32] and [20, 1]")
                .contains("the tables are not those of the report");
        SavedModel saved = SavedModel.read(run.out().resolve("model.json"));
        assertThat(saved.metadata().get("data")).startsWith("generated");
    }

    /**
     * Before the first step of run 7: outputs shrink forwards, gradients backwards, whatever the
     * images.
     */
    private static void requireShrinkingLayers(Map<String, Double> figures) {
        for (int layer = 1; layer < 4; layer++) {
            assertThat(figures.get("run_7_outputs_of_layer_" + layer))
                    .isGreaterThan(1.2 * figures.get("run_7_outputs_of_layer_" + (layer + 1)));
            assertThat(figures.get("run_7_gradient_of_layer_" + layer))
                    .isLessThan(figures.get("run_7_gradient_of_layer_" + (layer + 1)) / 4);
        }
    }

    private static void requireExperiments(Map<String, Double> figures) {
        assertThat(figures.get("rate_0.0001_test_accuracy")).isLessThan(figures.get("rate_0.1_test_accuracy") - 0.3);
        assertThat(figures.get("rate_100_test_accuracy")).isLessThan(figures.get("rate_0.1_test_accuracy") - 0.3);
        assertThat(figures.get("batch_898_test_accuracy")).isLessThan(figures.get("batch_15_test_accuracy") - 0.1);
        assertThat(List.of(1, 5, 15, 50, 150, 898))
                .extracting(size -> figures.get("batch_" + size + "_gradient_noise"))
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(figures.get("batch_1_gradient_noise")).isGreaterThan(2);
        assertThat(figures.get("batch_898_gradient_noise")).isLessThan(1e-12);
        assertThat(figures.get("start_he_zero_test_accuracy")).isEqualTo(figures.get("rate_0.1_test_accuracy"));
        assertThat(figures.get("start_he_random_test_accuracy"))
                .isCloseTo(figures.get("start_he_zero_test_accuracy"), within(0.02));
        assertThat(figures.get("start_zero_zero_test_accuracy")).isLessThan(0.52);
    }

    @Test
    void aRunThatDivergesSaysSo() throws Exception {
        Outcome run = Outcome.of(folder.resolve("out"), "digits", List.of("--quick", "--learning-rate", "1e9"));
        run.requireSuccess();
        assertThat(run.said())
                .contains("Training diverged: the loss went from ")
                .contains("try a --learning-rate below 1.0E9");
    }

    @Test
    void aFolderWithoutDigitsIsRefused() {
        Outcome run = Outcome.of(folder.resolve("out"), "digits", List.of("--data", folder.toString()));
        run.requireRefusal(1, "no folder digits in " + folder);
    }

    /** The three descents: the ends that the assignment describes. */
    @Test
    void descents() {
        var descents = Descent.all();
        assertThat(descents.get(0).path()).hasSize(11);
        assertThat(descents.get(0).end().x()).isBetween(0.4, 0.45);
        assertThat(descents.get(0).end().height()).isBetween(1.29, 1.30);
        assertThat(descents.get(1).path()).hasSize(14);
        assertThat(descents.get(2).end().height()).isLessThan(-2);
        descents.forEach(descent -> assertThat(descent.path())
                .allSatisfy(point -> assertThat(point.distanceFromFormula()).isLessThan(1e-14)));
    }

    @Test
    void differencesErrLeastInTheMiddle() {
        for (StepSizes sizes : StepSizes.all(Randomness.seeded(7))) {
            assertThat(sizes.atReportedStep()).as(sizes.name()).isLessThan(1e-6);
            assertThat(sizes.best())
                    .as(sizes.name())
                    .isPositive()
                    .isLessThan(sizes.errors().getLast());
            if (!sizes.name().startsWith("ReLU")) {
                assertThat(sizes.best())
                        .as(sizes.name())
                        .isLessThan(sizes.errors().getFirst() / 1000);
            }
        }
    }

    /** The exact numbers are those of reference/numpy-random.json. */
    @Test
    void oneLayer() {
        OneLayer layer = OneLayer.compute();
        assertThat(layer.loss()).isEqualTo(2.309880244091049);
        double[] expected = {
            1.282477455139634, -1.1382741667505418, 0.7842284138826482, 0.23344429425585805, 0.06786374039134688
        };
        assertThat(layer.gradient().toArray()).containsExactly(expected, within(1e-15));
        assertThat(layer.byHand().toArray()).containsExactly(expected, within(1e-15));
    }

    /**
     * From nothing but the seed: run 1 as the report prints it, the other six as this program has
     * always had them, run 3 with its NaN, run 4 with its dead units, run 7 with its small weights;
     * and the corrected network.
     */
    @Test
    void theReportsTables() throws Exception {
        Path data = RealData.root("digits");
        Outcome run = Outcome.of(folder.resolve("out"), "digits", List.of("--data", data.toString()));
        run.requireSuccess();
        String table = run.file("report-runs.csv");
        assertThat(table.lines()
                        .filter(line -> line.startsWith("1,"))
                        .map(line -> line.substring(2).replace(',', '\t')))
                .containsExactlyElementsOf(Files.readAllLines(data.resolve("../reference/digits-run-1.tsv"))
                        .subList(1, 21));
        try (var expected = getClass().getResourceAsStream("report-runs.csv")) {
            assertThat(table).isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(run.figures())
                .containsEntry("run_4_dead_after_steps", 14.0)
                .containsEntry("run_3_first_nan_epoch", 14.0);
        assertThat(run.figures().get("corrected_test_accuracy")).isGreaterThan(0.975);
        requireShrinkingLayers(run.figures());
        requireExperiments(run.figures());
        assertThat(run.file("report.html"))
                .contains("After step 14 none is left", "Its sigmoid is 1.0 in double precision, exactly")
                .contains("one image is too noisy for such steps");
    }
}
