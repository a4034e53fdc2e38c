package gradus.examples.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradus.autodiff.Randomness;
import gradus.examples.shared.Outcome;
import gradus.nn.Sequential;
import gradus.nn.data.Mnist;
import gradus.nn.files.SavedModel;
import gradus.nn.metrics.Evaluation;
import gradus.nn.optim.SGD;
import gradus.nn.train.Trainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;
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

    @Test
    void aHundredTimesTheImagesDivideTheNoiseByTen() {
        Mnist mnist = Mnist.generated(500, 1, Randomness.seeded(5));
        Sequential model = Models.regression(Randomness.seeded(6));
        var noise =
                GradientNoise.measure(model, mnist.train(), Lists.immutable.with(1, 100), 300, Randomness.seeded(7));
        assertThat(noise.getFirst().relative() / noise.getLast().relative()).isCloseTo(10, within(1.0));
        assertThat(noise.getLast().cosine())
                .isGreaterThan(noise.getFirst().cosine())
                .isLessThan(1);
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
        Sequential model = Models.regression(Randomness.seeded(1));
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
    void measurementsGrowRareAndMeetTheEndOfEachEpoch() {
        Pace pace = Pace.of(2, 100);
        var steps = new LongArrayList();
        for (long step = 0; step < pace.steps(); step = pace.after(step)) {
            steps.add(step);
        }
        assertThat(steps.toArray())
                .containsExactly(
                        0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 27, 33, 41, 51, 61, 71, 81, 91, 100, 110, 120,
                        130, 140, 150, 160, 170, 180, 190);
    }

    @Test
    void missingDataAreRefused() {
        Outcome.of(folder.resolve("none"), "softmax", List.of("--data", folder.toString()))
                .requireRefusal(1, "softmax: --data: no folder mnist in " + folder);
    }

    /** With the real images, where they are: one epoch of part 1. */
    @Test
    void anEpochOverTheRealDigitsReachesNinetyPercent() {
        Path real = Stream.of("../shared/data", "../../shared/data", "../../../shared/data")
                .map(root -> Path.of(root, "mnist"))
                .filter(root -> Files.exists(root.resolve("train-images-idx3-ubyte.gz")))
                .findFirst()
                .orElse(null);
        assumeTrue(real != null, "the MNIST files are not beside the project in ../shared/data/mnist");
        Mnist mnist = Mnist.load(real);
        Sequential model = Models.regression(Randomness.seeded(7));
        Trainer.of(model, Descent::loss, SGD.of(model).learningRate(0.01))
                .batchSize(10)
                .seed(7)
                .train(mnist.train());
        assertThat(Evaluation.of(model, mnist.test()).accuracy()).isGreaterThan(0.9);
    }
}
