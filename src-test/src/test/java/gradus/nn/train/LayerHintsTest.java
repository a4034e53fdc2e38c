package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Initializer;
import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.layer.LeakyReLU;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.layer.Sigmoid;
import gradus.nn.layer.Softmax;
import gradus.nn.layer.Tanh;
import gradus.nn.loss.BinaryCrossEntropyWithLogits;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.loss.NegativeLogLikelihood;
import gradus.nn.loss.SquaredError;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

/** Units that are dead and a softmax too many are noticed, with their numbers, and what is neither is let pass. */
class LayerHintsTest extends HintTrainings {
    /** Biases so low that no unit of the first layer ever speaks. */
    @Test
    void deadUnits() {
        var silent = new Linear(
                Parameter.of("weight", Initializer.heNormal().create(DType.F32, Shape.of(32, 64), random)),
                Parameter.of("bias", Tensor.full(DType.F32, Shape.of(32), -100)));
        var model = Sequential.of(silent, new ReLU(), Linear.of(32, 10, random));
        var hint = only(trainer(model, 0.1).train(digits), "dead units");
        assertThat(hint.evidence())
                .isEqualTo("32 of 32 units of relu after 0.weight, 0.bias say the same of 400 examples, and no"
                        + " gradient flows"
                        + " through them");
    }

    @Test
    void unitsAtABoundAreDeadToo() {
        var far = new Linear(
                Parameter.of("weight", Initializer.heNormal().create(DType.F32, Shape.of(32, 64), random)),
                Parameter.of("bias", Tensor.full(DType.F32, Shape.of(32), -100)));
        var activations = Lists.immutable.<Layer>with(
                (x, _) -> x.maximum(0),
                (x, _) -> x.clamp(0, 6),
                (x, _) -> x.neg().minimum(0),
                (x, _) -> x.elu(1),
                (x, _) -> x.gelu());
        for (var activation : activations) {
            var model = Sequential.of(far, activation, Linear.of(32, 10, random));
            assertThat(only(trainer(model, 0.1).train(digits), "dead units").evidence())
                    .startsWith("32 of 32 units of ");
        }
        var leaky = Sequential.of(far, (x, _) -> x.maximum(x.mul(0.01)), Linear.of(32, 10, random));
        assertThat(subjects(trainer(leaky, 1e-2).train(digits))).doesNotContain("dead units");
    }

    @Test
    void saturatedUnitsAreDeadToo() {
        var far = new Linear(
                Parameter.of("weight", Tensor.zeros(DType.F32, Shape.of(32, 64))),
                Parameter.of("bias", Tensor.full(DType.F32, Shape.of(32), 200)));
        var sigmoid = Sequential.of(far, new Sigmoid(), Linear.of(32, 10, random));
        assertThat(only(trainer(sigmoid, 0.1).train(digits), "dead units").evidence())
                .startsWith("32 of 32 units of sigmoid after 0.weight, 0.bias");
        var leaky = Sequential.of(far, new LeakyReLU(), Linear.of(32, 10, random));
        assertThat(subjects(trainer(leaky, 1e-4).train(digits))).doesNotContain("dead units");
    }

    /** A third of the units silent is usual. */
    @Test
    void someSilentUnitsAreLetPass() {
        var biases = new float[32];
        Arrays.fill(biases, 0, 10, -100f);
        var some = Linear.of(Tensor.normal(DType.F32, Shape.of(32, 64), 0, 0.3, random), Tensor.of(biases));
        var model = Sequential.of(some, new ReLU(), Linear.of(32, 10, random));
        assertThat(subjects(trainer(model, 0.1).train(digits))).isEmpty();
    }

    @Test
    void softmaxBeforeCrossEntropy() {
        var model = Sequential.of(network(new Tanh()), new Softmax());
        var hint = only(trainer(model, 0.5).train(digits), "softmax twice");
        assertThat(hint.evidence())
                .isEqualTo("the result of softmax : F32[20, 10] goes into crossEntropy, which has a softmax of its own:"
                        + " where all probabilities are 0 and 1 and right, a loss of 1.461 is left");
        assertThat(hint.advice()).isEqualTo("let the model end with logits, without a softmax or sigmoid");
    }

    @Test
    void sigmoidBeforeTheLossOfLogitsAndDistributionsAsTargets() {
        var binary = digits.withTargets(DType.F32, digit -> digit < 5 ? 1 : 0).mapInputs(x -> x);
        var model = Sequential.of(Linear.of(64, 1, random), new Sigmoid());
        Objective logits = (y, batch) -> new BinaryCrossEntropyWithLogits()
                .mean(y.reshape(-1), batch.targets().reshape(-1));
        var history =
                Trainer.of(model, logits, descent(model, 0.5)).batchSize(20).train(binary);
        assertThat(only(history, "softmax twice").evidence())
                .contains("goes into binaryCrossEntropy, which has a sigmoid");
        var soft = Sequential.of(network(new Tanh()), new Softmax());
        Objective distribution = (y, batch) -> new CrossEntropy().mean(y, batch.targets());
        var twice =
                Trainer.of(soft, distribution, descent(soft, 0.5)).batchSize(20).train(digits.oneHot(10, DType.F32));
        assertThat(subjects(twice)).containsExactly("softmax twice");
    }

    /** What keeps probabilities from 0 leaves them probabilities; a temperature makes logits of them. */
    @Test
    void adjustedProbabilitiesAreStillProbabilities() {
        var model = Sequential.of(network(new Tanh()), new Softmax());
        for (var adjusted : Lists.immutable.<UnaryOperator<Tensor>>with(
                p -> p.add(1e-7), p -> p.clamp(1e-7, 1 - 1e-7), p -> p.mul(0.99).add(0.001))) {
            Objective objective = (y, batch) -> new CrossEntropy().mean(adjusted.apply(y), batch.labels());
            assertThat(subjects(Trainer.of(model, objective, descent(model, 0.1))
                            .batchSize(20)
                            .train(digits)))
                    .containsExactly("softmax twice");
        }
        Objective warm = (y, batch) -> new CrossEntropy().mean(y.mul(30), batch.labels());
        assertThat(subjects(Trainer.of(model, warm, descent(model, 0.1))
                        .batchSize(20)
                        .train(digits)))
                .isEmpty();
    }

    @Test
    void oneSoftmaxIsLetPass() {
        Objective logarithms = (y, batch) -> new NegativeLogLikelihood().mean(y.log(), batch.labels());
        var model = Sequential.of(network(new Tanh()), new Softmax());
        var history =
                Trainer.of(model, logarithms, descent(model, 0.5)).batchSize(20).train(digits);
        assertThat(subjects(history)).isEmpty();
        Objective squares =
                (y, batch) -> new SquaredError().mean(y, batch.labels().oneHot(10, DType.F32));
        assertThat(subjects(Trainer.of(model, squares, descent(model, 0.5))
                        .batchSize(20)
                        .train(digits)))
                .isEmpty();
    }
}
