package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
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
import org.eclipse.collections.api.factory.Maps;
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
        trainer(never).withoutHints().train(scaled);
        assertThat(SeenInputs.of(never)).isNull();
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
