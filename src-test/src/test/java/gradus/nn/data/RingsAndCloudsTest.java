package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Randomness;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingsAndCloudsTest {
    @Test
    void drawsAsManyPointsOfEachClass() {
        Dataset sample = RingsAndClouds.generated(37, Randomness.seeded(1));
        int[] counts = new int[RingsAndClouds.CLASSES];
        Arrays.stream(sample.labels().toArray()).forEach(label -> counts[label]++);
        assertThat(counts).containsOnly(37);
    }

    @Test
    void theSeedAloneDecides() {
        Batch first = RingsAndClouds.generated(20, Randomness.seeded(5)).all();
        Batch again = RingsAndClouds.generated(20, Randomness.seeded(5)).all();
        Batch other = RingsAndClouds.generated(20, Randomness.seeded(6)).all();
        assertThat(again.labels()).isEqualTo(first.labels());
        assertThat(again.inputs().toDoubleArray()).isEqualTo(first.inputs().toDoubleArray());
        assertThat(other.inputs().toDoubleArray()).isNotEqualTo(first.inputs().toDoubleArray());
    }

    /** The density of a ring again, as the mean over the circle of normal densities around its points. */
    @ParameterizedTest
    @CsvSource({"0, 2", "1, 2.6", "2, 3.2"})
    void theDensityOfARingIsTheMeanOfNormalDensitiesOverItsCircle(int label, double radius) {
        for (double[] point : new double[][] {{0, 0}, {1, -0.5}, {-2.6, 0.3}, {4, 4}}) {
            double mean = IntStream.range(0, 720)
                    .mapToDouble(i -> {
                        double angle = Math.toRadians(i / 2.0);
                        double dx = point[0] - radius * Math.cos(angle);
                        double dy = point[1] - radius * Math.sin(angle);
                        return Math.exp(-(dx * dx + dy * dy) / 2) / (2 * Math.PI);
                    })
                    .average()
                    .orElseThrow();
            assertThat(RingsAndClouds.density(label, point[0], point[1])).isCloseTo(mean, within(1e-13));
        }
    }

    @Test
    void labelsOutOfRange() {
        for (int label : new int[] {-1, 5}) {
            assertThatExceptionOfType(ArgumentException.class)
                    .isThrownBy(() -> RingsAndClouds.density(label, 0, 0))
                    .withMessage("RingsAndClouds.density: needs a label from 0 to 4, got " + label);
        }
    }
}
