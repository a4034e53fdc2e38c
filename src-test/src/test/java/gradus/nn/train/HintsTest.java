package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.data.Said;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.LeakyReLU;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.layer.Sigmoid;
import gradus.nn.layer.Softmax;
import gradus.nn.layer.Tanh;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.loss.SquaredError;
import gradus.nn.optim.SGD;
import gradus.nn.optim.Schedule;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Hints of the rate and of what is forgotten, and what all hints have in common. */
class HintsTest extends HintTrainings {
    @Test
    void aTrainingThatGoesWellIsLetPass() {
        for (var activation : new Layer[] {new ReLU(), new Sigmoid(), new Tanh(), new LeakyReLU()}) {
            assertThat(subjects(trainer(network(activation), 0.5).train(digits)))
                    .isEmpty();
        }
        var norm = Sequential.of(Linear.of(64, 32, random), BatchNorm.of(32), new ReLU(), Linear.of(32, 10, random));
        assertThat(subjects(trainer(norm, 0.1).train(digits))).isEmpty();
        var blobs = Blobs.model();
        assertThat(subjects(Blobs.trainer(blobs).epochs(3).train(Blobs.data(100, 1))))
                .isEmpty();
    }

    @Test
    void aRateTooHigh() {
        var history = trainer(network(new Tanh()), 1000).train(digits);
        assertThat(subjects(history))
                .as("and what comes of it")
                .containsExactly("learning rate too high", "dead units");
        var hint = history.hints().getFirst();
        assertThat(hint.evidence())
                .matches("the loss was 2\\.\\d+ at the first step, and in the last quarter of 30 steps [\\d.e+]+"
                        + " on average, by a rate of 1000\\.0; by its slope, the first step was to lower it by"
                        + " [\\d.]+ times itself");
        assertThat(hint.advice()).isEqualTo("lower the rate by powers of ten, from a tenth on");
        assertThat(hint).hasToString("learning rate too high: " + hint.evidence() + "; " + hint.advice());
        assertThat(subjects(trainer(network(new Tanh()), 1000).untilNotFinite().train(digits)))
                .as("on purpose")
                .doesNotContain("learning rate too high");
    }

    @Test
    void aRateTooLow() {
        var hint = only(trainer(network(new Tanh()), 1e-9).train(digits), "learning rate too low");
        assertThat(hint.evidence())
                .matches("by its slope a step lowers the loss of 2\\.\\d+ by about [\\d.]+e-\\d\\d,"
                        + " by a rate of 1\\.0E-9, though the gradients of 30 steps agree on a direction"
                        + " \\([\\d.]+ standard errors from chance\\)");
        var warm = network(new Tanh());
        Schedule warmUp = step -> 1e-9 * (step + 1);
        assertThat(subjects(trainer(warm, 1).schedule(warmUp).train(digits)))
                .as("a rate that rises")
                .isEmpty();
    }

    /** The last steps are those before the run ends, where it ends within the epoch. */
    @Test
    void theLastStepsOfARunThatIsCutShort() {
        assertThat(subjects(trainer(network(new Tanh()), 1000).maxSteps(12).train(digits)))
                .contains("learning rate too high");
        assertThat(subjects(trainer(network(new Tanh()), 1e-9).maxSteps(12).train(digits)))
                .containsExactly("learning rate too low");
    }

    /** Where a model has learned all there is, it moves no further, and no other rate would change that. */
    @Test
    void theEndOfALearningIsNoRateTooLow() {
        var line = Linear.of(1, 1, random);
        var x = Tensor.uniform(DType.F32, Shape.of(200, 1), -1, 1, random);
        var data = Dataset.of(x, x.mul(2).add(1));
        Objective squares = (y, batch) -> new SquaredError().mean(y, batch.targets());
        Trainer.of(line, squares, descent(line, 0.5)).batchSize(20).epochs(60).train(data);
        var again = Trainer.of(line, squares, descent(line, 1e-6)).batchSize(20).train(data);
        assertThat(subjects(again)).isEmpty();
    }

