package gradus.examples.sigmoid;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.examples.shared.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigmoidProgramTest {
    private static final List<String> QUICK = List.of("--samples", "300", "--epochs", "1");

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
                "4. One example at a time and in batches");
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
                .contains("1.3862943611198906", "sums -ln y over both classes", "gives h/2 = 0.4403985389889412");
        assertThat(run.said())
                .contains("-0.44039853898894116, 0.44039853898894116")
                .doesNotContain("-0.0,");
    }

    @Test
    void bothWaysGiveTheSameGradientsAndTheSameNetwork() throws Exception {
        var figures = run.figures();
        assertThat(figures.get("slow_and_batched_largest_gradient_difference"))
                .isPositive()
                .isLessThan(1e-6 * figures.get("slow_and_batched_largest_gradient") + 1e-7);
        assertThat(figures.get("slow_test_accuracy")).isEqualTo(figures.get("batched_test_accuracy"));
        assertThat(figures.get("slow_examples_per_second")).isPositive();
        assertThat(figures.get("batched_examples_per_second")).isPositive();
    }
}
