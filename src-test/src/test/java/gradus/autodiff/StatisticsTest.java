package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What the corrected statistics divide by. */
class StatisticsTest {
    private static final Tensor X = Tensor.of(new double[][] {{1, 3}, {2, 10}});

    @Test
    void aCorrectionIsTakenFromTheCount() {
        assertThat(X.variance(Axes.of(1), 0).toDoubleArray()).containsExactly(1, 16);
        assertThat(X.variance(Axes.of(1), 1).toDoubleArray()).containsExactly(2, 32);
        assertThat(X.standardDeviation(Axes.of(1), 0).toDoubleArray()).containsExactly(1, 4);
        assertThat(Tensor.of(-1.0, 0, 1).standardDeviation(Axes.ALL, 1).item()).isEqualTo(1);
    }

    @Test
    void theCountMustExceedTheCorrection() {
        assertThatThrownBy(() -> X.standardDeviation(Axes.of(1), 2))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("standardDeviation: needs more than 2 elements");
    }
}
