package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Frozen;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.NamedParameter;
import gradus.nn.NamedTensors;
import gradus.nn.SeenInputs;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.data.Digits;
import gradus.nn.data.Said;
import gradus.nn.data.Scaling;
import gradus.nn.data.Split;
import gradus.nn.files.SavedModel;
import gradus.nn.input.Standardize;
import gradus.nn.layer.Linear;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.Evaluation;
import gradus.nn.metrics.Prediction;
import gradus.nn.optim.SGD;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that was trained on scaled data says so when it meets raw ones, and nothing otherwise. */
class SeenInputsTest {
    private final Split digits =
            Digits.generated(300, Randomness.seeded(3)).all().holdOut(0.4);
    private final Scaling scaling = Scaling.standardizing(digits.train());
    private final Dataset scaled = digits.train().mapInputs(scaling);

    @TempDir
    private Path folder;

    private static Layer network(int seed) {
        return Sequential.of(Linear.of(64, 10, Randomness.seeded(seed)));
    }

    private static Trainer trainer(Layer model) {
        var sgd = new SGD().of(model).learningRate(0.1);
        return Trainer.of(model, (y, batch) -> new CrossEntropy().mean(y, batch.labels()), sgd);
    }

    private Layer trained() {
        Layer model = network(1);
        trainer(model).train(scaled);
        return model;
    }

    private static void assertWarnedOnce(MutableList<String> said) {
        assertThat(said).singleElement().asString().matches("""
                inputs unlike those of the training: trained on inputs from -[\\d.]+ to [\\d.]+,\
                 now inputs from 0 to 16, none below 0 where there were \\d\\d %;\
                 were these scaled, .* Standardize, a layer, .*""");
    }

    @Test
    void rawInputsAreNoticedOnce() throws IOException {
        Layer model = trained();
        assertWarnedOnce(Said.during(() -> {
            Evaluation.of(model, digits.validation());
            Evaluation.of(model, digits.validation());
            Prediction.all(model, digits.validation());
        }));
        Layer other = trained();
        assertWarnedOnce(Said.during(() -> Prediction.all(other, digits.validation())));
    }

    @Test
    void thoseOfTheTrainingAreLetPass() throws IOException {
        Layer model = trained();
        Layer whole = Sequential.of(Standardize.of(digits.train()), model);
        Layer never = network(2);
        assertThat(Said.during(() -> {
                    Evaluation.of(model, digits.validation().mapInputs(scaling));
                    Evaluation.of(whole, digits.validation());
                    Evaluation.of(never, digits.validation());
                    Evaluation.of(model, digits.validation().slice(0, 29));
                }))
                .isEmpty();
        trainer(whole).train(digits.train());
        assertThat(Said.during(() -> Evaluation.of(whole, digits.validation()))).isEmpty();
        assertThat(SeenInputs.of(never)).isNull();
    }

    @Test
    void itIsRememberedWithoutHintsToo() throws IOException {
        Layer model = network(1);
        trainer(model).withoutHints().train(scaled);
        assertThat(SeenInputs.of(model)).isEqualTo(SeenInputs.of(trained())).isNotNull();
        assertWarnedOnce(Said.during(() -> Evaluation.of(model, digits.validation())));
    }

