package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.layer.Linear;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Orthogonal, truncated and identical weights. */
class WeightsTest {
    private static Tensor draw(Initializer initializer, int... dims) {
        return initializer.create(DType.F64, Shape.of(dims), Randomness.seeded(3));
    }

    static Stream<int[]> shapes() {
        return Stream.of(
                new int[] {1, 1},
                new int[] {5, 5},
                new int[] {3, 40},
                new int[] {40, 3},
                new int[] {90, 90},
                new int[] {8, 3, 3, 3},
                new int[] {30, 2, 3},
                new int[] {1, 7});
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void rowsOrColumnsAreOrthogonal(int[] dims) {
        Tensor w = draw(Initializer.orthogonal(1.5), dims).reshape(dims[0], -1);
        boolean isWide = dims[0] <= w.shape().dim(1);
        Tensor products = isWide ? w.matmulTransposed(w) : w.transposedMatmul(w);
        Tensor expected =
                Tensor.eye(DType.F64, Math.min(dims[0], w.shape().dim(1))).mul(2.25);
        assertThat(products.sub(expected).abs().max().item()).isLessThan(1e-14);
    }

    /** The sign is as random as the rest: Q of a normal matrix with a positive diagonal of R. */
    @Test
    void noDirectionIsPreferred() {
        var random = Randomness.seeded(9);
        double sum = 0;
        double squares = 0;
        int times = 2000;
        for (int i = 0; i < times; i++) {
            double first = Initializer.orthogonal()
                    .create(DType.F64, Shape.of(3, 3), random)
                    .get(2, 2);
            sum += first;
            squares += first * first;
        }
        assertThat(sum / times).isCloseTo(0, within(0.05)); // four deviations
        assertThat(squares / times).isCloseTo(1.0 / 3, within(0.03));
    }

    /** Of the same draws as a matrix of normal numbers, the first row or column keeps its direction. */
    @Test
    void theFirstVectorKeepsItsDirection() {
        Tensor drawn = draw(Initializer.normal(0, 1), 4, 6).select(0, 0);
        Tensor first = draw(Initializer.orthogonal(), 4, 6).select(0, 0);
        assertThat(first.toDoubleArray())
                .containsExactly(drawn.div(drawn.norm()).toDoubleArray(), within(1e-15));
    }

    static Stream<Initializer> all() {
        return Stream.of(
                Initializer.orthogonal(),
                Initializer.truncatedNormal(0, 1),
                Initializer.truncatedNormal(0, 1, 3, 5),
                Initializer.lecunNormal(),
                Initializer.lecunUniform(),
                Initializer.identity());
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSameGeneratorGivesTheSameWeightsInBothTypes(Initializer initializer) {
        Shape shape = Shape.of(20, 30);
        var narrow = initializer.create(DType.F32, shape, Randomness.seeded(1));
        var wide = initializer.create(DType.F64, shape, Randomness.seeded(1));
        assertThat(narrow.toFloatArray()).isEqualTo(wide.to(DType.F32).toFloatArray());
        assertThat(wide.toDoubleArray())
                .isEqualTo(initializer
                        .create(DType.F64, shape, Randomness.seeded(1))
                        .toDoubleArray());
    }

    @Test
    void lecunOnesHaveTheVarianceOfTheirFanIn() {
        for (var initializer : new Initializer[] {Initializer.lecunNormal(), Initializer.lecunUniform()}) {
            double[] numbers = draw(initializer, 300, 50, 2).toDoubleArray();
            double squares = Arrays.stream(numbers).map(x -> x * x).average().orElseThrow();
            assertThat(squares * 100).isCloseTo(1, within(0.05));
        }
        assertThat(draw(Initializer.lecunUniform(), 300, 50).abs().max().item())
                .isBetween(0.98 * Math.sqrt(3.0 / 50), Math.sqrt(3.0 / 50));
        assertThatThrownBy(() -> draw(Initializer.lecunNormal(), 7))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[out, in, ...]");
    }

    /** Mean and variance by the density; inside, outside, on both sides and far from the mean. */
    @ParameterizedTest
    @CsvSource({"-2, 2", "0, 1", "-0.5, 0.25", "-0.1, 3", "1, 2", "-8, -3", "6, 900", "-40, -39", "-1e9, 1e9"})
    void momentsOfTruncatedNumbers(double from, double to) {
        double mean = 3;
        double deviation = 0.5;
        double low = mean + deviation * from;
        double high = mean + deviation * to;
        double[] drawn = draw(Initializer.truncatedNormal(mean, deviation, low, high), 200, 100)
                .toDoubleArray();
        assertThat(Arrays.stream(drawn).allMatch(x -> x >= low && x <= high)).isTrue();
        double[] standard =
                Arrays.stream(drawn).map(x -> (x - mean) / deviation).toArray();
        double[] expected = moments(from, to);
        double average = Arrays.stream(standard).average().orElseThrow();
        double variance = Arrays.stream(standard)
                .map(x -> (x - average) * (x - average))
                .average()
                .orElseThrow();
        double error = Math.sqrt(expected[1] / drawn.length);
        assertThat(average).isCloseTo(expected[0], within(4 * error));
        assertThat(variance).isCloseTo(expected[1], within(0.06 * expected[1]));
    }

    /** By the trapezoidal rule, where the density is not nothing. */
    private static double[] moments(double from, double to) {
        double peak = Math.clamp(0, from, to);
        double a = Math.max(from, peak - 12);
        double b = Math.min(to, peak + 12);
        int steps = 200_000;
        double[] sums = new double[3];
        for (int i = 0; i <= steps; i++) {
            double x = a + (b - a) * i / steps;
            double density = (i % steps == 0 ? 0.5 : 1) * Math.exp((peak * peak - x * x) / 2);
            sums[0] += density;
            sums[1] += density * x;
            sums[2] += density * x * x;
        }
        double average = sums[1] / sums[0];
        return new double[] {average, sums[2] / sums[0] - average * average};
    }

    /** The whole distribution, by Kolmogorov and Smirnov. */
    @Test
    void theDistributionOfTruncatedNumbers() {
        double within = Erf.erf(Math.sqrt(2)); // two deviations
        double[] drawn = draw(Initializer.truncatedNormal(0, 1), 100, 100).toDoubleArray();
        Arrays.sort(drawn);
        for (int i = 0; i < drawn.length; i++) {
            double share = (1 + Erf.erf(drawn[i] / Math.sqrt(2)) / within) / 2;
            assertThat((i + 0.5) / drawn.length).isCloseTo(share, within(0.02)); // 1.63 / 100 once in a hundred
        }
    }

    @ParameterizedTest
    @EnumSource
    void theIdentityGivesWhatItGets(DType dtype) {
        var square = Linear.of(dtype, 4, 4, Initializer.identity(), Randomness.seeded(1));
        Tensor x = Tensor.arange(dtype, 8).reshape(2, 4);
        assertThat(square.forward(x).toDoubleArray()).containsExactly(x.toDoubleArray());
        Tensor kernel = Initializer.identity().create(dtype, Shape.of(2, 3, 3, 5), Randomness.seeded(1));
        assertThat(kernel.sum().item()).isEqualTo(2);
        assertThat(kernel.get(0, 0, 1, 2)).isEqualTo(1);
        assertThat(kernel.get(1, 1, 1, 2)).isEqualTo(1);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> Initializer.orthogonal(Double.NaN))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("orthogonal: needs a finite gain, got NaN");
        assertThatThrownBy(() -> draw(Initializer.orthogonal(), 5))
                .isInstanceOf(ShapeException.class)
                .hasMessage("orthogonal: needs weights [out, in, ...], no axis empty, got [5]; "
                        + "biases usually start as zeros()");
        RandomGenerator stuck = () -> 7L << 40;
        assertThatThrownBy(() -> Initializer.orthogonal().create(DType.F64, Shape.of(3, 3), stuck))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("orthogonal: needs random numbers that make independent vectors, "
                        + "got vector 1 in the span of those before it; "
                        + "a generator that repeats itself cannot make weights");
        assertThatThrownBy(() -> draw(Initializer.identity(), 0, 3))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("identity: needs weights [out, in, ...], no axis empty, got [0, 3]");
        assertThatThrownBy(() -> Initializer.truncatedNormal(0, 0))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("truncatedNormal: needs a finite mean and a finite deviation above 0, got 0.0 and 0.0");
        assertThatThrownBy(() -> Initializer.truncatedNormal(0, 1, 2, 2))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("truncatedNormal: needs finite bounds, the lower one first, got 2.0 and 2.0");
        assertThatThrownBy(() -> Initializer.truncatedNormal(0, 1, 2, Double.POSITIVE_INFINITY))
                .isInstanceOf(ArgumentException.class);
    }
}
