package gradus.nn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.nn.data.Batch;
import gradus.nn.data.RingsAndClouds;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BayesOptimumTest {
    private static final BayesOptimum OPTIMUM =
            new BayesOptimum(RingsAndClouds.CLASSES, RingsAndClouds::density, 10, 200);

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
        assertThat(OPTIMUM.accuracyOf(Indices.of(named))).isCloseTo(OPTIMUM.accuracy(), within(1e-12));
        assertThat(OPTIMUM.accuracyOf(Indices.of(new int[named.length]))).isCloseTo(0.2, within(1e-7));
        assertThat(OPTIMUM.loss()).isBetween(0.0, Math.log(RingsAndClouds.CLASSES));
    }

    /** Two even strips that share half of each: there one guess in two is right, and costs ln 2. */
    @Test
    void anOverlapCostsHalfOfItsProbability() {
        BayesOptimum strips = new BayesOptimum(2, (label, x, y) -> x > -label && x < 2 - label ? 0.125 : 0, 2, 8);
        assertThat(strips.probability()).isEqualTo(1);
        assertThat(strips.accuracy()).isEqualTo(0.75);
        assertThat(strips.loss()).isCloseTo(0.5 * Math.log(2), within(1e-15));
        assertThat(strips.midpoints().shape()).isEqualTo(Shape.of(64, 2));
        assertThat(strips.midpoints().select(0, 9).toDoubleArray()).containsExactly(-1.25, -1.25);
    }

    @Test
    void badInputIsRefused() {
        BayesOptimum.Density even = (label, x, y) -> 0.25;
        assertThatThrownBy(() -> new BayesOptimum(0, even, 1, 2))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("at least one class");
        assertThatThrownBy(() -> new BayesOptimum(1, even, 1, 0)).hasMessageContaining("0 cells a side");
        for (double halfWidth : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new BayesOptimum(1, even, halfWidth, 2))
                    .hasMessageContaining("a half width of " + halfWidth);
        }
        BayesOptimum optimum = new BayesOptimum(1, even, 1, 2);
        assertThat(optimum.accuracyOf(Indices.of(0, 0, 0, 0))).isEqualTo(1);
        assertThatThrownBy(() -> optimum.accuracyOf(Indices.of(0, 0, 0)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("one class for each of 4 cells, got [3]");
        assertThatThrownBy(() -> optimum.accuracyOf(Indices.of(0, 0, 0, 1))).isInstanceOf(IndexException.class);
    }

    private static int densest(double x, double y) {
        return IntStream.range(0, RingsAndClouds.CLASSES)
                .boxed()
                .max((a, b) -> Double.compare(RingsAndClouds.density(a, x, y), RingsAndClouds.density(b, x, y)))
                .orElseThrow();
    }

    @Test
    void itsTextSaysWhatIsReachedAtBest() {
        assertThat(new BayesOptimum(2, (label, x, y) -> x > -label && x < 2 - label ? 0.125 : 0, 2, 8))
                .hasToString("BayesOptimum of 2 classes: accuracy 75.00 %, loss 0.3466");
    }
}
