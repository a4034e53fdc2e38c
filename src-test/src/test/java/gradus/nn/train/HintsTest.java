package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Initializer;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.data.Digits;
import gradus.nn.data.Said;
import gradus.nn.data.Scaling;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Embedding;
import gradus.nn.layer.Flatten;
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
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import gradus.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/** Each mistake is noticed, with its numbers, and what is none is let pass. */
class HintsTest {
    private final Randomness random = Randomness.seeded(11);

    /** 600 drawn digits of 8 x 8 pixels from 0 to about 1. */
    private final Dataset digits =
            scaled(Digits.generated(600, Randomness.seeded(4)).all());

    private static Dataset scaled(Dataset data) {
        return data.mapInputs(Scaling.toRangeWhole(data, 0, 1));
    }

    private Sequential network(Layer activation) {
        return Sequential.of(Linear.of(64, 32, random), activation, Linear.of(32, 10, random));
    }

    private static Optimizer descent(Layer model, double rate) {
        return new SGD().of(model).learningRate(rate);
    }

    private static Trainer trainer(Layer model, double rate) {
        return Trainer.of(model, Blobs.CROSS_ENTROPY, descent(model, rate))
                .batchSize(20)
                .seed(3);
    }

    private static ImmutableList<String> subjects(History history) {
        return history.hints().collect(Hint::subject);
    }

