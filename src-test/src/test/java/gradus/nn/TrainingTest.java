package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Sigmoid;
import gradus.nn.layer.Softplus;
import gradus.nn.layer.Tanh;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.SGD;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TrainingTest {
    private static final Tensor CORNERS = Tensor.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    private static final Indices EXCLUSIVE_OR = Indices.of(0, 1, 1, 0);

    @Test
    void learnsExclusiveOr() {
        var model = network(3);
        double loss = train(model, 300);
        assertThat(loss).isLessThan(0.01);
        assertThat(model.forward(CORNERS).argMax(1)).isEqualTo(EXCLUSIVE_OR);
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        var first = network(3);
        var second = network(3);
        assertThat(train(first, 50)).isEqualTo(train(second, 50));
        assertThat(values(first)).isEqualTo(values(second));
    }

    private static Sequential network(long seed) {
        var random = Randomness.seeded(seed);
        return Sequential.of(Linear.of(DType.F64, 2, 8, random), new Tanh(), Linear.of(DType.F64, 8, 2, random));
    }

    private static double train(Sequential model, int steps) {
        var sgd = new SGD().momentum(0.9).of(model.parameters()).learningRate(0.2);
        double last = Double.NaN;
        for (int i = 0; i < steps; i++) {
            var loss = new CrossEntropy().mean(model.forward(CORNERS), EXCLUSIVE_OR);
            sgd.step(loss.gradients());
            last = loss.item();
        }
        return last;
    }

    private static double[][] values(Sequential model) {
        return model.parameters()
                .collect(parameter -> parameter.value().toDoubleArray())
                .toArray(new double[0][]);
    }

    @Test
    void everyNumberOfANetworkHasTheGradientOfFiniteDifferences() {
        var random = Randomness.seeded(11);
        var model = Sequential.of(
                Linear.of(DType.F64, 3, 4, random),
                new Softplus(),
                Linear.of(DType.F64, 4, 4, random),
                new Sigmoid(),
                Linear.of(DType.F64, 4, 3, random),
                new Tanh(),
                Linear.of(DType.F64, 3, 5, random));
        var x = Tensor.normal(DType.F64, Shape.of(6, 3), 0, 1, random);
        var labels = Indices.of(0, 1, 2, 3, 4, 0);
        var gradients = loss(model, x, labels).gradients();
        model.parameters().forEach(parameter -> {
            double[] found = gradients.of(parameter).toDoubleArray();
            for (int i = 0; i < found.length; i++) {
                double expected = slope(parameter, i, model, x, labels);
                assertThat(found[i]).as("%s[%d]", parameter, i).isCloseTo(expected, within(1e-9));
            }
            assertThat(DoubleStream.of(found).map(Math::abs).max().orElseThrow())
                    .as("%s", parameter)
                    .isGreaterThan(1e-4);
        });
    }

    private static Tensor loss(Layer model, Tensor x, Indices labels) {
        return new CrossEntropy().mean(model.forward(x), labels);
    }

    /** The central difference of the loss, with a step at which its error is about 1e-10. */
    private static double slope(Parameter parameter, int place, Layer model, Tensor x, Indices labels) {
        Tensor before = parameter.value().detach();
        double step = 1e-5;
        double above = lossWith(parameter, moved(before, place, step), model, x, labels);
        double below = lossWith(parameter, moved(before, place, -step), model, x, labels);
        parameter.set(before);
        return (above - below) / (2 * step);
    }

    private static Tensor moved(Tensor value, int place, double by) {
        double[] numbers = value.toDoubleArray();
        numbers[place] += by;
        return Tensor.of(numbers).reshape(value.shape());
    }

    private static double lossWith(Parameter parameter, Tensor value, Layer model, Tensor x, Indices labels) {
        parameter.set(value);
        return loss(model, x, labels).item();
    }
}
