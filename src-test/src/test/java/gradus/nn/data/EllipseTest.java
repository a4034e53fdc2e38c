package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.nn.random.NumpyRandomState;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EllipseTest {
    private static final Ellipse ELLIPSE = Ellipse.generated(60_000, 10_000, NumpyRandomState.seeded(0));

    /** The numbers of NumPy's RandomState(0).randn(70000, 2). */
    @Test
    void thePointsAreNumPys() {
        int[] train = ELLIPSE.train().labels().toArray();
        int[] validation = ELLIPSE.validation().labels().toArray();
        assertThat(train).hasSize(60_000).startsWith(1, 1, 1, 1, 0, 1, 1, 0, 1, 0);
        assertThat(Arrays.stream(train).sum()).isEqualTo(33_494);
        assertThat(validation).hasSize(10_000);
        assertThat(Arrays.stream(validation).sum()).isEqualTo(5_622);
    }

    @Test
    void theTrainingPointsReachFromMinusOneToOne() {
        var inputs = ELLIPSE.train().all().inputs();
        assertThat(inputs.min(0).toDoubleArray()).containsExactly(new double[] {-1, -1}, within(1e-15));
        assertThat(inputs.max(0).toDoubleArray()).containsExactly(new double[] {1, 1}, within(1e-15));
    }
}
