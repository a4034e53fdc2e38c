package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Conv2d;
import gradus.nn.layer.Embedding;
import gradus.nn.layer.Flatten;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Tanh;
import gradus.nn.layer.Unflatten;
import gradus.nn.loss.CrossEntropy;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Inputs out of scale and labels out of step are noticed, with their numbers, and others are let pass. */
class DataHintsTest extends HintTrainings {
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

    /** Each pixel is a feature, not each column of them. */
    @Test
    void pixelsOfImages() {
        var pixels = digits.mapInputs(x -> x.mul(255));
        var random = Randomness.seeded(3);
        var model = Sequential.of(
                Unflatten.of(1, 8, 8),
                Conv2d.of(1, 2, 3, random),
                new Tanh(),
                new Flatten(),
                Linear.of(72, 10, random));
        assertThat(only(trainer(model, 1e-4).train(pixels), "inputs out of scale")
                        .evidence())
                .contains(" of 64 features");
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
                        + " be in [\\d.]+ %; of 400 examples \\d+ have the label of the one with the nearest inputs,"
                        + " \\d+ by chance, but \\d\\d\\d with the labels 1 further on");
        var early =
                only(trainer(network(new Tanh()), 0.1).train(withLabels(mixed, 2)), "labels out of step with inputs");
        assertThat(early.evidence()).endsWith("with the labels 2 before");
    }

    /** Labels that are in a view's order, or in a source's, are put back into the order that they came in. */
    @Test
    void labelsOutOfStepAreFoundBehindAShuffle() {
        var late = withLabels(digits.shuffled(Randomness.seeded(2)), -1);
        var model = network(new Tanh());
        EpochSource source = own -> late.shuffled(own).batches(20);
        var history =
                Trainer.of(model, Blobs.CROSS_ENTROPY, descent(model, 0.1)).train(source);
        assertThat(only(history, "labels out of step with inputs").evidence()).endsWith("with the labels 1 further on");
        var other = network(new Tanh());
        var shuffled = late.shuffled(Randomness.seeded(9)).holdOut(0.1).train();
        assertThat(subjects(trainer(other, 0.1).train(shuffled))).containsExactly("labels out of step with inputs");
    }

    @Test
    void distributionsOutOfStep() {
        var late = withLabels(digits.shuffled(Randomness.seeded(2)), -1).oneHot(10, DType.F32);
        var model = network(new Tanh());
        Objective distribution = (y, batch) -> new CrossEntropy().mean(y, batch.targets());
        var history = Trainer.of(model, distribution, descent(model, 0.1))
                .batchSize(20)
                .train(late);
        assertThat(subjects(history)).containsExactly("labels out of step with inputs");
    }

    /** Right labels too may be unlike those of neighbors. */
    @Test
    void labelsThatNothingIsKnownOfAreLetPass() {
        var mixed = digits.shuffled(Randomness.seeded(2));
        assertThat(subjects(trainer(network(new Tanh()), 0.1).train(withLabels(mixed, 300))))
                .isEmpty();
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
}