    private static Hint only(History history, String subject) {
        assertThat(subjects(history)).containsExactly(subject);
        return history.hints().getOnly();
    }

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
                        + " or more,"
                        + " by a rate of 1000\\.0");
        assertThat(hint.advice()).isEqualTo("try a tenth of the rate");
        assertThat(hint).hasToString("learning rate too high: " + hint.evidence() + "; try a tenth of the rate");
        assertThat(subjects(trainer(network(new Tanh()), 1000).untilNotFinite().train(digits)))
                .as("on purpose")
                .doesNotContain("learning rate too high");
    }

    @Test
    void aRateTooLow() {
        var hint = only(trainer(network(new Tanh()), 1e-9).train(digits), "learning rate too low");
        assertThat(hint.evidence())
                .matches("30 steps by a rate of 1\\.0E-9 moved the parameters by [\\d.e-]+ of their size, and the loss"
                        + " stayed at 2\\.\\d+; 0\\.01 of their size down the gradient would lower it"
                        + " by about 0\\.\\d+");
        var warm = network(new Tanh());
        Schedule warmUp = step -> 1e-9 * (step + 1);
        assertThat(subjects(trainer(warm, 1).schedule(warmUp).train(digits)))
                .as("a rate that rises")
                .isEmpty();
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
    void pixelsFrom0To255() {
        var pixels = digits.mapInputs(x -> x.mul(255));
        var hint = only(trainer(network(new Tanh()), 1e-3).train(pixels), "inputs out of scale");
        assertThat(hint.evidence())
                .matches(
                        "the inputs go from 0 to \\d+(\\.\\d+)?, with \\d+ of 64 features of a size \\(root of the mean"
                                + " square\\) above 20 and up to [\\d.]+");
        assertThat(hint.advice()).startsWith("Scaling.standardizing(train)");
    }

    @Test
    void oneFeatureOutOfScaleIsNamed() {
        var factors = new float[64];
        Arrays.fill(factors, 1f);
        factors[20] = 1e4f;
        var uneven = digits.mapInputs(x -> x.add(0.1).mul(Tensor.of(factors)));
        var hints = trainer(network(new Tanh()), 1e-4).train(uneven).hints();
        assertThat(hints.collect(Hint::subject)).contains("inputs out of scale");
        assertThat(hints.detect(hint -> hint.subject().startsWith("inputs")).evidence())
                .startsWith("feature 20 of the inputs goes from 1000 to ")
                .contains("with 1 of 64 features");
    }

    @Test
    void tinyInputs() {
        var tiny = digits.mapInputs(x -> x.mul(1e-6));
        assertThat(subjects(trainer(network(new Tanh()), 0.1).train(tiny))).contains("inputs out of scale");
    }

    /** What a model does to its inputs before the first parameters counts, and numbers of words are no sizes. */
    @Test
    void inputsThatTheModelScalesOrLooksUpAreLetPass() {
        var pixels = digits.mapInputs(x -> x.mul(255));
        Layer shrink = (x, _) -> x.div(255);
        assertThat(subjects(
                        trainer(Sequential.of(shrink, network(new Tanh())), 0.5).train(pixels)))
                .isEmpty();
        var words = Dataset.of(
                Tensor.arange(DType.F32, 200).reshape(200, 1),
                Indices.of(new int[200]).oneHot(2, DType.F32));
        var lookup = Sequential.of(Embedding.of(200, 8, random), new Flatten(), Linear.of(8, 2, random));
        Objective distribution = (y, batch) -> new CrossEntropy().mean(y, batch.targets());
        var history = Trainer.of(lookup, distribution, descent(lookup, 0.1))
                .batchSize(10)
                .train(words);
        assertThat(subjects(history)).isEmpty();
    }

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

    private Dataset withLabels(Dataset data, int move) {
        int[] labels = data.labels().toArray();
        int[] moved = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            moved[i] = labels[Math.floorMod(i + move, labels.length)];
        }
        return Dataset.of(data.all().inputs(), Indices.of(moved));
    }

    @Test
    void labelsOutOfStep() {
        var mixed = digits.shuffled(Randomness.seeded(2));
        var late =
                only(trainer(network(new Tanh()), 0.1).train(withLabels(mixed, -1)), "labels out of step with inputs");
        assertThat(late.evidence())
                .matches("the model is right in [\\d.]+ % of 400 examples, and always the commonest label would"
                        + " be in [\\d.]+"
                        + " %; neighbors among the inputs have like labels by -?[\\d.]+ % more than"
                        + " chance, but by [\\d.]+ %"
                        + " with the label 1 further on");
        var early =
                only(trainer(network(new Tanh()), 0.1).train(withLabels(mixed, 2)), "labels out of step with inputs");
        assertThat(early.evidence()).endsWith("with the label 2 before");
    }

    @Test
    void labelsThatHaveNothingToDoWithTheInputs() {
        var mixed = digits.shuffled(Randomness.seeded(2));
        var history = trainer(network(new Tanh()), 0.1).train(withLabels(mixed, 300));
        assertThat(subjects(history)).containsExactly("labels and inputs seem unrelated");
    }

    /** A model that guesses for another reason says nothing against the labels. */
    @Test
    void aModelThatGuessesIsNoMatterOfLabels() {
        assertThat(subjects(trainer(network(new Tanh()), 1e-9).train(digits.shuffled(random))))
                .containsExactly("learning rate too low");
    }

    @Test
    void labelsThatCountFromOne() {
        var fromOne = Dataset.of(
                digits.all().inputs(),
                Indices.of(Arrays.stream(digits.labels().toArray())
                        .map(label -> label + 1)
                        .toArray()));
        var model = Sequential.of(Linear.of(64, 11, random));
        var hint = only(trainer(model, 0.5).train(fromOne), "labels off by one");
        assertThat(hint.evidence())
                .isEqualTo("of 600 examples none has label 0, and labels go from 1 to 10 for 11 outputs");
        var wide = Sequential.of(Linear.of(64, 20, random));
        assertThat(subjects(trainer(wide, 0.5).train(fromOne)))
                .as("outputs to spare")
                .isEmpty();
        var two = digits.mapLabels(label -> label == 3 ? 3 : 1);
        assertThat(subjects(
                        trainer(Sequential.of(Linear.of(64, 4, random)), 0.1).train(two)))
                .as("other classes are missing too")
                .isEmpty();
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
