package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients that are clipped by their norm or element by element. */
class ClippingTest {
    private final Parameter w = Parameter.of("w", Tensor.of(1.0, -2.0));
    private final Parameter b = Parameter.of("b", Tensor.of(new double[][] {{0.5, 4}}));
    private final ImmutableList<Parameter> both = Lists.immutable.with(w, b);

    /** A loss whose gradients are these numbers, wherever the parameters are. */
    private Tensor slopes(double... g) {
        return w.value()
                .mul(Tensor.of(g[0], g[1]))
                .sum()
                .add(b.value().mul(Tensor.of(new double[][] {{g[2], g[3]}})).sum());
    }

    private void assertValues(double... expected) {
        assertThat(w.value().toDoubleArray())
                .usingComparatorWithPrecision(1e-15)
                .containsExactly(expected[0], expected[1]);
        assertThat(b.value().toDoubleArray())
                .usingComparatorWithPrecision(1e-15)
                .containsExactly(expected[2], expected[3]);
    }

    @Test
    void theNormOfAllGradientsTogetherIsClipped() {
        var sgd = new SGD().of(both).learningRate(1).clipByNorm(1);
        sgd.minimize(slopes(1, 3, 3, 9)); // of norm 10
        double factor = 1 / (10 + 1e-6);
        assertValues(1 - factor, -2 - 3 * factor, 0.5 - 3 * factor, 4 - 9 * factor);
        sgd.minimize(slopes(0.1, 0, 0, 0)); // short enough
        assertThat(w.value().get(0)).isCloseTo(1 - factor - 0.1, within(1e-15));
        assertThat(sgd).hasToString("SGD(learning rate 1.0, clipped at norm 1.0)");
    }

    @Test
    void hugeGradientsAreClippedWithoutOverflow() {
        new SGD()
                .of(both)
                .learningRate(1)
                .clipByNorm(5)
                .step(slopes(3e200, 0, 0, 4e200).gradients());
        assertValues(1 - 3, -2, 0.5, 4 - 4);
    }

    @Test
    void elementsAreClippedBeforeTheNorm() {
        var sgd = new SGD().of(both).learningRate(1).clipByNorm(0.5).clipByValue(1);
        sgd.minimize(slopes(7, -7, 7, 1));
        double factor = 0.5 / (2 + 1e-6);
        assertValues(1 - factor, -2 + factor, 0.5 - factor, 4 - factor);
        assertThat(sgd).hasToString("SGD(learning rate 1.0, clipped at value 1.0, clipped at norm 0.5)");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void impossibleLimitsAreRefused(double bad) {
        assertThatThrownBy(() -> new SGD().of(both).clipByNorm(bad))
                .hasMessage("SGD: needs a norm above 0 to clip at, got " + bad);
        assertThatThrownBy(() -> new SGD().of(both).clipByValue(bad))
                .hasMessage("SGD: needs a value above 0 to clip at, got " + bad);
        assertThatThrownBy(() -> new SGD().of(both).group(both, group -> group.learningRateFactor(bad - 1)))
                .hasMessage("SGD: needs a finite factor of the learning rate of 0 or more, got " + (bad - 1));
    }
}
