package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import gradus.nn.Sigmoid;
import gradus.nn.data.Dataset;
import gradus.nn.optim.SGD;
import org.junit.jupiter.api.Test;

class DivergenceTest {
    @Test
    void aLearningRateThatIsTooHighIsNamed() {
        var model = Sequential.of(Linear.of(2, 4, Randomness.seeded(1)), Linear.of(4, 1, Randomness.seeded(2)));
        Objective squares = (y, batch) ->
                y.sub(batch.inputs().sum(1).expandDims(1)).square().mean();
        var sgd = SGD.of(model.parameters()).learningRate(3);
        var thrown = diverges(Trainer.of(model, squares, sgd).epochs(50).batchSize(10), Blobs.data(100, 1));
        assertThat(thrown.quantity()).isEqualTo("loss");
        assertThat(thrown.step()).isLessThan(60);
        assertThat(thrown.epoch()).isEqualTo(1 + (int) (thrown.step() - 1) / 10);
        assertThat(thrown)
                .hasMessageStartingWith("training: needs finite numbers, got a loss of Infinity at step "
                        + thrown.step() + " (epoch " + thrown.epoch() + "); born in square : F32[10, 1] after ")
                .hasMessageContaining("; the loss grew from ")
                .hasMessageEndingWith(" steps: is the learning rate of 3.0 too high?");
        model.parameters()
                .forEach(parameter -> assertThat(parameter.value().isFinite()).isTrue());
    }

    @Test
    void theLogarithmOfZeroIsNamed() {
        var weight = Tensor.of(new double[][] {{-2000.0}});
        var model = Sequential.of(Linear.of(weight, Tensor.of(0.0)), new Sigmoid());
        Objective onProbabilities = (y, _) -> y.log().mean().neg();
        var data = Dataset.of(Tensor.of(new double[][] {{1}}), Indices.of(1));
        var sgd = SGD.of(model.parameters()).learningRate(0.1);
        var thrown = diverges(Trainer.of(model, onProbabilities, sgd), data);
        assertThat(thrown.operation()).isEqualTo("log");
        assertThat(thrown)
                .hasMessage("training: needs finite numbers, got a loss of Infinity at step 1 (epoch 1); born in log :"
                        + " F64[1, 1] after 0.weight, 0.bias, the logarithm of 0: take the loss of logits instead of"
                        + " probabilities?");
        assertThat(model.parameters().getFirst().value().item()).isEqualTo(-2000);
    }

    @Test
    void anInfiniteSlopeIsNamedWithItsParameter() {
        var model = Sequential.of(Linear.of(Tensor.of(new double[][] {{1.0}}), Tensor.of(0.0)));
        Objective root = (y, _) -> y.sqrt().mean();
        var data = Dataset.of(Tensor.of(new double[][] {{0}}), Indices.of(1));
        var sgd = SGD.of(model.parameters()).learningRate(0.1);
        var thrown = diverges(Trainer.of(model, root, sgd), data);
        assertThat(thrown.quantity()).isEqualTo("gradient of 0.weight");
        assertThat(thrown.operation()).isEqualTo("sqrt");
        assertThat(thrown)
                .hasMessageStartingWith(
                        "training: needs finite numbers, got a gradient of 0.weight that is not at step 1"
                                + " (epoch 1); born in the derivative of sqrt : F64[1, 1] after 0.weight, 0.bias");
        assertThat(model.parameters().getFirst().value().item()).isEqualTo(1);
    }

    @Test
    void inputsThatAreNotFiniteAreNamed() {
        var model = Blobs.model();
        var data = Dataset.of(Tensor.of(new float[][] {{0, Float.NaN}}), Indices.of(1));
        var thrown = diverges(Blobs.trainer(model), data);
        assertThat(thrown)
                .hasMessage("training: needs finite numbers, got a loss of NaN at step 1 (epoch 1);"
                        + " the inputs of the batch are not finite: look at the data");
    }

    @Test
    void aParameterThatWasNotFiniteBeforeIsNamed() {
        var model = Blobs.model();
        var bias = model.namedParameters()
                .detect(named -> named.name().equals("2.bias"))
                .parameter();
        bias.set(Tensor.of(0f, Float.NaN));
        var thrown = diverges(Blobs.trainer(model), Blobs.data(10, 1));
        assertThat(thrown)
                .hasMessage("training: needs finite numbers, got a loss of NaN at step 1 (epoch 1);"
                        + " parameter 2.bias is not finite");
    }

    @Test
    void aStepThatOverflowsIsNoticedAfterItsEpoch() {
        var model = Sequential.of(Linear.of(Tensor.of(new float[][] {{1e38f}}), Tensor.of(0f)));
        Objective sum = (y, _) -> y.sum();
        var data = Dataset.of(Tensor.of(new float[][] {{-1}}), Indices.of(1));
        var sgd = SGD.of(model.parameters()).learningRate(1e39);
        var thrown = diverges(Trainer.of(model, sum, sgd), data);
        assertThat(thrown.quantity()).isEqualTo("parameter 0.weight");
        assertThat(thrown)
                .hasMessage("training: needs finite numbers, got a parameter 0.weight that is not at step 1 (epoch 1);"
                        + " a step overflowed");
        assertThat(thrown.operation()).isNull();
    }

    private static DivergenceException diverges(Trainer trainer, Dataset data) {
        return catchThrowableOfType(DivergenceException.class, () -> trainer.train(data));
    }
}
