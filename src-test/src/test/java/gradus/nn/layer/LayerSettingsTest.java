package gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Buffer;
import gradus.nn.Mode;
import gradus.nn.NamedParameter;
import gradus.nn.Residual;
import gradus.nn.Sequential;
import org.junit.jupiter.api.Test;

/** What layers start with, refuse, and do in closed form. */
class LayerSettingsTest {
    private final Randomness random = Randomness.seeded(5);
    private final Mode training = Mode.training(random);
    private final Tensor x = Tensor.of(new double[][] {{1, 10}, {3, 30}});

    @Test
    void activationsStartAsInPyTorch() {
        assertThat(new LeakyReLU()).isEqualTo(new LeakyReLU(0.01));
        assertThat(new ELU()).isEqualTo(new ELU(1));
        assertThat(new LeakyReLU(0.5).forward(Tensor.of(-2.0, 2.0)).toDoubleArray())
                .containsExactly(-1, 2);
        assertThat(new LeakyReLU(0.2).description()).isEqualTo("LeakyReLU(0.2)");
        assertThat(new ELU(2).description()).isEqualTo("ELU(2.0)");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new LeakyReLU(Double.NaN))
                .withMessage("LeakyReLU: needs a finite slope, got NaN");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new ELU(Double.POSITIVE_INFINITY))
                .withMessage("ELU: needs a finite alpha, got Infinity");
    }

    @Test
    void flattenKeepsTheExamples() {
        assertThat(new Flatten().forward(Tensor.zeros(5, 2, 3)).shape()).isEqualTo(Shape.of(5, 6));
        assertThat(new Flatten().forward(Tensor.zeros(0, 2, 3)).shape()).isEqualTo(Shape.of(0, 6));
        assertThat(new Flatten().forward(Tensor.zeros(5)).shape()).isEqualTo(Shape.of(5, 1));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new Flatten().forward(Tensor.scalar(1f)))
                .withMessage("Flatten: needs a batch [n, ...], got []");
    }

    @Test
    void residualAddsAndRefusesAnotherShape() {
        assertThat(new Residual(new ReLU()).forward(Tensor.of(-1.0, 2.0)).toDoubleArray())
                .containsExactly(-1, 4);
        var narrowing = new Residual(Linear.of(DType.F64, 2, 1, random));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> narrowing.forward(x))
                .withMessage("Residual: needs an inner layer that keeps the shape [2, 2], "
                        + "got [2, 1] from Linear(2 -> 1)");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> narrowing.forward(Tensor.zeros(DType.F64, Shape.of(2, 3))))
                .withMessage("layer inner, Linear(2 -> 1): needs a batch [n, 2], got [2, 3]");
        assertThat(narrowing.description()).isEqualTo("Residual(Linear(2 -> 1))");
    }

    @Test
    void layerNormGivesMeanZeroAndVarianceOne() {
        var layer = LayerNorm.of(DType.F64, 2);
        double y = 1 / Math.sqrt(1 + 1e-5 / 20.25); // 10 and 1 are 4.5 from their mean
        assertThat(layer.forward(x).get(0, 1)).isCloseTo(y, within(1e-15));
        assertThat(layer.description()).isEqualTo("LayerNorm[2]");
        assertThat(LayerNorm.of(4, 3).weight().dtype()).isEqualTo(DType.F32);
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> LayerNorm.of(DType.F64, 3).forward(x))
                .withMessage("LayerNorm[3]: needs a batch whose last axes are [3], got [2, 2]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> LayerNorm.of(DType.F64, 2, 2, 2).forward(x))
                .withMessageContaining("[2, 2, 2], got [2, 2]");
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> LayerNorm.of(2).forward(x))
                .withMessage("LayerNorm[2]: needs inputs of its weights' type F32, got F64[2, 2]; "
                        + "convert them with to(DType.F32)");
    }

    @Test
    void normalizationRefusesParametersThatDoNotFit() {
        var weight = Parameter.of("weight", Tensor.ones(2));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new LayerNorm(weight, Parameter.of("bias", Tensor.ones(3)), 0))
                .withMessage("LayerNorm: needs biases of the weights' shape [2], got [3]");
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> new LayerNorm(weight, Parameter.of("bias", Tensor.of(1.0, 2.0)), 0))
                .withMessage("LayerNorm: needs weights and biases of one type, got F32 and F64; "
                        + "convert one with to(DType)");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new LayerNorm(weight, weight, -1))
                .withMessage("LayerNorm: needs a finite epsilon of 0 or more, got -1.0");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> LayerNorm.of(0))
                .withMessage("LayerNorm: needs weights with one axis or more, none empty, got [0]");
    }

    @Test
    void batchNormTrainsOnTheBatchAndMovesItsBuffers() {
        var layer = BatchNorm.of(DType.F64, 2);
        var y = layer.forward(x, training);
        assertThat(y.get(0, 0)).isCloseTo(-1 / Math.sqrt(1 + 1e-5), within(1e-15));
        assertThat(layer.runningMean().value().toDoubleArray())
                .usingComparatorWithPrecision(1e-15)
                .containsExactly(0.2, 2);
        assertThat(layer.runningVariance().value().toDoubleArray())
                .usingComparatorWithPrecision(1e-14)
                .containsExactly(0.9 + 0.1 * 2, 0.9 + 0.1 * 200);
        assertThat(layer.batchesTracked().value().item()).isEqualTo(1);
        layer.forward(x, Mode.evaluation());
        assertThat(layer.batchesTracked().value().item()).isEqualTo(1);
        assertThat(layer.forward(x.slice(0, 0, 1), Mode.evaluation()).shape()).isEqualTo(Shape.of(1, 2));
    }

    @Test
    void batchNormRefusesWhatDoesNotFitAndThenHasNotChanged() {
        var layer = BatchNorm.of(DType.F64, 2);
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> layer.forward(x.slice(0, 0, 1), training))
                .withMessage("BatchNorm(2): needs two examples or more to train, got [1, 2]; "
                        + "leave out a last batch of one, or use Mode.evaluation()");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> layer.forward(x.reshape(4, 1), training))
                .withMessage("BatchNorm(2): needs a batch [n, 2] or [n, 2, ...], got [4, 1]");
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> layer.forward(Tensor.zeros(2, 2), training))
                .withMessageStartingWith("BatchNorm(2): needs inputs of its weights' type F64");
        assertThat(layer.batchesTracked().value().item()).isZero();
        assertThat(layer.runningMean().value().toDoubleArray()).containsOnly(0);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> layer.momentum(1.5))
                .withMessage("BatchNorm: needs a momentum from 0 to 1, got 1.5");
    }

    @Test
    void batchNormRefusesBuffersThatDoNotFit() {
        var good = BatchNorm.of(2);
        var wide = BatchNorm.of(DType.F64, 2).runningMean();
        var count = good.batchesTracked();
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> with(good, wide, count))
                .withMessage("BatchNorm: needs running_mean of the weights' type F32, got F64; "
                        + "convert it with to(DType.F32)");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> with(good, BatchNorm.of(3).runningMean(), count))
                .withMessage("BatchNorm: needs running_mean of the weights' shape [2], got [3]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> with(good, good.runningMean(), good.runningMean()))
                .withMessage("BatchNorm: needs weights [features] and a single number of batches, got [2] and [2]");
    }

    private static BatchNorm with(BatchNorm norm, Buffer mean, Buffer batches) {
        return new BatchNorm(norm.weight(), norm.bias(), mean, norm.runningVariance(), batches, 0.1, 1e-5);
    }

    @Test
    void embeddingLooksRowsUp() {
        var layer = new Embedding(Parameter.of("weight", Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}})));
        var y = layer.forward(Indices.of(Shape.of(1, 2), 2, 0));
        assertThat(y.shape()).isEqualTo(Shape.of(1, 2, 2));
        assertThat(y.toDoubleArray()).containsExactly(5, 6, 1, 2);
        assertThat(Sequential.of(layer, new Flatten())
                        .forward(Tensor.of(new float[][] {{2, 0}}))
                        .toDoubleArray())
                .containsExactly(5, 6, 1, 2);
        assertThat(layer.namedParameters().collect(NamedParameter::name)).containsExactly("weight");
        assertThat(Embedding.of(7, 4, random).description()).isEqualTo("Embedding(7 -> 4)");
        assertThat(Embedding.of(100, 100, random).weight().value().variance().item())
                .isCloseTo(1, within(0.05));
    }

    @Test
    void embeddingRefusesOtherNumbers() {
        var layer = Embedding.of(3, 2, random);
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> layer.forward(Indices.of(0, 3)))
                .withMessage("Embedding(3 -> 2): needs numbers from 0 to 2, got 3 at position 1; numbers count from 0");
        assertThatExceptionOfType(IndexException.class).isThrownBy(() -> layer.forward(Tensor.of(-1.0)));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> layer.forward(Tensor.of(1, 0.5)))
                .withMessage("Embedding(3 -> 2): needs whole numbers, got 0.5 at position 1; "
                        + "forward(Indices) takes nothing else");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> layer.forward(Tensor.of(Double.NaN)));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> layer.forward(Tensor.of(1e20)));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Embedding.of(0, 2, random))
                .withMessage("Embedding: needs 1 row and 1 feature or more, got 0 rows, 2 features");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new Embedding(Parameter.of("weight", Tensor.ones(3))))
                .withMessage("Embedding: needs weights [count, features] with at least one of each, got [3]");
    }
}