    @Test
    void partsThatAreForgottenAreSaidAtTheFirstStep() throws Exception {
        var model = network(new Tanh());
        var head = model.layers().getLast();
        var sgd = descent(head, 0.1);
        var told = new ArrayList<String>();
        var trainer = Trainer.of(model, Blobs.CROSS_ENTROPY, sgd).batchSize(20).listener(new TrainingListener() {
            @Override
            public void hint(Hint hint) {
                told.add("hint " + hint.evidence());
            }

            @Override
            public void step(TrainingStep step) {
                told.add("step");
            }
        });
        var said = Said.during(() -> {
            var history = trainer.train(digits);
            assertThat(subjects(history)).containsExactly("loss and optimizer");
            assertThat(history.toString()).contains("\nhint: loss and optimizer: the loss depends on 0.bias F32[32]");
        });
        assertThat(told.subList(0, 2))
                .containsExactly(
                        "hint the loss depends on 0.bias F32[32], 0.weight F32[32, 64], which no optimizer changes",
                        "step");
        assertThat(said)
                .as("not once more by the optimizer")
                .containsExactly(
                        "loss and optimizer: the loss depends on 0.bias F32[32], 0.weight F32[32, 64], which no"
                                + " optimizer changes; freeze() says that this is on purpose");
        model.layers().getFirst().freeze();
        assertThat(subjects(Trainer.of(model, Blobs.CROSS_ENTROPY, sgd)
                        .batchSize(20)
                        .train(digits)))
                .isEmpty();
    }

    @Test
    void hintsAreLoggedOnceAndCanBeTurnedOff() throws Exception {
        var model = Sequential.of(network(new Tanh()), new Softmax());
        assertThat(Said.during(() -> trainer(model, 0.5).epochs(3).train(digits)))
                .hasSize(1)
                .allMatch(line -> line.startsWith("softmax twice: the result of softmax"));
        var head = model.layers().getFirst();
        assertThat(Said.during(() -> assertThat(subjects(Trainer.of(
                                        model,
                                        Blobs.CROSS_ENTROPY,
                                        new SGD().of(head.parameters().take(2)).learningRate(0.5))
                                .withoutHints()
                                .train(digits)))
                        .isEmpty()))
                .isEmpty();
    }

    /** Epochs of three steps: the fourth is the first after which there are ten. */
    @Test
    void shortEpochsAreWaitedFor() {
        var model = Sequential.of(network(new Tanh()), new Softmax());
        var data = digits.slice(0, 60);
        assertThat(subjects(trainer(model, 0.5).epochs(3).train(data))).isEmpty();
        assertThat(subjects(trainer(model, 0.5).epochs(4).train(data))).containsExactly("softmax twice");
    }

    @Test
    void noBitOfATrainingChanges() {
        var plain = Sequential.of(Linear.of(64, 10, Randomness.seeded(1)), new Dropout(0.3), new Softmax());
        var watched = Sequential.of(Linear.of(64, 10, Randomness.seeded(1)), new Dropout(0.3), new Softmax());
        var one = trainer(plain, 300).epochs(2).withoutHints().train(digits);
        var other = trainer(watched, 300).epochs(2).train(digits);
        assertThat(other.hints()).isNotEmpty();
        assertThat(other.stepLosses()).isEqualTo(one.stepLosses());
        assertThat(Blobs.values(watched)).isEqualTo(Blobs.values(plain));
    }

    /** The model and the objective may count or draw: they are asked for the steps alone. */
    @Test
    void nothingIsAskedOnceMore() {
        var calls = new ArrayList<String>();
        record Counting(ArrayList<String> calls) implements Layer {
            @Override
            public Tensor forward(Tensor x, Mode mode) {
                calls.add("forward");
                return x;
            }
        }
        var model = Sequential.of(new Counting(calls), Linear.of(64, 10, random), new Softmax());
        Objective counting = (y, batch) -> {
            calls.add("objective");
            return new CrossEntropy().mean(y, batch.labels());
        };
        assertThat(Trainer.of(model, counting, descent(model, 0.1))
                        .batchSize(20)
                        .train(digits)
                        .hints())
                .isNotEmpty();
        assertThat(calls).hasSize(60);
    }

    @Test
    void whatDivergesInTheFirstEpochIsToldOfItsInputs() {
        var pixels = digits.mapInputs(x -> x.mul(25_500));
        var model = network(new ReLU());
        assertThatThrownBy(() -> trainer(model, 1e6).epochs(5).train(pixels))
                .isInstanceOf(DivergenceException.class)
                .hasMessageContaining("the inputs go from 0 to 25500, with ")
                .hasMessageContaining("Scaling.standardizing(train) brings each feature to unit size");
    }
}
