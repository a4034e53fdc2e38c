package gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.autodiff.check.GradientCheck;
import gradus.nn.Initializer;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.NamedParameter;
import gradus.nn.Parallel;
import gradus.nn.Residual;
import gradus.nn.Sequential;
import gradus.nn.loss.AbsoluteError;
import gradus.nn.loss.BinaryCrossEntropy;
import gradus.nn.loss.BinaryCrossEntropyWithLogits;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.loss.Huber;
import gradus.nn.loss.KullbackLeibler;
import gradus.nn.loss.Loss;
import gradus.nn.loss.NaiveBinaryCrossEntropy;
import gradus.nn.loss.NegativeLogLikelihood;
import gradus.nn.loss.SquaredError;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The derivatives of layers with respect to inputs and parameters, and of losses, agree with
 * differences, to second order.
 */
class LayerGradientTest {
    private static final Randomness RANDOM = Randomness.seeded(17);

    static Stream<Layer> layers() {
        return Stream.of(
                new LogSoftmax(),
                new Softmax(),
                new Softplus(),
                new Sigmoid(),
                new Tanh(),
                new ReLU(),
                new LeakyReLU(),
                new ELU(),
                new GELU(),
                new SiLU(),
                new Flatten(),
                new Dropout(0.4),
                Linear.of(DType.F64, 3, 2, RANDOM),
                LayerNorm.of(DType.F64, 3),
                BatchNorm.of(DType.F64, 3),
                GroupNorm.of(DType.F64, 1, 3),
                RMSNorm.of(DType.F64, 3),
                PReLU.of(DType.F64, 1),
                PReLU.of(DType.F64, 3),
                new GLU(0),
                new SwiGLU(0),
                Parallel.concat(1, Linear.of(DType.F64, 3, 2, RANDOM), new Tanh()),
                Parallel.sum(Linear.of(DType.F64, 3, 3, RANDOM), new Sigmoid()),
                new Residual(Sequential.of(Linear.of(DType.F64, 3, 3, RANDOM), new Tanh())));
    }

    /** Of batches with channels. */
    static Stream<Layer> ofChannels() {
        return Stream.of(
                BatchNorm.of(DType.F64, 2),
                GroupNorm.of(DType.F64, 2, 2),
                InstanceNorm.of(2),
                InstanceNorm.affine(DType.F64, 2),
                PReLU.of(DType.F64, 2),
                new GLU(1));
    }

    @ParameterizedTest
    @MethodSource("ofChannels")
    void inputsAndParametersOfImages(Layer layer) {
        assertDerivatives(layer, draw(2, 2, 2, 2));
    }

    private static Tensor draw(int... dims) {
        return Tensor.normal(DType.F64, Shape.of(dims), 0, 1.5, Randomness.seeded(23));
    }

    /**
     * The parameters become inputs of the function: they are set to what the check tries, and their
     * gradients asked for by name.
     */
    @ParameterizedTest
    @MethodSource("layers")
    void inputsAndParameters(Layer layer) {
        assertDerivatives(layer, draw(4, 3));
    }

    static void assertDerivatives(Layer layer, Tensor x) {
        GradientCheck.of((Tensor in) -> layer.forward(in, Mode.training(Randomness.seeded(1))))
                .orders(2)
                .at(x)
                .requirePassed();
        layer.namedParameters().forEach(named -> assertParameter(layer, named, x));
    }

    private static void assertParameter(Layer layer, NamedParameter named, Tensor x) {
        var start = named.parameter().value().detach().add(0.1);
        named.parameter().set(start);
        var y = layer.forward(x, Mode.training(Randomness.seeded(1)));
        var g = draw(y.shape().toArray());
        var found = y.gradients(g).of(named.parameter()).toDoubleArray();
        double step = 1e-6;
        for (int i = 0; i < found.length; i++) {
            double above = shifted(layer, named, start, i, step, x, g);
            double below = shifted(layer, named, start, i, -step, x, g);
            assertThat(Math.abs((above - below) / (2 * step) - found[i]))
                    .as("%s of %s, element %d", named.name(), layer.description(), i)
                    .isLessThan(1e-8 * Math.max(1, Math.abs(found[i])));
        }
        named.parameter().set(start);
    }

    private static double shifted(
            Layer layer, NamedParameter named, Tensor start, int place, double step, Tensor x, Tensor g) {
        double[] numbers = start.toDoubleArray();
        numbers[place] += step;
        named.parameter().set(Tensor.of(numbers).reshape(start.shape()));
        return layer.forward(x, Mode.training(Randomness.seeded(1)))
                .mul(g)
                .sum()
                .item();
    }

    @Test
    void batchNormInEvaluation() {
        var norm = BatchNorm.of(DType.F64, 3);
        norm.forward(draw(6, 3).mul(2), Mode.training(RANDOM));
        GradientCheck.of((Tensor in) -> norm.forward(in, Mode.evaluation()))
                .orders(2)
                .at(draw(4, 3))
                .requirePassed();
    }

    @Test
    void embeddings() {
        var layer = Embedding.of(DType.F64, 5, 3, Initializer.normal(0, 1), RANDOM);
        var named = layer.namedParameters().getOnly();
        Layer fixed = (_, _) -> layer.forward(Indices.of(4, 0, 4, 2));
        assertParameter(fixed, named, draw(4, 3));
    }

    static Stream<Loss> losses() {
        return Stream.of(new AbsoluteError(), new Huber().delta(0.8), new KullbackLeibler(), new SquaredError());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lossesOfAnyNumbers(Loss loss) {
        var share = draw(4, 3).sigmoid();
        GradientCheck.of((Tensor p, Tensor t) -> loss.mean(p, t))
                .orders(2)
                .at(draw(4, 3), share)
                .requirePassed();
    }

    @Test
    void lossesOfProbabilities() {
        var p = draw(4, 3);
        var share = draw(3, 4).reshape(4, 3).neg().mul(0.7);
        Lists.immutable
                .<Loss>with(new BinaryCrossEntropy(), new NaiveBinaryCrossEntropy())
                .forEach(loss -> GradientCheck.of((Tensor a, Tensor b) -> loss.mean(a.sigmoid(), b.sigmoid()))
                        .orders(2)
                        .at(p, share)
                        .requirePassed());
        GradientCheck.of((Tensor a, Tensor b) -> new BinaryCrossEntropyWithLogits().mean(a, b.sigmoid()))
                .orders(2)
                .at(p, share)
                .requirePassed();
    }

    @Test
    void lossesOfLabels() {
        var labels = Indices.of(2, 0, 1, 2);
        var weights = Tensor.of(0.5, 2.0, 1.25);
        var loss = new CrossEntropy().classWeights(weights).labelSmoothing(0.2);
        GradientCheck.of((Tensor x) -> loss.mean(x, labels))
                .orders(2)
                .at(draw(4, 3))
                .requirePassed();
        var likelihood = new NegativeLogLikelihood().classWeights(weights);
        GradientCheck.of((Tensor q) -> likelihood.mean(q.logSoftmax(-1), labels))
                .orders(2)
                .at(draw(4, 3))
                .requirePassed();
    }
}
