package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spreads of equal, of huge and of tiny numbers. */
class SpreadTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 14.62, 1e200, 1.7e308, 5e-324, 0, -1 / 3.0})
    void equalNumbersHaveNone(double value) {
        var spread = Spread.of(value, value, value);
        assertThat(spread.mean()).isEqualTo(value);
        assertThat(spread.deviation()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e200, 1e-200, 2e307, 1e-320})
    void squaresNeitherOverflowNorVanish(double unit) {
        var spread = Spread.of(unit, 2 * unit, 6 * unit);
        assertThat(spread.mean() / unit).isCloseTo(3, within(1e-3));
        assertThat(spread.deviation() / unit).isCloseTo(Math.sqrt(7), within(1e-3));
    }

    @Test
    void seriesAreSpreadAtEachPlaceThatAllOfThemHave() {
        var series = Lists.immutable.with(
                DoubleLists.immutable.with(1, 10, 7),
                DoubleLists.immutable.with(2, 20),
                DoubleLists.immutable.with(6, 60, 9));
        assertThat(Spread.ofEach(series)).containsExactly(Spread.of(1, 2, 6), Spread.of(10, 20, 60));
        assertThat(Spread.ofEach(series.newWith(DoubleLists.immutable.empty()))).isEmpty();
        assertThatThrownBy(() -> Spread.ofEach(series.take(1)))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("Spread.ofEach: needs 2 series or more, got 1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e200, 1e-200, 1e300, 1e-300})
    void sumsOfSquares(double unit) {
        var sums = new UnitSums();
        Tensor outputs = Tensor.of(3 * unit, -unit, 3 * unit, unit).reshape(2, 2);
        sums.add(outputs, outputs.mul(2), 2);
        var row = sums.row("0", "layer");
        assertThat(row.output() / unit).isCloseTo(Math.sqrt(5), within(1e-12));
        assertThat(row.spread() / unit).isCloseTo(Math.sqrt(0.5), within(1e-12));
        assertThat(row.gradient() / unit).isCloseTo(2 * Math.sqrt(5), within(1e-12));
        assertThat(row.silent()).isZero();
    }
}
