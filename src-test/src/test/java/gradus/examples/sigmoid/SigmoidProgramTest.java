package gradus.examples.sigmoid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Randomness;
import gradus.examples.shared.Outcome;
import gradus.nn.data.RealData;
import gradus.nn.files.SavedModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigmoidProgramTest {
    private static final List<String> QUICK = List.of("--quick");

    @TempDir
    private static Path folder;

    private static Outcome run;

    @BeforeAll
    static void runOnce() {
        run = Outcome.of(folder.resolve("out"), "sigmoid", QUICK);
    }

    @Test
    void everyPartIsInTheReport() throws Exception {
        run.requireSuccess();
        run.requireReport(
                "Figures",
                "1. Local derivatives",
                "2. One pass through a 2-3-2 network",
                "3. Inside or outside of an ellipse",
                "4. One example at a time and in batches",
                "5. Learning rates",
                "6. Final run");
        assertThat(run.out().resolve("model.json")).isNotEmptyFile();
    }

    @Test
    void autodiffAgreesWithTheClosedForms() throws Exception {
        assertThat(run.figures().get("softmax_jacobian_largest_difference")).isLessThan(1e-15);
        assertThat(run.figures().get("cross_entropy_gradient_largest_relative_difference"))
                .isLessThan(1e-15);
        assertThat(run.figures().get("logits_gradient_largest_difference")).isLessThan(1e-15);
        assertThat(run.said()).contains("dy_i/do_j by autodiff", "y_i (1[i=j] - y_j)", "y - onehot(c)");
    }

    /** The numbers of the original report, to the last digit; its loss is summed over both classes, ours is not. */
    @Test
    void theSmallNetworkGivesTheReportsNumbers() throws Exception {
        var figures = run.figures();
        assertThat(figures.get("small_loss")).isEqualTo(0.6931471805599453);
        for (int unit = 0; unit < 3; unit++) {
            assertThat(figures.get("small_dW2_" + unit + "_0")).isEqualTo(-0.44039853898894116);
            assertThat(figures.get("small_dW2_" + unit + "_1")).isEqualTo(0.44039853898894116);
            assertThat(figures.get("small_dW1_0_" + unit)).isZero();
            assertThat(figures.get("small_dW1_1_" + unit)).isZero();
            assertThat(figures.get("small_db1_" + unit)).isZero();
        }
        assertThat(figures.get("small_db2_0")).isEqualTo(-0.5);
        assertThat(figures.get("small_db2_1")).isEqualTo(0.5);
        assertThat(run.file("report.html"))
                .contains("1.3862943611198906", "the sum of -ln y over both classes", "gives h/2 = 0.4403985389889412");
        assertThat(run.said())
                .contains("-0.44039853898894116, 0.44039853898894116")
                .doesNotContain("-0.0,");
    }

    @Test
    void theEllipseIsLearned() throws Exception {
        assertThat(run.figures()).containsEntry("ellipse_validation_majority", 0.5622);
        assertThat(run.figures().get("ellipse_validation_accuracy")).isGreaterThan(0.85);
        assertThat(run.figures().get("ellipse_validation_loss")).isLessThan(0.4);
        assertThat(run.file("report.html")).contains("beyond it after the first epoch already, and in the end at");
    }

    /** Few points: the text says that the plateau is not left. */
    @Test
    void anEllipseThatIsNotLearnedIsSaidSo() throws Exception {
        Outcome brief = Outcome.of(
                folder.resolve("short"),
                "sigmoid",
                List.of("--quick", "--points", "300", "--samples", "2", "--epochs", "1", "--final-epochs", "1"));
        brief.requireSuccess();
        assertThat(brief.figures().get("ellipse_validation_accuracy")).isLessThan(0.65);
        assertThat(brief.figures()).containsEntry("slow_and_batched_compared_batches", 1.0);
        assertThat(brief.file("report.html"))
                .contains("still near it, or below, after 1 epoch: it ends before the network has learned the ellipse")
                .doesNotContain("1 epochs");
    }

    @Test
    void aFinalRunThatDivergesIsReportedAsSuch() {
        Outcome wild = Outcome.of(
                folder.resolve("wild"),
                "sigmoid",
                List.of("--quick", "--points", "100", "--samples", "200", "--learning-rate", "1e9"));
        wild.requireSuccess();
        assertThat(wild.said()).contains("Training diverged", "--learning-rate below 1.0E9");
    }

    @Test
    void oneImageIsTooFew() {
        Outcome.of(folder.resolve("one"), "sigmoid", List.of("--samples", "1"))
                .requireRefusal(2, "sigmoid:", "--samples", "needs 2 or more, one to train on and one to validate");
    }

    /** What others reach on all of MNIST stands nowhere beside a part of it or generated images. */
    @Test
    void nothingStandsBesideGeneratedImages() throws Exception {
        assertThat(run.said()).doesNotContain("98 %", "PyTorch");
        assertThat(run.file("report.html")).doesNotContain("PyTorch", "claims 98 %");
    }

    @Test
    void bothWaysGiveTheSameGradientsAndTheSameNetwork() throws Exception {
        var figures = run.figures();
        assertThat(figures.get("slow_and_batched_largest_gradient_difference"))
                .isPositive()
                .isLessThan(1e-6 * figures.get("slow_and_batched_largest_gradient") + 1e-7);
        assertThat(figures.get("slow_validation_loss")).isCloseTo(figures.get("batched_validation_loss"), within(1e-5));
        assertThat(figures.get("slow_examples_per_second")).isPositive();
        assertThat(figures.get("batched_examples_per_second")).isPositive();
    }

    @Test
    void everyLearningRateHasItsFiguresAndSteps() throws Exception {
        for (String rate : List.of("0.001", "0.003", "0.01", "0.03")) {
            assertThat(run.figures().get("summed_rate_" + rate + "_train_loss")).isPositive();
            assertThat(run.figures().get("summed_rate_" + rate + "_validation_loss"))
                    .isPositive();
            assertThat(run.figures().get("summed_rate_" + rate + "_validation_accuracy"))
                    .isBetween(0.0, 1.0);
        }
        assertThat(run.figures().get("summed_rate_0.003_train_loss"))
                .isLessThan(run.figures().get("summed_rate_0.001_train_loss") - 0.02);
        assertThat(run.figures().get("summed_rate_0.01_train_loss"))
                .isLessThan(run.figures().get("summed_rate_0.003_train_loss") - 0.02);
        // so few steps are too long at 0.03: the training is unsteady
        assertThat(run.figures().get("summed_rate_0.03_train_loss"))
                .isNotCloseTo(run.figures().get("summed_rate_0.01_train_loss"), within(0.02));
        // 550 images to train on make 11 batches of 50 in each of 2 epochs
        assertThat(run.file("learning-rate-steps.csv").lines()).hasSize(1 + 2 * 11);
        assertThat(run.file("learning-rate-epochs.csv").lines()).hasSize(1 + 4 * 2);
    }

    @Test
    void allPlotsAreThere() {
        for (String plot : List.of(
                "ellipse-steps",
                "ellipse-epochs",
                "ellipse-regions",
                "learning-rates",
                "epoch-losses",
                "epoch-accuracies",
                "final-loss",
                "confusion")) {
            assertThat(run.out().resolve(plot + ".svg")).isNotEmptyFile();
            assertThat(run.out().resolve(plot + ".png")).isNotEmptyFile();
        }
    }

    /**
     * The loss of a step is that of one example, whatever the size of its batch: before the first step it is near ln
     * 10.
     */
    @Test
    void stepLossesAreThoseOfOneExample() throws Exception {
        String first =
                run.file("learning-rate-steps.csv").lines().skip(1).findFirst().orElseThrow();
        for (int rate = 0; rate < 4; rate++) {
            assertThat(Double.parseDouble(first.split(",")[1 + 2 * rate])).isBetween(2.0, 2.8);
        }
    }

    @Test
    void theFinalNetworkLearnsAndIsSaved() throws Exception {
        var figures = run.figures();
        assertThat(figures.get("final_test_accuracy")).isGreaterThan(0.5);
        assertThat(List.of(0.1, 0.2, 0.4)).contains(figures.get("final_learning_rate"));
        var model = DigitTraining.untrained(Randomness.seeded(1));
        SavedModel saved = SavedModel.read(run.out().resolve("model.json"));
        saved.into(model);
        assertThat(saved.metadata().castToSortedMap())
                .containsEntry("learning rate", figures.get("final_learning_rate") + "")
                .containsEntry("epochs", "4");
        assertThat(run.file("report.html")).contains("<td>600</td>").doesNotContain("2147483647");
        assertThat(model.parameterCount()).isEqualTo(784 * 300 + 300 + 300 * 10 + 10);
    }

    @Test
    void theRealDigitsAreReadIfTheyAreThere() throws Exception {
        Outcome onDigits = Outcome.of(
                folder.resolve("real"),
                "sigmoid",
                List.of(
                        "--quick",
                        "--data",
                        RealData.root("mnist").toString(),
                        "--epochs",
                        "1",
                        "--final-epochs",
                        "4"));
        onDigits.requireSuccess();
        assertThat(onDigits.figures().get("final_test_accuracy")).isGreaterThan(0.7);
        assertThat(onDigits.file("report.html")).contains("MNIST from");
    }
}
