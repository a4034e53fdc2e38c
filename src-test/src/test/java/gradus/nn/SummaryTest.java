package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Flatten;
import gradus.nn.layer.Linear;
import gradus.nn.layer.LogSoftmax;
import gradus.nn.layer.ReLU;
import gradus.nn.layer.Softmax;
import gradus.nn.layer.Softplus;
import gradus.nn.layer.Tanh;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private final Randomness random = Randomness.seeded(2);

    /**
     * A linear map takes 2 flops a weight and 1 a bias: 2 * 784 * 300 + 300 = 470,700; an
     * activation one an element.
     */
    @Test
    void aSummaryIsATable() {
        var model = Sequential.of(Linear.of(784, 300, random), new Softplus(), Linear.of(300, 10, random));
        assertThat(model).hasToString("Sequential(Linear(784 -> 300), Softplus, Linear(300 -> 10))");
        assertThat(Summary.of(model, 784)).hasToString("""
                layer                  output    parameters    flops
                0  Linear(784 -> 300)  [n, 300]     235,500  470,700
                1  Softplus            [n, 300]           0      300
                2  Linear(300 -> 10)   [n, 10]        3,010    6,010
                total                  [n, 10]      238,510  477,010
                """);
    }

    @Test
    void partsComeAfterTheLayersMadeOfThem() {
        var block = new Residual(Sequential.of(Linear.of(4, 4, random), new Tanh()));
        var model = Sequential.of(new Flatten(), block, Sequential.of(Linear.of(4, 3, random), new LogSoftmax()));
        assertThat(Summary.of(model, 2, 2)).hasToString("""
                layer                                          output  parameters  flops
                0  Flatten                                     [n, 4]           0      0
                1  Residual(Sequential(Linear(4 -> 4), Tanh))  [n, 4]          20     44
                1.inner  Sequential(Linear(4 -> 4), Tanh)      [n, 4]          20     40
                1.inner.0  Linear(4 -> 4)                      [n, 4]          20     36
                1.inner.1  Tanh                                [n, 4]           0      4
                2  Sequential(Linear(4 -> 3), LogSoftmax)      [n, 3]          15     42
                2.0  Linear(4 -> 3)                            [n, 3]          15     27
                2.1  LogSoftmax                                [n, 3]           0     15
                total                                          [n, 3]          35     86
                """);
    }

    /** Two blocks of four layers in a model in a model: descriptions would take 170 columns. */
    @Test
    void longDescriptionsAreCut() {
        var block = Sequential.of(Linear.of(8, 8, random), new Softplus(), Linear.of(8, 8, random), new LogSoftmax());
        var summary = Summary.of(Sequential.of(Sequential.of(new Residual(block), new Residual(block))), 8);
        assertThat(summary.toString().lines())
                .allSatisfy(line -> assertThat(line).hasSize(100));
        assertThat(summary.toString())
                .contains("\n0  Sequential(Residual(Sequential(Linear(8 -> 8), Softplus, Linear(8 -...  [n, 8] ")
                .contains("0.0.inner.2  Linear(8 -> 8)  ");
        assertThat(summary.rows().getFirst().layer()).as("in full").endsWith("LogSoftmax)))");
        int[] long8 = {1000, 10, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        assertThat(Summary.of(Sequential.of(Sequential.of(new Tanh(), new Tanh(), new Tanh())), long8)
                        .toString())
                .as("names have some room in any case")
                .contains("\n0  Sequential(Tanh, T...  [n, 1000, ");
    }

    @Test
    void aSingleLayerHasOneRow() {
        var summary = Summary.of(new Softmax(), 3);
        assertThat(summary.rows()).containsExactly(new Summary.Row("", "Softmax", Shape.of(3), 0, 15));
        assertThat(summary.flops()).isEqualTo(15);
        assertThat(Summary.of(Sequential.of(), 3).flops()).isZero();
    }

    @Test
    void sharedParametersAreCountedOnceInTheTotal() {
        var shared = Linear.of(4, 4, random);
        var summary = Summary.of(Sequential.of(shared, shared), 4);
        assertThat(summary.rows().collectLong(Summary.Row::parameterCount).toArray())
                .containsExactly(20, 20);
        assertThat(summary.parameterCount()).isEqualTo(20);
        assertThat(summary.flops()).isEqualTo(72);
    }

    @Test
    void aModelInDoubleIsAppliedInDoubleAndItsBuffersStay() {
        var norm = BatchNorm.of(DType.F64, 3);
        var summary = Summary.of(Sequential.of(norm, new Dropout(0.5)), 3);
        assertThat(summary.parameterCount()).isEqualTo(6);
        assertThat(norm.batchesTracked().value().item()).isZero();
    }

    @Test
    void examplesThatDoNotFitAreRefusedByThePathOfTheLayer() {
        var model = Sequential.of(new ReLU(), Sequential.of(Linear.of(784, 300, random)));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Summary.of(model, 10))
                .withMessage("layer 1.0, Linear(784 -> 300): needs a batch [n, 784], got [1, 10]");
        Layer total = (x, _) -> x.sum();
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Summary.of(total, 10))
                .withMessageStartingWith("Summary: needs layers that give a batch [n, ...], got a single number from");
    }
}