    /** A layer that tells when it is asked for its parameters. */
    private record Asked(Linear linear, MutableList<Boolean> asked) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return linear.forward(x, mode);
        }

        @Override
        public ImmutableList<NamedParameter> namedParameters() {
            asked.add(true);
            return Layer.super.namedParameters();
        }
    }

    @Test
    void aComparisonGoesThroughTheModelOnce() throws IOException {
        var model = new Asked(Linear.of(64, 10, Randomness.seeded(1)), Lists.mutable.empty());
        trainer(model).train(scaled);
        var comparison = SeenInputs.comparison(model);
        int before = model.asked().size();
        NamedTensors raw = digits.validation().all().namedInputs();
        assertWarnedOnce(Said.during(() -> IntStream.range(0, 3).forEach(_ -> comparison.accept(raw))));
        assertThat(model.asked()).hasSize(before);
    }

    /** A copy is warned of with the model, and a copy of a copy too. */
    @Test
    void frozenCopiesHaveItToo() throws IOException {
        Layer model = trained();
        Layer frozen = model.frozen();
        assertThat(SeenInputs.of(frozen)).isEqualTo(SeenInputs.of(model)).isNotNull();
        Layer copy = Frozen.copy(model);
        assertThat(SeenInputs.of(copy)).isEqualTo(SeenInputs.of(model));
        assertThat(SeenInputs.of(Frozen.copy(frozen))).isEqualTo(SeenInputs.of(model));
        assertWarnedOnce(Said.during(() -> {
            Prediction.all(frozen, digits.validation());
            Evaluation.of(copy, digits.validation());
            Evaluation.of(model, digits.validation());
        }));
        Layer tuned = Sequential.of(frozen, Linear.of(10, 10, Randomness.seeded(3)));
        assertThat(SeenInputs.of(tuned)).isNull();
        trainer(tuned).train(scaled);
        assertThat(SeenInputs.of(tuned.frozen()))
                .isEqualTo(SeenInputs.of(tuned))
                .isNotNull();
    }

    /** In another process the model is made anew. */
    @Test
    void aTrainingThatGoesOnHasIt() {
        Path file = folder.resolve("run.gradus");
        Layer first = network(1);
        trainer(first).checkpoint(file).train(scaled);
        Layer second = network(1);
        trainer(second).epochs(2).checkpoint(file).resume(scaled);
        assertThat(SeenInputs.of(second)).isEqualTo(SeenInputs.of(first)).isNotNull();
        Layer done = network(1);
        trainer(done).epochs(2).checkpoint(file).resume(scaled);
        assertThat(SeenInputs.of(done)).isEqualTo(SeenInputs.of(first));
    }

    /** Files from before it was in them: what goes on sees for itself. */
    @Test
    void aCheckpointWithoutItIsGoneOnFrom() {
        Path file = folder.resolve("run.gradus");
        Layer first = network(1);
        trainer(first).checkpoint(file).train(scaled);
        Checkpoint whole = Checkpoint.read(file, first);
        new Checkpoint(
                        whole.settings(),
                        whole.rate(),
                        whole.epochs(),
                        whole.stepLosses(),
                        whole.model(),
                        whole.best(),
                        whole.optimizer(),
                        whole.plateau(),
                        null)
                .write(file, first);
        Layer second = network(1);
        SeenInputs.remember(second, SeenInputs.of(Tensor.zeros(50, 64)));
        trainer(second).epochs(2).checkpoint(file).resume(scaled);
        assertThat(SeenInputs.of(second).largest())
                .isCloseTo(SeenInputs.of(first).largest(), within(5.0));
    }

    /** Records that are equal are different models if their parameters are. */
    @Test
    void itBelongsToTheModelAndNotToItsEquals() {
        Layer model = trained();
        SeenInputs seen = SeenInputs.of(model);
        assertThat(SeenInputs.of(Sequential.of(((Sequential) model).layers().toArray(new Layer[0]))))
                .isEqualTo(seen);
        assertThat(SeenInputs.of(Sequential.of(model))).isNull();
        record Empty() implements Layer {
            @Override
            public Tensor forward(Tensor x, Mode mode) {
                return x;
            }
        }
        SeenInputs.remember(new Empty(), seen);
        assertThat(SeenInputs.of(new Empty())).isNull();
        Layer whole = Sequential.of(Standardize.of(digits.train()), model);
        trainer(whole).train(digits.train());
        assertThat(SeenInputs.of(whole)).isNotEqualTo(seen).isNotNull();
        assertThat(SeenInputs.of(model)).isEqualTo(seen);
    }

    /** What the file does not know is not known any more. */
    @Test
    void valuesFromAFileWithoutItTakeItAway() {
        Layer model = trained();
        SavedModel.of(network(2), Maps.immutable.empty()).into(model);
        assertThat(SeenInputs.of(model)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "model.safetensors"})
    void savedWithTheModel(String name) throws IOException {
        Layer model = trained();
        SavedModel.of(model, Maps.immutable.of("seed", "7")).write(folder.resolve(name));
        Layer served = network(5);
        SavedModel saved = SavedModel.read(folder.resolve(name));
        assertThat(saved.metadata().keysView()).containsExactly("seed", SeenInputs.NAME);
        assertThat(Said.during(() -> Evaluation.of(served, digits.validation())))
                .isEmpty();
        saved.into(served);
        assertThat(SeenInputs.of(served)).isEqualTo(SeenInputs.of(model));
        assertWarnedOnce(Said.during(() -> Evaluation.of(served, digits.validation())));
    }

    @Test
    void aValidationSetThatIsNotScaledIsHintedAt() {
        Layer model = network(1);
        History history =
                trainer(model).batchSize(10).validation(digits.validation()).train(scaled);
        assertThat(history.hints().collect(Hint::subject))
                .containsExactly("validation inputs unlike those of the training");
        assertThat(history.hints().getFirst().evidence()).contains("now inputs from 0 to 16, none below 0");
        History right = trainer(network(1))
                .batchSize(10)
                .validation(digits.validation().mapInputs(scaling))
                .train(scaled);
        assertThat(right.hints()).isEmpty();
    }

    @Test
    void eachKindOfDifferenceHasItsNumbers() {
        Tensor pixels = Tensor.uniform(DType.F32, Shape.of(200, 5), 0, 1, Randomness.seeded(1));
        SeenInputs small = SeenInputs.of(pixels);
        SeenInputs large = SeenInputs.of(pixels.mul(255)).plus(SeenInputs.of(pixels.mul(250)));
        assertThat(large.count()).isEqualTo(1000);
        assertThat(large.size()).isBetween(115.0, 135.0);
        assertThat(small.difference(pixels.mul(255)))
                .startsWith("trained on inputs from 0.")
                .endsWith(", far outside of it in most examples");
        assertThat(large.difference(pixels)).matches(".*, all small beside a mean size of 1[\\d.]+");
        assertThat(small.difference(pixels.mul(2).sub(1))).matches(".*, [45]\\d % below 0 where there were none");
        assertThat(small.difference(pixels.mul(1.9))).isNull();
        assertThat(SeenInputs.of(Tensor.zeros(0, 5)).difference(pixels)).isNull();
        assertThat(small.difference(Tensor.full(DType.F32, Shape.of(40, 5), Double.NaN)))
                .isNull();
    }

    /** Standard features with heavy tails, and few examples. */
    @Test
    void otherDrawsOfTheSameKindAreLetPass() {
        for (int seed = 0; seed < 100; seed++) {
            var random = Randomness.seeded(seed);
            Tensor both = Tensor.normal(DType.F64, Shape.of(130, 4), 0, 1, random)
                    .mul(1.5)
                    .exp();
            Tensor scaledBoth = Scaling.standardizing(both).apply(both);
            SeenInputs seen = SeenInputs.of(scaledBoth.slice(0, 0, 100));
            assertThat(seen.difference(scaledBoth.slice(0, 100, 130)))
                    .as("seed " + seed)
                    .isNull();
        }
    }

    @Test
    void onlyItsOwnTextIsRead() {
        SeenInputs seen = SeenInputs.of(Tensor.of(-1f, 2, 3, 4).reshape(2, 2));
        assertThat(seen).hasToString("least -1.0, largest 4.0, mean size 2.5, negative 0.25, of 4 numbers");
        assertThat(SeenInputs.parse(seen.toString())).isEqualTo(seen);
        assertThat(SeenInputs.parse("")).isNull();
        assertThat(SeenInputs.parse("least a, largest 4.0, mean size 2.5, negative 0.25, of 4 numbers"))
                .isNull();
    }
}
