package gradus.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.data.Dataset;
import gradus.nn.train.Progress;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The experiments of part 6 on images in which one number tells the class. */
class ExperimentsTest {
    private static final int COUNT = 60;

    private static Experiments experiments;

    @BeforeAll
    static void run() {
        Tensor images = Tensor.normal(DType.F64, Shape.of(COUNT, 64), 0, 1, Randomness.seeded(1));
        Tensor telling = images.slice(1, 0, 1);
        Tensor targets = telling.greater(0).toTensor(DType.F64);
        Dataset data = Dataset.of(Tensor.concat(1, telling.mul(9), images.slice(1, 1, 64)), targets);
        try (Progress progress = Progress.of("test", Experiments.TRAININGS, new PrintWriter(Writer.nullWriter()))) {
            experiments = Experiments.of(new ReportData("test", data, data), 3, 7, progress);
        }
    }

    @Test
    void theGradientOfABiasDependsOnItsValue() {
        var zero = experiments.starts().get(0);
        var random = experiments.starts().get(1);
        assertThat(random.biasGradient()).isNotEqualTo(zero.biasGradient());
    }

    @Test
    void somethingHasToDifferFromUnitToUnit() {
        var starts = experiments.starts();
        assertThat(starts.collectInt(Experiments.Start::different).toArray()).containsExactly(64, 64, 1, 1, 64);
        assertThat(starts.get(2).weightGradient()).isZero();
        assertThat(starts.get(2).biasGradient()).isZero();
        assertThat(starts.get(3).weightGradient()).isPositive();
    }

    private static int steps(int batchSize) {
        return experiments
                .batchesOf(batchSize)
                .compared()
                .history()
                .stepLosses()
                .size();
    }

    @Test
    void noiseIsThatOfTheBatches() {
        var sizes = experiments.batchSizes();
        assertThat(sizes.getLast().size()).isEqualTo(COUNT);
        assertThat(sizes.getLast().noise()).isZero();
        assertThat(experiments.batchesOf(1).noise())
                .isGreaterThan(experiments.batchesOf(5).noise());
        assertThat(steps(1)).isEqualTo(3 * COUNT);
        assertThat(steps(Experiments.BATCH)).isEqualTo(3 * COUNT / 15);
    }

    @Test
    void theGoalIsReachedInTheFirstEpochThatIsAboveIt() {
        for (var size : experiments.batchSizes()) {
            double[] accuracies =
                    size.compared().history().column("validation accuracy").toArray();
            int before = size.epochsToGoal() > 0 ? size.epochsToGoal() - 1 : accuracies.length;
            assertThat(Arrays.stream(accuracies).limit(before)).allMatch(accuracy -> accuracy < Experiments.GOAL);
            if (before < accuracies.length) {
                assertThat(accuracies[before]).isGreaterThanOrEqualTo(Experiments.GOAL);
            }
        }
        assertThat(experiments.batchesOf(1).epochsToGoal()).isPositive();
        assertThat(experiments.batchesOf(COUNT).epochsToGoal()).isZero();
    }
}
