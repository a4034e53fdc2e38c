package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.GradientException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.layer.Tanh;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModeTest {
    private final Randomness random = Randomness.seeded(3);
    private final Tensor x = Tensor.of(new double[][] {{1, -2}, {3, 4}});

    @Test
    void aModeSaysWhetherTheModelIsTrained() {
        assertThat(Mode.training(random).isTraining("layer")).isTrue();
        assertThat(Mode.training(random).random("layer")).isSameAs(random);
        assertThat(Mode.evaluation().isTraining("layer")).isFalse();
    }

    @Test
    void nothingIsDrawnInEvaluation() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Mode.evaluation().random("Noise"))
                .withMessage("Noise: needs Mode.training(random) to draw from, got Evaluation[]");
    }

    @Test
    void layersThatHaveToKnowTheModeSayHow() {
        var model = Sequential.of(new ReLU(), new Dropout(0.5));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> model.forward(x))
                .withMessage("layer 1, Dropout(0.5): needs to know whether it is trained or evaluated, got forward(x); "
                        + "forward(x, Mode.training(random)) or forward(x, Mode.evaluation())");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> BatchNorm.of(DType.F64, 2).forward(x))
                .withMessageStartingWith("BatchNorm(2): needs to know whether it is trained");
    }

    @Test
    void whoWatchesIsToldWhatEveryPartGave() {
        var inner = Linear.of(DType.F64, 2, 2, random);
        var model = Sequential.of(new ReLU(), new Residual(Sequential.of(inner)));
        List<String> paths = new ArrayList<>();
        List<Tensor> outputs = new ArrayList<>();
        LayerWatcher watcher = (path, layer, input, y) -> {
            paths.add(path + " " + layer.getClass().getSimpleName());
            outputs.add(y);
        };
        var y = model.forward(x, Mode.evaluation().watching(watcher));
        assertThat(paths).containsExactly("0 ReLU", "1.inner.0 Linear", "1.inner Sequential", "1 Residual");
        assertThat(outputs.getFirst().toDoubleArray()).containsExactly(1, 0, 3, 4);
        assertThat(outputs.get(3)).isSameAs(y);
        assertThat(y.toDoubleArray()).isEqualTo(model.forward(x).toDoubleArray());
    }

    @Test
    void aWatchedModeIsTheOneWatched() {
        Mode watched = Mode.training(random).watching((_, _, _, _) -> {});
        assertThat(watched.isTraining("layer")).isTrue();
        assertThat(watched.random("layer")).isSameAs(random);
        assertThat(Mode.evaluation().watching((_, _, _, _) -> {}).isTraining("layer"))
                .isFalse();
    }

    @Test
    void errorsNameThePathOfTheLayerAndKeepTheirTypeAndCause() {
        var model = Sequential.of(
                new Tanh(), Sequential.of(new Residual(Sequential.of(Linear.of(DType.F64, 5, 5, random)))));
        String message = "layer 1.0.inner.0, Linear(5 -> 5): needs a batch [n, 5], got [2, 2]";
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> model.forward(x))
                .withMessage(message)
                .satisfies(e -> assertThat(e.operator()).isEqualTo("layer 1.0.inner.0, Linear(5 -> 5)"))
                .havingRootCause()
                .withMessage("Linear(5 -> 5): needs a batch [n, 5], got [2, 2]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> model.forward(x, Mode.evaluation().watching((_, _, _, _) -> {})))
                .withMessage(message);
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> model.forward(Tensor.zeros(2, 5)))
                .withMessageStartingWith("layer 1.0.inner.0, Linear(5 -> 5): needs inputs of its weights' type F64");
    }

    @Test
    void errorsOfOperatorsNameTheLayerToo() {
        Layer index = (_, _) -> {
            throw new IndexException("pick", "one", "two", "");
        };
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> Sequential.of(index).forward(x))
                .withMessageMatching("layer 0, .+, pick: needs one, got two");
        Layer gradient = new Layer() {
            @Override
            public Tensor forward(Tensor in, Mode mode) {
                throw new GradientException("to", "a constant", "a variable", "detach");
            }

            @Override
            public String description() {
                return "Mine";
            }
        };
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> Sequential.of(gradient).forward(x))
                .withMessage("layer 0, Mine, to: needs a constant, got a variable; detach");
    }

    @Test
    void aBufferHoldsAConstantThatCanBeReplacedByOneLikeIt() {
        var buffer = Buffer.of("running_mean", Tensor.of(1.0, 2.0).asVariable());
        assertThat(buffer.value().isTracked()).isFalse();
        assertThat(buffer).hasToString("running_mean F64[2]");
        buffer.set(Tensor.of(3.0, 4.0).asVariable());
        assertThat(buffer.value().isTracked()).isFalse();
        assertThat(buffer.value().toDoubleArray()).containsExactly(3, 4);
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> buffer.set(Tensor.of(1.0)))
                .withMessage("buffer running_mean: needs a value of shape [2], got [1]");
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> buffer.set(Tensor.zeros(2)))
                .withMessage("buffer running_mean: needs a value of type F64, got F32; convert it with to(DType)");
        assertThat(buffer.shape()).isEqualTo(Shape.of(2));
        assertThat(buffer.value().toDoubleArray()).containsExactly(3, 4);
    }

    @Test
    void buffersAreNamedByTheirPath() {
        var model = Sequential.of(new ReLU(), new Residual(BatchNorm.of(4)));
        assertThat(model.namedBuffers().collect(NamedBuffer::name))
                .containsExactly("1.inner.running_mean", "1.inner.running_var", "1.inner.num_batches_tracked");
        assertThat(model.namedParameters().collect(NamedParameter::name))
                .containsExactly("1.inner.weight", "1.inner.bias");
    }
}
