package gradus.examples.softplus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Randomness;
import gradus.examples.shared.Outcome;
import gradus.nn.Layer;
import gradus.nn.data.Dataset;
import gradus.nn.data.RingsAndClouds;
import gradus.nn.files.SavedModel;
import gradus.nn.metrics.Evaluation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoftplusProgramTest {
    private static final List<String> QUICK = List.of("--epochs", "3", "--samples", "20");
    private static final String[] SECTIONS = {
        "Figures",
        "Data",
        "1. Network",
        "2. Gradient check",
        "3. Learning rates",
        "4. Result",
        "5. How good can it get?"
    };

    @TempDir
    private Path folder;

    @Test
    void writesFiguresReportNumbersAndModel() throws Exception {
        Outcome run = Outcome.of(folder.resolve("new/out"), "softplus", QUICK);
        run.requireSuccess();
        assertThat(run.figures())
                .containsKeys(
                        "parameters",
                        "gradient_check_largest_relative_error",
                        "train_accuracy",
                        "test_accuracy",
                        "train_loss",
                        "test_loss",
                        "expected_accuracy",
                        "bayes_accuracy",
                        "bayes_loss")
                .containsEntry("parameters", 101.0);
        for (String rate : List.of("0.01", "0.1", "0.15", "0.25")) {
            assertThat(run.figures())
                    .containsKeys(
                            "rate_" + rate + "_train_loss",
                            "rate_" + rate + "_train_accuracy",
                            "rate_" + rate + "_test_loss",
                            "rate_" + rate + "_test_accuracy");
        }
        assertThat(run.figures()).hasSize(9 + 4 * 4);
        run.requireReport(SECTIONS);
        assertThat(run.said()).doesNotContain("original report");
        assertThat(run.file("report.html")).contains("<svg", "crossEntropy").doesNotContain("original report");
        assertThat(run.file("losses.csv").lines()).hasSize(1 + 4);
        assertThat(run.file("gradient-check.csv").lines()).hasSize(1 + 101);
        assertThat(run.file("graph.dot")).contains("softplus", "0.weight");
        try (var files = Files.list(run.out())) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    @Test
    void theQuickModeIsShortUnlessTheUserSaysOtherwise() throws Exception {
        Outcome quick = Outcome.of(folder.resolve("quick"), "softplus", List.of("--quick"));
        quick.requireSuccess();
        assertThat(quick.said()).contains("200 training and 200 test points").doesNotContain("original report");
        assertThat(quick.file("losses.csv").lines()).hasSize(1 + 21);
        Outcome given = Outcome.of(folder.resolve("given"), "softplus", List.of("--quick", "--epochs", "2"));
        assertThat(given.file("losses.csv").lines()).hasSize(1 + 3);
        given.requireReport(SECTIONS);
    }

    @Test
    void theReportSaysHowToRepeatTheRun() throws Exception {
        Outcome run = Outcome.of(folder.resolve("out"), "softplus", QUICK);
        assertThat(run.file("report.html"))
                .contains("mvn -q compile exec:exec -Dexample=softplus -Dargs=&quot;--seed 7 --epochs 3 --out ")
                .contains("--samples 20&quot;", "--learning-rate", "not given", "Java 25");
        assertThat(run.file("tables/figures.csv")).contains("parameters,101");
    }

    @Test
    void theSameRunGivesTheSamePageButForTheTimes() throws Exception {
        Path out = folder.resolve("out");
        String first = withoutFooter(Outcome.of(out, "softplus", QUICK));
        assertThat(withoutFooter(Outcome.of(out, "softplus", QUICK))).isEqualTo(first);
    }

    private static String withoutFooter(Outcome run) throws Exception {
        return run.file("report.html").replaceFirst("(?s)<footer>.*</footer>", "");
    }

    @Test
    void theSavedModelGivesTheSamePredictions() throws Exception {
        Outcome run = Outcome.of(folder.resolve("out"), "softplus", QUICK);
        Layer model = Training.network(Randomness.seeded(99));
        SavedModel saved = SavedModel.read(run.out().resolve("model.json"));
        saved.into(model);
        Randomness random = Randomness.seeded(7).split();
        Dataset train = RingsAndClouds.generated(20, random);
        Dataset test = RingsAndClouds.generated(20, random);
        assertThat(Evaluation.of(model, train).loss()).isEqualTo(run.figures().get("train_loss"));
        assertThat(Evaluation.of(model, test).loss()).isEqualTo(run.figures().get("test_loss"));
        assertThat(Evaluation.of(model, test).accuracy())
                .isEqualTo(run.figures().get("test_accuracy"));
        assertThat(saved.metadata().get("seed")).isEqualTo("7");
    }

    @Test
    void theSeedAloneDecidesTheFigures() throws Exception {
        Outcome first = Outcome.of(folder.resolve("first"), "softplus", QUICK);
        Outcome again = Outcome.of(folder.resolve("again"), "softplus", QUICK);
        assertThat(again.figures()).isEqualTo(first.figures());
        assertThat(again.file("losses.csv")).isEqualTo(first.file("losses.csv"));
        Outcome other = Outcome.of(
                folder.resolve("other"), "softplus", List.of("--epochs", "3", "--samples", "20", "--seed", "8"));
        assertThat(other.figures().get("test_loss"))
                .isNotEqualTo(first.figures().get("test_loss"));
    }

    @Test
    void smallBatchesTrainToo() throws Exception {
        Outcome run = Outcome.of(
                folder.resolve("out"),
                "softplus",
                List.of("--epochs", "20", "--samples", "20", "--batch-size", "16", "--learning-rate", "0.05"));
        run.requireSuccess();
        assertThat(run.file("losses.csv").lines().findFirst())
                .hasValueSatisfying(header ->
                        assertThat(header).isEqualTo("epoch,rate_0.01,rate_0.1,rate_0.15,rate_0.25,rate_0.05"));
        assertThat(run.figures().get("train_accuracy")).isGreaterThan(0.5);
    }

    @Test
    void aTrainingThatDivergesIsReportedAsSuch() throws Exception {
        Outcome run = Outcome.of(
                folder.resolve("out"),
                "softplus",
                List.of("--epochs", "3", "--samples", "20", "--learning-rate", "1000"));
        run.requireSuccess();
        run.requireReport(SECTIONS);
        assertThat(run.said()).contains("Training diverged", "--learning-rate below 1000.0");
        assertThat(run.file("report.html")).contains("left to a longer training or another network");
    }

    @Test
    void aLossThatIsNoNumberEndsTheTraining() {
        Outcome.of(
                        folder.resolve("out"),
                        "softplus",
                        List.of("--epochs", "60", "--samples", "20", "--learning-rate", "1e200"))
                .requireRefusal(1, "softplus: training: needs finite numbers, got a loss of NaN at step 2 (epoch 2)");
    }

    /** The main job as a user runs it: the figures that the assignment asks for, in range. */
    @Test
    void theAssignmentsFiguresAreReached() throws Exception {
        Outcome run = Outcome.of(folder.resolve("out"), "softplus", List.of());
        run.requireSuccess();
        var figures = run.figures();
        assertThat(figures.get("test_accuracy")).isBetween(0.64, 0.68);
        assertThat(figures.get("train_accuracy")).isBetween(0.64, 0.69);
        assertThat(figures.get("test_loss")).isCloseTo(0.70, within(0.03));
        assertThat(figures.get("rate_0.1_train_loss")).isEqualTo(figures.get("train_loss"));
        assertThat(figures.get("rate_0.1_test_accuracy")).isEqualTo(figures.get("test_accuracy"));
        assertThat(figures.get("rate_0.01_train_loss")).isGreaterThan(figures.get("rate_0.1_train_loss") + 0.1);
        assertThat(figures.get("rate_0.15_train_loss")).isLessThan(figures.get("rate_0.1_train_loss"));
        assertThat(figures.get("rate_0.25_train_loss")).isLessThan(figures.get("rate_0.15_train_loss"));
        assertThat(figures.get("gradient_check_largest_relative_error")).isLessThan(1e-8);
        assertThat(figures.get("bayes_accuracy")).isCloseTo(0.672324, within(1e-5));
        assertThat(figures.get("expected_accuracy")).isBetween(0.65, figures.get("bayes_accuracy"));
        assertThat(figures.get("test_loss")).isGreaterThan(figures.get("bayes_loss"));
        assertThat(run.file("report.html"))
                .contains(
                        "not a lack of training",
                        "original report trained on other data",
                        "the assignment asks for it");
        assertThat(run.said()).contains("original report", "65.75 %").doesNotContain("diverged");
    }
}
