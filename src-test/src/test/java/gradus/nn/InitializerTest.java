package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitializerTest {
    private static final Shape SHAPE = Shape.of(50, 200);

    @Test
    void uniformOnesFillTheirRange() {
        assertFills(Initializer.glorotUniform(), Math.sqrt(6.0 / 250));
        assertFills(Initializer.heUniform(), Math.sqrt(6.0 / 200));
    }

    private static void assertFills(Initializer initializer, double bound) {
        var weights = draw(initializer, SHAPE);
        assertThat(weights.max().item()).isBetween(0.99 * bound, bound);
        assertThat(weights.min().item()).isBetween(-bound, -0.99 * bound);
        assertThat(weights.mean().item()).isCloseTo(0, within(0.03 * bound));
    }

    @Test
    void normalOnesHaveTheirVariance() {
        assertDeviation(Initializer.glorotNormal(), Math.sqrt(2.0 / 250));
        assertDeviation(Initializer.heNormal(), Math.sqrt(2.0 / 200));
        assertDeviation(Initializer.normal(0, 3), 3);
    }

    /** Of 10,000 numbers, the relative error of the deviation is 1/sqrt(20,000) = 0.7 %. */
    private static void assertDeviation(Initializer initializer, double deviation) {
        var weights = draw(initializer, SHAPE);
        double found = Math.sqrt(weights.square().mean().item());
        assertThat(found).isCloseTo(deviation, within(0.03 * deviation));
    }

    @Test
    void everyFanFormulaDrawsTheGeneratorsNumbersScaled() {
        Shape small = Shape.of(3, 5);
        var unit = draw(Initializer.uniform(-1, 1), small).toDoubleArray();
        var glorot = draw(Initializer.glorotUniform(), small).toDoubleArray();
        for (int i = 0; i < unit.length; i++) {
            assertThat(glorot[i]).isCloseTo(unit[i] * Math.sqrt(6.0 / 8), within(1e-15));
        }
    }

    @Test
    void fansCountTheFurtherAxesOfAConvolution() {
        Shape convolution = Shape.of(8, 3, 5, 5);
        var unit = draw(Initializer.uniform(-1, 1), convolution).toDoubleArray();
        var he = draw(Initializer.heUniform(), convolution).toDoubleArray();
        var glorot = draw(Initializer.glorotUniform(), convolution).toDoubleArray();
        assertThat(he[7]).isCloseTo(unit[7] * Math.sqrt(6.0 / 75), within(1e-15));
        assertThat(glorot[7]).isCloseTo(unit[7] * Math.sqrt(6.0 / (75 + 200)), within(1e-15));
    }

    @Test
    void constantsAreConstant() {
        assertThat(draw(Initializer.zeros(), SHAPE).toDoubleArray()).containsOnly(0);
        assertThat(draw(Initializer.constant(0.5), SHAPE).toDoubleArray()).containsOnly(0.5);
    }

    @Test
    void theSameGeneratorGivesTheSameWeightsInBothTypes() {
        var narrow = Initializer.heNormal().create(DType.F32, SHAPE, Randomness.seeded(1));
        var wide = Initializer.heNormal().create(DType.F64, SHAPE, Randomness.seeded(1));
        assertThat(narrow.toFloatArray()).isEqualTo(wide.to(DType.F32).toFloatArray());
    }

    @Test
    void fansNeedAMatrix() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> draw(Initializer.glorotUniform(), Shape.of(10)))
                .withMessageContaining("[out, in, ...]");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> draw(Initializer.heNormal(), Shape.of(10, 0)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void impossibleDistributionsAreRefused(double bad) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Initializer.normal(0, bad));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Initializer.uniform(0, bad));
    }

    private static Tensor draw(Initializer initializer, Shape shape) {
        return initializer.create(DType.F64, shape, Randomness.seeded(3));
    }
}
