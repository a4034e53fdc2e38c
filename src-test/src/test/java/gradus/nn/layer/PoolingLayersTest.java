package gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Interpolation;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.SlidingWindow;
import gradus.autodiff.Tensor;
import gradus.autodiff.check.GradientCheck;
import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.Summary;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers over images: what they give, say of themselves and refuse. */
class PoolingLayersTest {
    private final Tensor x = Tensor.of(1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12).reshape(1, 1, 3, 4);

    static Stream<Layer> layers() {
        return Stream.of(
                MaxPool.of(2),
                new MaxPool(SlidingWindow.of(3).stride(1).padding(1)),
                AveragePool.of(2, 3),
                new AveragePool(SlidingWindow.of(3).stride(2).padding(1).roundingUp()),
                AdaptiveAveragePool.of(2),
                new GlobalAveragePool(),
                new Upsample(2),
                new Upsample(3, Interpolation.LINEAR));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void derivativesAgreeWithDifferences(Layer layer) {
        GradientCheck.of((Tensor in) -> layer.forward(in).square())
                .orders(2)
                .at(Tensor.normal(DType.F64, Shape.of(2, 1, 4, 3), 0, 1, Randomness.seeded(5)))
                .requirePassed();
    }

    /** Also in the second call, which has the arrays of the first. */
    @ParameterizedTest
    @MethodSource("layers")
    void frozenOnesGiveTheSame(Layer layer) {
        Layer frozen = Sequential.of(new Tanh(), layer).frozen();
        for (int call = 0; call < 3; call++) {
            Tensor in = Tensor.normal(DType.F64, Shape.of(2, 1, 4, 3), call, 1, Randomness.seeded(5));
            Tensor y = frozen.forward(in);
            assertThat(y.isTracked()).isFalse();
            assertThat(y.toDoubleArray())
                    .containsExactly(layer.forward(in.tanh()).toDoubleArray());
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void haveNoParts(Layer layer) {
        assertThat(layer.namedParameters()).isEmpty();
        assertThat(layer.namedBuffers()).isEmpty();
    }

    @Test
    void values() {
        assertThat(MaxPool.of(3, 2).forward(x).toDoubleArray()).containsExactly(10, 12);
        assertThat(AveragePool.of(3, 2).forward(x).toDoubleArray()).containsExactly(5.5, 7.5);
        assertThat(AdaptiveAveragePool.of(1, 2).forward(x).shape()).isEqualTo(Shape.of(1, 1, 1, 2));
        assertThat(new GlobalAveragePool().forward(x).toDoubleArray()).containsExactly(6.5);
        assertThat(new GlobalAveragePool().forward(x).shape()).isEqualTo(Shape.of(1, 1));
        assertThat(new Upsample(2).forward(x.slice(2, 0, 1)).toDoubleArray())
                .containsExactly(1, 1, 2, 2, 3, 3, 4, 4, 1, 1, 2, 2, 3, 3, 4, 4);
    }

    @Test
    void descriptions() {
        assertThat(layers().map(Layer::description))
                .containsExactly(
                        "MaxPool(2)",
                        "MaxPool(3, stride 1, padding 1)",
                        "AveragePool(2x3)",
                        "AveragePool(3, stride 2, padding 1, rounding up)",
                        "AdaptiveAveragePool(2)",
                        "GlobalAveragePool",
                        "Upsample(2, NEAREST)",
                        "Upsample(3, LINEAR)");
        assertThat(Summary.of(Sequential.of(MaxPool.of(2), new GlobalAveragePool()), 3, 8, 8)
                        .toString())
                .contains("MaxPool(2)", "[n, 3, 4, 4]");
    }

    @Test
    void refusals() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Sequential.of(MaxPool.of(5)).forward(x))
                .withMessageContaining("MaxPool(5)")
                .withMessageContaining(
                        "maxPool: needs a window that fits into the padded axis of 3, got one that reaches over 5");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new Upsample(2).forward(Tensor.zeros(2, 3)))
                .withMessage("interpolate: needs images [n, c, ...] with one to three spatial axes, got [2, 3];"
                        + " expandDims adds an axis");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new Upsample(0))
                .withMessage("Upsample: needs a factor of 1 or more, got 0; AveragePool makes images smaller");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> AdaptiveAveragePool.of(2, 0))
                .withMessage("AdaptiveAveragePool: needs one to three sizes of 1 or more, got [2, 0]");
    }
}
