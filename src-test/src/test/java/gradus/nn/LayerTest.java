package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.layer.Sigmoid;
import gradus.nn.layer.Softmax;
import gradus.nn.layer.Softplus;
import gradus.nn.layer.Tanh;
import org.junit.jupiter.api.Test;

class LayerTest {
    private final Randomness random = Randomness.seeded(7);

    @Test
    void linearIsRowsTimesWeightsTransposedPlusBiases() {
        var layer = Linear.of(Tensor.of(new double[][] {{1, 2, 3}, {-1, 0, 4}}), Tensor.of(10.0, 20.0));
        var y = layer.forward(Tensor.of(new double[][] {{1, 1, 1}, {0, 2, -1}}));
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(y.toDoubleArray()).containsExactly(16, 23, 11, 16);
        assertThat(layer.withoutBias()
                        .forward(Tensor.of(new double[][] {{1, 1, 1}}))
                        .toDoubleArray())
                .containsExactly(6, 3);
    }

    @Test
    void linearTakesSeveralBatchAxes() {
        var layer = Linear.of(3, 2, random);
        assertThat(layer.forward(Tensor.ones(4, 5, 3)).shape()).isEqualTo(Shape.of(4, 5, 2));
        assertThat(layer.forward(Tensor.ones(0, 3)).shape()).isEqualTo(Shape.of(0, 2));
    }

    @Test
    void linearStartsWithGlorotUniformWeightsAndZeroBiases() {
        var layer = Linear.of(784, 300, random);
        double bound = Math.sqrt(6.0 / 1084);
        var weights = layer.weight().value();
        assertThat(weights.shape()).isEqualTo(Shape.of(300, 784));
        assertThat(weights.max().item()).isBetween(0.99 * bound, bound);
        assertThat(weights.min().item()).isBetween(-bound, -0.99 * bound);
        assertThat(layer.bias().value().toFloatArray()).containsOnly(0f);
        assertThat(Linear.of(DType.F64, 3, 2, random)
                        .forward(Tensor.zeros(DType.F64, Shape.of(1, 3)))
                        .dtype())
                .isEqualTo(DType.F64);
        assertThat(Linear.of(3, 2, Initializer.constant(4), random)
                        .weight()
                        .value()
                        .toFloatArray())
                .containsOnly(4f);
    }

    @Test
    void linearRefusesInputsThatDoNotFitByName() {
        var layer = Linear.of(784, 300, random);
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> layer.forward(Tensor.zeros(50, 100)))
                .withMessage("Linear(784 -> 300): needs a batch [n, 784], got [50, 100]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> layer.forward(Tensor.zeros(784)))
                .withMessageContaining("expandDims(0)");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> layer.forward(Tensor.zeros(50, 28, 28)))
                .withMessageContaining("reshape(-1, 784)");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> layer.forward(Tensor.scalar(1f)));
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> layer.forward(Tensor.zeros(DType.F64, Shape.of(50, 784))))
                .withMessageContaining("Linear(784 -> 300)")
                .withMessageContaining("F64");
    }

    @Test
    void linearRefusesParametersThatDoNotFit() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Linear.of(0, 3, random));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Linear.of(3, -1, random));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Linear.of(Tensor.zeros(2, 3), Tensor.zeros(3)))
                .withMessage("Linear: needs biases [2] beside weights [2, 3], got [3]");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> Linear.of(Tensor.zeros(6), Tensor.zeros(6)));
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> Linear.of(Tensor.zeros(2, 3), Tensor.zeros(DType.F64, Shape.of(2))));
    }

    @Test
    void activationsAreTheOperatorsOfTheirNames() {
        var x = Tensor.of(new double[][] {{-2, 0, 3}, {1, 1, -1}});
        assertThat(new Softplus().forward(x).toDoubleArray())
                .isEqualTo(x.softplus().toDoubleArray());
        assertThat(new Sigmoid().forward(x).toDoubleArray())
                .isEqualTo(x.sigmoid().toDoubleArray());
        assertThat(new Tanh().forward(x).toDoubleArray()).isEqualTo(x.tanh().toDoubleArray());
        assertThat(new ReLU().forward(x).toDoubleArray()).containsExactly(0, 0, 3, 1, 1, 0);
        assertThat(new Softmax().forward(x).toDoubleArray())
                .isEqualTo(x.softmax(1).toDoubleArray());
        assertThat(new Softmax().parameters()).isEmpty();
    }

    @Test
    void sequentialNamesItsParametersAsPyTorchDoes() {
        var model = Sequential.of(
                Linear.of(784, 300, random),
                new Softplus(),
                Sequential.of(Linear.of(300, 20, random).withoutBias(), new ReLU(), Linear.of(20, 10, random)));
        assertThat(model.namedParameters().collect(NamedParameter::name))
                .containsExactly("0.weight", "0.bias", "2.0.weight", "2.2.weight", "2.2.bias");
        assertThat(model.parameters()).isEqualTo(model.namedParameters().collect(NamedParameter::parameter));
        assertThat(model.parameterCount()).isEqualTo(784 * 300 + 300 + 300 * 20 + 20 * 10 + 10);
        assertThat(model.forward(Tensor.zeros(5, 784)).shape()).isEqualTo(Shape.of(5, 10));
    }

    @Test
    void aSharedLayerIsCountedOnceAndNamedTwice() {
        var shared = Linear.of(4, 4, random);
        var model = Sequential.of(shared, new Tanh(), shared);
        assertThat(model.parameters()).containsExactly(shared.weight(), shared.bias());
        assertThat(model.parameterCount()).isEqualTo(20);
        assertThat(model.namedParameters().collect(NamedParameter::name))
                .containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
    }

    @Test
    void sequentialWithoutLayersIsTheIdentity() {
        var x = Tensor.of(1f, 2f);
        assertThat(Sequential.of().forward(x)).isSameAs(x);
        assertThat(Sequential.of().parameterCount()).isZero();
    }

    /** Like the one in the doc comment of {@link Layer}: nothing lists its parameters. */
    record Residual(Layer inner, Parameter scale) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return x.add(inner.forward(x, mode).mul(scale.value()));
        }
    }

    @Test
    void usersWriteLayersOfTheirOwn() {
        var residual = new Residual(Linear.of(3, 3, random), Parameter.of("scale", Tensor.scalar(0f)));
        var model = Sequential.of(residual);
        assertThat(model.namedParameters().collect(NamedParameter::name))
                .containsExactly("0.inner.weight", "0.inner.bias", "0.scale");
        var x = Tensor.of(new float[][] {{1, 2, 3}});
        assertThat(model.forward(x).toFloatArray()).containsExactly(1, 2, 3);
        assertThat(residual.description()).isEqualTo("Residual");
    }
}
