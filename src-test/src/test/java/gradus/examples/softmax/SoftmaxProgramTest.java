package gradus.examples.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Randomness;
import gradus.examples.shared.Outcome;
import gradus.nn.Sequential;
import gradus.nn.data.Mnist;
import gradus.nn.data.RealData;
import gradus.nn.files.SavedModel;
import gradus.nn.metrics.Evaluation;
import gradus.nn.optim.SGD;
import gradus.nn.train.Trainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoftmaxProgramTest {
    @TempDir
    private static Path folder;

    private static Outcome run;

    @BeforeAll
    static void runOnce() {
        run = Outcome.of(folder.resolve("out"), "softmax", List.of("--quick"));
    }

    @Test
    void everyPartIsInTheReport() throws Exception {
        run.requireSuccess();
        assertThat(run.said()).contains("generated stand-in");
        run.requireReport(
                "Figures",
                "1. Softmax regression",
                "2. The most confident mistakes",
                "3. One example per class",
                "4. Batches of 1, 10 and 100",
                "5. Data sorted by class",
                "6. A hidden layer of 11 ReLU units");
        assertThat(run.figures())
                .containsEntry("softmax_parameters", 7850.0)
                .containsEntry("hidden_parameters", 8755.0);
        assertThat(run.figures().get("softmax_test_accuracy")).isGreaterThan(0.8);
    }

    @Test
    void theMostConfidentMistakesAreListed() throws Exception {
        List<String> lines = run.file("mistakes.csv").lines().skip(1).toList();
        assertThat(lines).hasSize(run.figures().get("mistakes").intValue()).isNotEmpty();
        for (int digit = 0; digit < 10; digit++) {
            String label = digit + "";
            List<Double> scores = lines.stream()
                    .map(line -> line.split(","))
                    .filter(cells -> cells[1].equals(label))
                    .peek(cells -> assertThat(cells[2]).isNotEqualTo(label))
                    .map(cells -> Double.valueOf(cells[3]))
                    .toList();
            assertThat(scores).hasSize(run.figures().get("mistakes_of_" + digit).intValue());
            assertThat(scores).isSortedAccordingTo((a, b) -> Double.compare(b, a));
            assertThat(Files.exists(run.out().resolve("mistakes-" + digit + ".png")))
                    .isEqualTo(!scores.isEmpty());
        }
    }

    /** Part 4: the goal is one that all sizes reach; the noise falls with the size, and a longer step takes longer. */
    @Test
    void batchSizesAreCompared() throws Exception {
        var figures = run.figures();
        double goal = figures.get("batch_goal");
        assertThat(goal).isGreaterThan(0.5);
        for (int size : List.of(1, 10, 100)) {
            assertThat(figures.get("batch_" + size + "_test_accuracy")).isGreaterThanOrEqualTo(goal);
            assertThat(figures.get("batch_" + size + "_seconds_to_goal")).isPositive();
            assertThat(figures.get("batch_" + size + "_accuracy_unrest")).isBetween(0.001, 0.2);
        }
        assertThat(figures.get("batch_10_test_accuracy")).isEqualTo(figures.get("softmax_test_accuracy_epoch_1"));
        assertThat(figures.get("batch_1_steps_to_goal")).isGreaterThan(3 * figures.get("batch_10_steps_to_goal"));
        assertThat(figures.get("batch_10_steps_to_goal")).isGreaterThan(figures.get("batch_100_steps_to_goal"));
        for (String when : List.of("early", "late")) {
            double root = Math.sqrt(10);
            assertThat(figures.get("batch_1_noise_" + when) / figures.get("batch_10_noise_" + when))
                    .isCloseTo(root, within(1.0));
            assertThat(figures.get("batch_10_noise_" + when) / figures.get("batch_100_noise_" + when))
                    .isCloseTo(root, within(1.0));
        }
        assertThat(run.file("report.html"))
                .contains("to " + String.format(Locale.ROOT, "%.2f %%", 100 * goal) + ", batches of 1 take");
    }

    /**
     * Part 6: 784-11-10 is better than 784-10 of part 1, which is trained half as long; the text says what ReLU brought
     * in this run.
     */
    @Test
    void theHiddenLayerIsComparedWithTheSameWithoutReLU() throws Exception {
        var figures = run.figures();
        assertThat(figures.get("hidden_test_accuracy"))
                .isGreaterThan(0.85)
                .isGreaterThan(figures.get("softmax_test_accuracy"));
        assertThat(figures.get("hidden_without_relu_test_accuracy"))
                .isGreaterThan(0.85)
                .isNotEqualTo(figures.get("hidden_test_accuracy"));
        assertThat(figures.get("hidden_best_test_accuracy"))
                .isGreaterThanOrEqualTo(figures.get("hidden_test_accuracy"));
        assertThat(figures.get("hidden_dead_units")).isBetween(0.0, 10.0);
        boolean gained = figures.get("hidden_test_accuracy") > figures.get("hidden_without_relu_test_accuracy");
        assertThat(run.file("report.html"))
                .contains(gained ? ", is the bend of the ReLU" : "the bend of the ReLU has gained nothing");
    }

    /** What others reach on all of MNIST stands nowhere beside a part of it or generated images. */
    @Test
    void nothingStandsBesideQuickRuns() throws Exception {
        assertThat(run.said()).doesNotContain("original report", "PyTorch");
        assertThat(run.file("report.html"))
                .doesNotContain("original report", "PyTorch", "assignment expects")
                .contains("after 1 epoch;")
                .doesNotContain("1 epochs", "1 steps", "NaN %");
    }

    @Test
    void sortedDataEndWithTheLastClass() throws Exception {
        var figures = run.figures();
        assertThat(figures.get("sorted_share_read_as_9")).isGreaterThan(0.8);
        assertThat(figures.get("sorted_test_accuracy")).isLessThan(0.3);
        assertThat(figures.get("shuffled_test_accuracy")).isGreaterThan(0.8);
    }

    @Test
    void oneExamplePerClassIsReadAndLittleElse() throws Exception {
        var figures = run.figures();
        assertThat(figures.get("one_per_class_train_accuracy")).isEqualTo(1);
        assertThat(figures.get("one_per_class_mean_test_accuracy"))
                .isGreaterThan(0.2)
                .isLessThan(figures.get("softmax_test_accuracy"));
    }

    @Test
    void theSavedModelIsThatOfPart1() throws Exception {
        Sequential model = Regression.untrained(Randomness.seeded(1));
        SavedModel.read(run.out().resolve("model.json")).into(model);
        Mnist mnist = Mnist.generated(6000, 1000, Randomness.seeded(7).split());
        assertThat(Evaluation.of(model, mnist.test().slice(0, 500)).accuracy())
                .isEqualTo(run.figures().get("softmax_test_accuracy"));
    }

    @Test
    void oneOfEachClassIsDrawnInOrder() {
        Mnist mnist = Mnist.generated(200, 1, Randomness.seeded(3));
        var ten = OnePerClass.onePerClass(mnist.train(), Randomness.seeded(4));
        assertThat(ten.labels().toArray()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void missingDataAreRefused() {
        Outcome.of(folder.resolve("none"), "softmax", List.of("--data", folder.toString()))
                .requireRefusal(1, "softmax: --data: no folder mnist in " + folder);
    }

    /** With the real images, where they are: one epoch of part 1. */
    @Test
    void anEpochOverTheRealDigitsReachesNinetyPercent() {
        Mnist mnist = Mnist.load(RealData.folder("mnist"));
        Sequential model = Regression.untrained(Randomness.seeded(7));
        Trainer.of(model, Descent::loss, new SGD().of(model).learningRate(0.01))
                .batchSize(10)
                .seed(7)
                .train(mnist.train());
        assertThat(Evaluation.of(model, mnist.test()).accuracy()).isGreaterThan(0.9);
    }
}
