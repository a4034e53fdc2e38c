package gradus.examples;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.examples.shared.Outcome;
import gradus.nn.data.RealData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The programs with their default settings on the whole real data: the figures that the assignments ask for. */
@EnabledIfSystemProperty(
        named = "gradus.programs",
        matches = "full",
        disabledReason = "full runs take minutes: mvn verify -Plong")
class FullRunsTest {
    @TempDir
    private Path folder;

    @Test
    void sigmoidReadsNinetyEightPercent() throws Exception {
        var figures = figures("sigmoid");
        assertThat(figures.get("final_test_accuracy")).isBetween(0.98, 0.99);
        assertThat(figures.get("ellipse_validation_accuracy")).isGreaterThan(0.95);
        assertThat(figures.get("mean_rate_0.03_test_accuracy")).isBetween(0.90, 0.92);
        assertThat(figures.get("summed_rate_0.03_test_accuracy")).isBetween(0.965, 0.975);
        assertThat(figures.get("summed_rate_0.001_test_accuracy")).isBetween(0.91, 0.92);
    }

    @Test
    void softmaxRegressionReadsNinetyTwoPercentAndSortedDataFail() throws Exception {
        var figures = figures("softmax");
        assertThat(figures.get("softmax_test_accuracy")).isBetween(0.916, 0.926);
        assertThat(figures.get("sorted_test_accuracy")).isBetween(0.09, 0.12);
        assertThat(figures.get("shuffled_test_accuracy")).isGreaterThan(0.91);
        assertThat(figures.get("hidden_test_accuracy")).isBetween(0.93, 0.95);
        assertThat(figures.get("hidden_without_relu_test_accuracy")).isLessThan(figures.get("hidden_test_accuracy"));
        assertThat(figures.get("batch_goal")).isEqualTo(0.9);
    }

    @Test
    void theSoftplusNetworkReadsDigits() throws Exception {
        assertThat(figures("mnist").get("test_accuracy")).isGreaterThan(0.975);
    }

    @Test
    void smallDigitsAreToldApart() throws Exception {
        assertThat(figures("digits", "digits").get("corrected_test_accuracy")).isGreaterThan(0.975);
    }

    @Test
    void everyDepthLearnsCifar() throws Exception {
        var figures = figures("cifar", "cifar10");
        assertThat(figures.get("poor_validation_accuracy")).isBetween(0.27, 0.31);
        assertThat(figures.get("chosen_test_accuracy")).isBetween(0.565, 0.60);
        for (int depth = 2; depth <= 5; depth++) {
            assertThat(figures.get("depth_" + depth + "_test_accuracy")).isBetween(0.54, 0.60);
        }
        assertThat(figures.get("depth_5_reported_weights_loss")).isBetween(2.302, 2.303);
    }

    @Test
    void convolutionsReadDigitsAndNameImages() throws Exception {
        var figures = figures("lenet");
        assertThat(figures.get("test_accuracy")).isGreaterThan(0.992);
        assertThat(figures.get("cifar_test_accuracy")).isGreaterThan(0.80);
    }

    private Map<String, Double> figures(String program) throws Exception {
        return figures(program, "mnist");
    }

    private Map<String, Double> figures(String program, String data) throws Exception {
        Outcome run = Outcome.of(
                folder, program, List.of("--data", RealData.root(data).toString()));
        run.requireSuccess();
        return run.figures();
    }
}
