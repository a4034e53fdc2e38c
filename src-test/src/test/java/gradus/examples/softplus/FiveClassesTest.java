package gradus.examples.softplus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Randomness;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiveClassesTest {
    private static final Optimum OPTIMUM = new Optimum(new Grid(200, 10));

    @Test
    void drawsAsManyPointsOfEachClass() {
        Dataset sample = FiveClasses.sample(37, Randomness.seeded(1));
        int[] counts = new int[FiveClasses.COUNT];
        Arrays.stream(sample.labels().toArray()).forEach(label -> counts[label]++);
        assertThat(counts).containsOnly(37);
    }

    @Test
    void theSeedAloneDecides() {
        Batch first = FiveClasses.sample(20, Randomness.seeded(5)).all();
        Batch again = FiveClasses.sample(20, Randomness.seeded(5)).all();
        Batch other = FiveClasses.sample(20, Randomness.seeded(6)).all();
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
            assertThat(FiveClasses.density(label, point[0], point[1])).isCloseTo(mean, within(1e-13));
        }
    }

    @Test
    void theDensitiesIntegrateToOne() {
        assertThat(OPTIMUM.probability()).isCloseTo(1, within(1e-7));
    }

    /** The integral against a count: 100,000 points, named by the exact densities; four standard deviations are 0.006. */
    @Test
    void bayesAccuracyIsTheAccuracyOfNamingTheDensestClass() {
        Batch sample = FiveClasses.sample(20_000, Randomness.seeded(11)).all();
        double[] points = sample.inputs().toDoubleArray();
        double right = IntStream.range(0, sample.size())
                .filter(i -> densest(points[2 * i], points[2 * i + 1])
                        == sample.labels().get(i))
                .count();
        assertThat(right / sample.size()).isCloseTo(OPTIMUM.accuracy(), within(0.006));
    }

    @Test
    void noClassifierBeatsBayes() {
        Grid grid = OPTIMUM.grid();
        int[] named = IntStream.range(0, grid.cells())
                .map(cell -> densest(grid.x(cell), grid.y(cell)))
                .toArray();
        assertThat(OPTIMUM.accuracyOf(gradus.autodiff.Indices.of(named))).isCloseTo(OPTIMUM.accuracy(), within(1e-12));
        assertThat(OPTIMUM.accuracyOf(gradus.autodiff.Indices.of(new int[grid.cells()])))
                .isCloseTo(0.2, within(1e-7));
        assertThat(OPTIMUM.loss()).isBetween(0.0, Math.log(FiveClasses.COUNT));
    }

    private static int densest(double x, double y) {
        return IntStream.range(0, FiveClasses.COUNT)
                .boxed()
                .max((a, b) -> Double.compare(FiveClasses.density(a, x, y), FiveClasses.density(b, x, y)))
                .orElseThrow();
    }
}
