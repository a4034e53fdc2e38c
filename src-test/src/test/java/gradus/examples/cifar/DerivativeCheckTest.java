package gradus.examples.cifar;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerivativeCheckTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void formulasAndDifferencesAgreeWithTheGradient(long seed) {
        var check = DerivativeCheck.run(Randomness.seeded(seed));
        assertThat(check.rows().collect(DerivativeCheck.Row::derivative))
                .containsExactly("dJ/dz3", "dJ/dW2", "dJ/db2", "dJ/dW1", "dJ/db1");
        assertThat(check.worst()).isLessThan(1e-14);
        assertThat(check.rows())
                .allSatisfy(row -> assertThat(row.fromDifferences()).isLessThan(1e-7));
    }

    /** A formula without its penalty's factor of 2 would be seen. */
    @Test
    void aRowTellsHowFarAFormulaIsOff() {
        Tensor gradient = Tensor.of(new double[] {1, -4, 2});
        var row = DerivativeCheck.Row.of("d", "f", gradient, gradient.mul(1.0005), gradient.add(0.004));
        assertThat(row.fromFormula()).isBetween(4.99e-4, 5.01e-4);
        assertThat(row.fromDifferences()).isBetween(9.99e-4, 1.001e-3);
    }
}
