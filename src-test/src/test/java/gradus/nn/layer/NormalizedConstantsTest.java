package gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Mode;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Normalizing layers give their biases for what does not vary, however large it is: its mean often
 * rounds away from it.
 */
class NormalizedConstantsTest {
    private static final double[] VALUES = {0.1, 14.62, 1e8 / 3, -3e15 / 7, 1e20 / 3, 3.3e37};

    @ParameterizedTest
    @EnumSource
    void layerNorm(DType dtype) {
        LayerNorm layer = LayerNorm.of(dtype, 49);
        for (double value : VALUES) {
            Tensor x = Tensor.full(dtype, Shape.of(2, 49), value).asVariable();
            Tensor y = layer.forward(x, Mode.training(new Random(1)));
            assertThat(y.toDoubleArray()).as("%s", value).containsOnly(0);
            assertThat(y.sum().gradients().of(x).toDoubleArray())
                    .as("%s", value)
                    .usingComparatorWithPrecision(1e-3)
                    .containsOnly(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void batchNorm(DType dtype) {
        for (double value : VALUES) {
            BatchNorm layer = BatchNorm.of(dtype, 2).momentum(1);
            Tensor varying = Tensor.arange(dtype, 49).reshape(49, 1);
            Tensor x = Tensor.concat(1, Tensor.full(dtype, Shape.of(49, 1), value), varying);
            Tensor y = layer.forward(x, Mode.training(new Random(1)));
            assertThat(y.select(1, 0).toDoubleArray()).as("%s", value).containsOnly(0);
            assertThat(y.get(48, 1)).isGreaterThan(1.6);
            assertThat(layer.runningVariance().value().get(0)).as("%s", value).isZero();
        }
    }
}
