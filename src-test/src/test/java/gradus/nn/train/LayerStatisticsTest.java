package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import org.junit.jupiter.api.Test;

class LayerStatisticsTest {
    /** Units x, -x and x - 9 of inputs 1 and 3: the last never speaks after ReLU. */
    private final Sequential model = Sequential.of(
            Sequential.of(Linear.of(Tensor.of(new double[][] {{1.0}, {-1}, {1}}), Tensor.of(0.0, 4, -9)), new ReLU()),
            Linear.of(Tensor.of(new double[][] {{2.0, 2, 2}}), Tensor.of(0.0)));

    private final Dataset data = Dataset.of(Tensor.of(new double[][] {{1.0}, {3}}), Indices.of(0, 1));
    private final LayerStatistics statistics = LayerStatistics.of(model, (y, _) -> y.sum(), data);

    @Test
    void layersAreListedByTheirPlace() {
        assertThat(statistics.rows().collect(LayerStatistics.Row::name)).containsExactly("0.0", "0.1", "1");
        assertThat(statistics.rows().collectInt(LayerStatistics.Row::units).toArray())
                .containsExactly(3, 3, 1);
    }

    @Test
    void unitsThatSayNothingAreCounted() {
        assertThat(statistics.rows().collectInt(LayerStatistics.Row::silent).toArray())
                .containsExactly(0, 1, 0);
        assertThat(statistics.rows().get(1).silentPart()).isEqualTo(1 / 3.0);
    }

    @Test
    void scalesAreRootsOfMeanSquares() {
        // after ReLU: (1, 3, 0) and (3, 1, 0); the last layer gives 8 both times
        var relu = statistics.rows().get(1);
        var last = statistics.rows().get(2);
        assertThat(relu.output()).isCloseTo(Math.sqrt(20 / 6.0), within(1e-15));
        assertThat(relu.spread()).isCloseTo(Math.sqrt(4 / 6.0), within(1e-15));
        assertThat(relu.gradient()).isEqualTo(2);
        assertThat(last.output()).isEqualTo(8);
        assertThat(last.spread()).isZero();
        assertThat(last.gradient()).isEqualTo(1);
        // nothing flows back through the dead unit
        assertThat(statistics.rows().getFirst().gradient()).isCloseTo(Math.sqrt(16 / 6.0), within(1e-15));
    }

    @Test
    void theyAreATable() {
        assertThat(statistics).hasToString("""
                layer                 units   silent     output     spread   gradient
                0.0  Linear(1 -> 3)       3    0.0 %       4.47       1.00       1.63
                0.1  ReLU                 3   33.3 %       1.83      0.816       2.00
                1  Linear(3 -> 1)         1    0.0 %       8.00       0.00       1.00
                """);
    }

    @Test
    void manyBatchesAreGatheredAsOne() {
        var many = Blobs.data(1201, 3);
        var network = Blobs.model();
        Objective sum = (y, batch) -> y.crossEntropy(batch.labels()).sum();
        var all = LayerStatistics.of(network, sum, many).rows().getLast();
        var outputs = network.forward(many.all().inputs()).toDoubleArray();
        double squares = 0;
        for (double output : outputs) {
            squares += output * output;
        }
        assertThat(all.output()).isCloseTo(Math.sqrt(squares / outputs.length), within(1e-12));
    }

    @Test
    void nothingToLookAtIsRefused() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> LayerStatistics.of(model, (y, _) -> y.sum(), data.slice(0, 0)))
                .withMessage("LayerStatistics: needs at least one layer and one example, got 3 layers and 0 examples");
    }
}
