package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Buffer;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.NamedBuffer;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Sigmoid;
import gradus.nn.optim.SGD;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DivergenceTest {
    /** Has to learn the sum of two inputs. */
    private static Sequential twoLayers() {
        return Sequential.of(Linear.of(2, 4, Randomness.seeded(1)), Linear.of(4, 1, Randomness.seeded(2)));
    }

    private static Trainer trainer(Sequential twoLayers, double rate) {
        Objective squares = (y, batch) ->
                y.sub(batch.inputs().sum(1).expandDims(1)).square().mean();
        return Trainer.of(
                        twoLayers, squares, new SGD().of(twoLayers.parameters()).learningRate(rate))
                .batchSize(10);
    }

    @Test
    void aLearningRateThatIsTooHighIsNamed() {
        var model = twoLayers();
        var thrown = diverges(trainer(model, 3), Blobs.data(100, 1));
        assertThat(thrown.quantity()).isEqualTo("loss");
        assertThat(thrown.step()).isLessThan(60);
        assertThat(thrown.epoch()).isEqualTo(1);
        assertThat(thrown)
                .hasMessageStartingWith(
                        "training: needs finite numbers, got a loss of Infinity at step " + thrown.step() + " (epoch "
                                + thrown.epoch() + "); born in square : F32[10, 1] in the objective, ")
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
        var sgd = new SGD().of(model.parameters()).learningRate(0.1);
        var thrown = diverges(Trainer.of(model, onProbabilities, sgd), data);
        assertThat(thrown.operation()).isEqualTo("log");
        assertThat(thrown.layer()).isNull();
        assertThat(thrown)
                .hasMessage("training: needs finite numbers, got a loss of Infinity at step 1 (epoch 1); born in log :"
                        + " F64[1, 1] in the objective, the logarithm of 0: take the loss of logits instead of"
                        + " probabilities?");
        assertThat(model.parameters().getFirst().value().item()).isEqualTo(-2000);
    }

    @Test
    void anInfiniteSlopeIsNamedWithItsParameter() {
        var model = Sequential.of(Linear.of(Tensor.of(new double[][] {{1.0}}), Tensor.of(0.0)));
        Objective root = (y, _) -> y.sqrt().mean();
        var data = Dataset.of(Tensor.of(new double[][] {{0}}), Indices.of(1));
        var sgd = new SGD().of(model.parameters()).learningRate(0.1);
        var thrown = diverges(Trainer.of(model, root, sgd), data);
        assertThat(thrown.quantity()).isEqualTo("gradient of 0.weight");
        assertThat(thrown.operation()).isEqualTo("sqrt");
        assertThat(thrown)
                .hasMessageStartingWith(
                        "training: needs finite numbers, got a gradient of 0.weight that is not at step 1"
                                + " (epoch 1); born in the derivative of sqrt : F64[1, 1] in the objective, whose"
                                + " slope at 0 is infinite");
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
                        + " parameter 2.bias is not finite, and no step of this training made it so");
        assertThat(thrown.layer()).isEqualTo("2");
    }

    /** Also of a parameter that no later step reads, and before a loss shows it. */
    @Test
    void aStepThatOverflowsAParameterIsNoticedAtOnce() {
        var model = Sequential.of(Linear.of(Tensor.of(new float[][] {{1e38f}}), Tensor.of(0f)));
        Objective sum = (y, _) -> y.sum();
        var data = Dataset.of(Tensor.of(new float[][] {{-1}, {0}, {0}}), Indices.of(1, 1, 1));
        var sgd = new SGD().of(model.parameters()).learningRate(1e39);
        var thrown = diverges(Trainer.of(model, sum, sgd).batchSize(1).inOrder(), data);
        assertThat(thrown.quantity()).isEqualTo("parameter 0.weight");
        assertThat(thrown.layer()).isEqualTo("0");
        assertThat(thrown)
                .hasMessage("training: needs finite numbers, got a parameter 0.weight that is not at step 1 (epoch 1);"
                        + " this step overflowed it: is the learning rate of 1.0E39 too high?");
        assertThat(thrown.operation()).isNull();
    }

    /** One step is too few to see a loss grow. */
    @Test
    void parametersThatGrewAreNamed() {
        var model = Blobs.model();
        var sgd = new SGD().of(model.parameters()).learningRate(1e30);
        var thrown =
                diverges(Trainer.of(model, Blobs.CROSS_ENTROPY, sgd).epochs(5).batchSize(30), Blobs.data(30, 1));
        assertThat(thrown.step()).isEqualTo(2);
        assertThat(thrown.layer()).isEqualTo("2");
        assertThat(thrown.operation()).isEqualTo("linear");
        assertThat(thrown)
                .hasMessageContaining("; born in linear : F32[30, 2] of layer 2, Linear(8 -> 2), whose inputs reach ")
                .hasMessageContaining("; the largest parameter grew from 0.")
                .hasMessageEndingWith("e+29: is the learning rate of 1.0E30 too high?");
    }

    @Test
    void aLossOnItsWayToInfinityEndsTraining() {
        var thrown = diverges(trainer(twoLayers(), 3).epochs(50), Blobs.data(30, 1));
        assertThat(thrown.quantity()).isEqualTo("loss");
        assertThat(thrown.epoch()).isEqualTo(1);
        assertThat(thrown)
                .hasMessageMatching("training: needs finite numbers, got a loss on its way to infinity"
                        + " \\(\\d\\.\\d+ at the first step, \\d\\.\\d+e\\+\\d+ in this epoch\\) at step 3 \\(epoch"
                        + " 1\\);"
                        + " is the learning rate of 3\\.0 too high\\?");
        var found = Trials.seeded(1)
                .search(
                        Lists.immutable.with(0.01, 3.0),
                        (rate, _) -> trainer(twoLayers(), rate)
                                .train(Blobs.data(30, 1))
                                .last()
                                .loss());
        assertThat(found.results().collect(TrialResults.Result::score).getLast())
                .isNaN();
    }

    @Test
    void aLossMayGrowIfItIsToBeShown() {
        var history = trainer(twoLayers(), 3).untilNotFinite().train(Blobs.data(30, 1));
        assertThat(history.last().loss()).isBetween(1e6, Double.MAX_VALUE);
    }

    /** A single step may be off without an end of the training. */
    @Test
    void aLossThatComesBackDoesNotEndTraining() {
        var factors = List.of(1.0, 1e15, 1.0).iterator();
        var model = Blobs.model();
        var history = Trainer.of(
                        model,
                        (y, batch) -> {
                            double factor = factors.next();
                            return Blobs.CROSS_ENTROPY.of(y, batch).add(factor).sub(1);
                        },
                        Blobs.momentum(model))
                .batchSize(10)
                .train(Blobs.data(30, 1));
        assertThat(history.last().loss()).isGreaterThan(1e14);
    }

    @Test
    void aValidationLossThatIsNotFiniteEndsTrainingBeforeACheckpoint(@TempDir Path folder) {
        var file = folder.resolve("run");
        var bad = Dataset.of(Tensor.of(new float[][] {{0, 1}, {Float.POSITIVE_INFINITY, 0}}), Indices.of(1, 0));
        var trainer = Blobs.trainer(Blobs.model()).validation(bad).checkpoint(file);
        var thrown = diverges(trainer, Blobs.data(30, 1));
        assertThat(thrown.quantity()).isEqualTo("validation loss");
        assertThat(thrown)
                .hasMessage("training: needs finite numbers, got a validation loss of NaN at step 3 (epoch 1);"
                        + " the inputs of the batch are not finite: look at the data");
        assertThat(file).doesNotExist();
    }

    /** It is computed of constants, and once more with a graph when it is not finite. */
    @Test
    void theLayerOfAValidationLossThatIsNotFiniteIsNamed() {
        var good = Dataset.of(Tensor.of(new double[][] {{1}, {4}}), Indices.of(1, 1));
        var bad = Dataset.of(Tensor.of(new double[][] {{1}, {-4}}), Indices.of(1, 1));
        for (Layer first : List.of(
                Linear.of(Tensor.of(new double[][] {{1.0}}), Tensor.of(0.0)),
                Linear.of(Tensor.of(new double[][] {{1.0}}), Tensor.of(0.0)).frozen())) {
            var model = Sequential.of(
                    first,
                    Sequential.of(new Root(), new Sigmoid()),
                    Linear.of(Tensor.of(new double[][] {{1.0}}), Tensor.of(0.0)));
            var sgd = new SGD().of(model.parameters()).learningRate(0);
            var thrown = diverges(Trainer.of(model, (y, _) -> y.mean(), sgd).validation(bad), good);
            assertThat(thrown.quantity()).isEqualTo("validation loss");
            assertThat(thrown.layer()).isEqualTo("1.0");
            assertThat(thrown).hasMessageContaining(" of layer 1.0, Root");
        }
    }

    @Test
    void theOperationOfAValidationLossThatIsNotFiniteIsNamed() {
        var model = Sequential.of(Linear.of(Tensor.of(new double[][] {{1.0}}), Tensor.of(0.0)));
        var good = Dataset.of(Tensor.of(new double[][] {{1}}), Indices.of(1));
        var bad = Dataset.of(Tensor.of(new double[][] {{-4}}), Indices.of(1));
        var sgd = new SGD().of(model.parameters()).learningRate(0);
        var thrown = diverges(Trainer.of(model, (y, _) -> y.log().mean(), sgd).validation(bad), good);
        assertThat(thrown.operation()).isEqualTo("log");
        assertThat(thrown)
                .hasMessage("training: needs finite numbers, got a validation loss of NaN at step 1 (epoch 1);"
                        + " born in log : F64[1, 1] in the objective, the logarithm of -4.0");
    }

    /** The root's slope at 0 is infinite, and a layer takes it. */
    private record Root() implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return x.sqrt();
        }
    }

    @Test
    void theLayerOfAnInfiniteSlopeIsNamed() {
        var inner = Sequential.of(new Root(), new Sigmoid());
        var model = Sequential.of(Linear.of(Tensor.of(new double[][] {{1.0}}), Tensor.of(0.0)), inner);
        var data = Dataset.of(Tensor.of(new double[][] {{0}}), Indices.of(1));
        var sgd = new SGD().of(model.parameters()).learningRate(0.1);
        var thrown = diverges(Trainer.of(model, (y, _) -> y.mean(), sgd), data);
        assertThat(thrown.quantity()).isEqualTo("gradient of 0.weight");
        assertThat(thrown.layer()).isEqualTo("1.0");
        assertThat(thrown)
                .hasMessageContaining(
                        "born in the derivative of sqrt : F64[1, 1] of layer 1.0, Root, whose slope at 0 is infinite");
    }

    @Test
    void anObjectiveThatCannotBeComputedAgainHidesNothing() {
        var once = List.of(1.0).iterator();
        var model = Sequential.of(Linear.of(Tensor.of(new double[][] {{1.0}}), Tensor.of(0.0)));
        Objective root = (y, _) -> y.sqrt().mean().mul(once.next());
        var data = Dataset.of(Tensor.of(new double[][] {{0}}), Indices.of(1));
        var thrown = diverges(Trainer.of(model, root, new SGD().of(model).learningRate(0.1)), data);
        assertThat(thrown.layer()).isNull();
        assertThat(thrown)
                .hasMessageEndingWith(
                        "born in the derivative of sqrt : F64[1, 1] after 0.weight, 0.bias, whose slope at 0 is"
                                + " infinite");
    }

    /** Counts in a buffer how often it was trained. */
    private record Counting(Buffer count) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            if (mode.isTraining("Counting")) {
                count.set(count.value().add(1.0));
            }
            return x;
        }

        @Override
        public ImmutableList<NamedBuffer> namedBuffers() {
            return Lists.immutable.with(new NamedBuffer("count", count));
        }
    }

    @Test
    void buffersAreAsBeforeTheStepThatWasNotTaken() {
        var counting = new Counting(Buffer.of("count", Tensor.zeros(DType.F64, Shape.of(1))));
        var model = Sequential.of(counting, Blobs.model());
        var data = Dataset.of(Tensor.of(new float[][] {{0, 1}, {1, 0}, {0, Float.NaN}}), Indices.of(1, 0, 1));
        var thrown = diverges(Blobs.trainer(model).inOrder().batchSize(1), data);
        assertThat(thrown.step()).isEqualTo(3);
        assertThat(counting.count.value().item()).isEqualTo(2);
    }

    @Test
    void buffersAreAsBeforeAStepWhoseGradientIsNotFinite() {
        var counting = new Counting(Buffer.of("count", Tensor.zeros(DType.F64, Shape.of(1))));
        var model = Sequential.of(Linear.of(Tensor.of(new double[][] {{1.0}}), Tensor.of(0.0)), new Root(), counting);
        var data = Dataset.of(Tensor.of(new double[][] {{1}, {0}}), Indices.of(1, 1));
        var sgd = new SGD().of(model.parameters()).learningRate(0);
        var thrown =
                diverges(Trainer.of(model, (y, _) -> y.mean(), sgd).inOrder().batchSize(1), data);
        assertThat(thrown.step()).isEqualTo(2);
        assertThat(counting.count.value().item()).isEqualTo(1);
    }

    private static DivergenceException diverges(Trainer trainer, Dataset data) {
        return catchThrowableOfType(DivergenceException.class, () -> trainer.train(data));
    }
}
