package gradus.examples.softplus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Randomness;
import gradus.nn.data.Batch;
import gradus.nn.data.RingsAndClouds;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OptimumTest {
    private static final Optimum OPTIMUM = new Optimum(200);

    @Test
    void theDensitiesIntegrateToOne() {
        assertThat(OPTIMUM.probability()).isCloseTo(1, within(1e-7));
    }

    /**
     * The integral against a count: 100,000 points, named by the exact densities; four standard
     * deviations are 0.006.
     */
    @Test
    void bayesAccuracyIsTheAccuracyOfNamingTheDensestClass() {
        Batch sample = RingsAndClouds.generated(20_000, Randomness.seeded(11)).all();
        double[] points = sample.inputs().toDoubleArray();
        double right = IntStream.range(0, sample.size())
                .filter(i -> densest(points[2 * i], points[2 * i + 1])
                        == sample.labels().get(i))
                .count();
        assertThat(right / sample.size()).isCloseTo(OPTIMUM.accuracy(), within(0.006));
    }

    @Test
    void noClassifierBeatsBayes() {
        double[] points = OPTIMUM.midpoints().toDoubleArray();
        int[] named = IntStream.range(0, points.length / 2)
                .map(cell -> densest(points[2 * cell], points[2 * cell + 1]))
                .toArray();
        assertThat(OPTIMUM.accuracyOf(gradus.autodiff.Indices.of(named))).isCloseTo(OPTIMUM.accuracy(), within(1e-12));
        assertThat(OPTIMUM.accuracyOf(gradus.autodiff.Indices.of(new int[named.length])))
                .isCloseTo(0.2, within(1e-7));
        assertThat(OPTIMUM.loss()).isBetween(0.0, Math.log(RingsAndClouds.CLASSES));
    }

    private static int densest(double x, double y) {
        return IntStream.range(0, RingsAndClouds.CLASSES)
                .boxed()
                .max((a, b) -> Double.compare(RingsAndClouds.density(a, x, y), RingsAndClouds.density(b, x, y)))
                .orElseThrow();
    }
}
