package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Mode;
import gradus.nn.Model;
import gradus.nn.NamedParameter;
import gradus.nn.NamedTensors;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.files.SavedModel;
import gradus.nn.layer.Embedding;
import gradus.nn.layer.Linear;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.loss.SquaredError;
import gradus.nn.metrics.Accuracy;
import gradus.nn.metrics.Evaluation;
import gradus.nn.metrics.Metric;
import gradus.nn.metrics.Prediction;
import gradus.nn.metrics.RegressionErrors;
import gradus.nn.optim.Adam;
import gradus.nn.optim.SGD;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of several inputs and outputs are trained, measured, saved and resumed like layers. */
class ModelTest {
    private static final int COUNT = 120;

    private static final Objective BOTH = (stars, batch) -> new SquaredError()
            .mean(stars, batch.targets())
            .add(new CrossEntropy().mean(batch.output("seen"), batch.indices("seen")));

    private static final Metric SEEN = (_, batch) -> Accuracy.of(batch.output("seen"), batch.indices("seen"));

    /** Two inputs, two outputs. */
    private record Rating(Embedding users, Embedding films, Linear stars, Linear seen) implements Model {
        static Rating of(long seed) {
            var random = Randomness.seeded(seed);
            return new Rating(
                    Embedding.of(6, 4, random),
                    Embedding.of(5, 4, random),
                    Linear.of(8, 1, random),
                    Linear.of(8, 2, random));
        }

        @Override
        public NamedTensors forward(NamedTensors inputs, Mode mode) {
            Tensor both =
                    Tensor.concat(-1, users.forward(inputs.indices("user")), films.forward(inputs.indices("film")));
            return NamedTensors.of("stars", mode.apply("stars", stars, both))
                    .with("seen", mode.apply("seen", seen, both));
        }
    }

    /** Stars are a sum of what user and film are worth; whoever has an even number has seen the film. */
    private static Dataset data(int count, long seed) {
        var random = Randomness.seeded(seed);
        Indices users = Indices.of(random.ints(count, 0, 6).toArray());
        Indices films = Indices.of(random.ints(count, 0, 5).toArray());
        double[] stars = IntStream.range(0, count)
                .mapToDouble(i -> 0.3 * users.get(i) - 0.2 * films.get(i))
                .toArray();
        return Dataset.of(
                NamedTensors.of("user", users).with("film", films),
                NamedTensors.of("stars", Tensor.of(stars).to(DType.F32).reshape(count, 1))
                        .with("seen", users.floorMod(2)));
    }

    private static Trainer trainer(Model model) {
        return Trainer.of(model, BOTH, new Adam().of(model).learningRate(0.02))
                .batchSize(10)
                .metric("seen", SEEN)
                .metric(
                        "error",
                        (stars, batch) ->
                                RegressionErrors.of(stars, batch.targets()).meanAbsolute())
                .validation(data(30, 2));
    }

    private static ImmutableList<double[]> values(Model model) {
        return model.parameters().collect(parameter -> parameter.value().toDoubleArray());
    }

    @Test
    void itLearnsAllOutputs() {
        Rating model = Rating.of(1);
        assertThat(model.namedParameters().collect(NamedParameter::name))
                .containsExactly(
                        "users.weight", "films.weight", "stars.weight", "stars.bias", "seen.weight", "seen.bias");
        History history = trainer(model).epochs(20).train(data(COUNT, 1));
        assertThat(history.last().get("validation seen")).isEqualTo(1);
        assertThat(history.last().get("validation error")).isLessThan(0.15);
        NamedTensors asked = NamedTensors.of("user", Indices.of(4)).with("film", Indices.of(0));
        assertThat(model.forward(asked, Mode.evaluation()).first().item()).isBetween(0.9, 1.5);
    }

    @Test
    void severalProcessesHaveTheSameBits() {
        Rating alone = Rating.of(1);
        History one = trainer(alone).epochs(2).shards(4).train(data(COUNT, 1));
        Threads.run(3, group -> {
            Rating model = Rating.of(1);
            History history = trainer(model).epochs(2).shards(4).group(group).train(data(COUNT, 1));
            assertThat(values(model)).usingRecursiveComparison().isEqualTo(values(alone));
            assertThat(history.last().get("seen")).isEqualTo(one.last().get("seen"));
            assertThat(history.last().get("validation error"))
                    .isEqualTo(one.last().get("validation error"));
            return history;
        });
    }

    @Test
    void itIsSavedAndResumed(@TempDir Path folder) {
        Rating whole = Rating.of(1);
        trainer(whole).epochs(3).train(data(COUNT, 1));
        Path file = folder.resolve("rating.gradus");
        trainer(Rating.of(1)).epochs(1).checkpoint(file).train(data(COUNT, 1));
        Rating resumed = Rating.of(7);
        trainer(resumed).epochs(3).checkpoint(file).resume(data(COUNT, 1));
        assertThat(values(resumed)).usingRecursiveComparison().isEqualTo(values(whole));
        Path saved = folder.resolve("model.json");
        SavedModel.of(whole, Maps.immutable.empty()).write(saved);
        Rating read = Rating.of(9);
        SavedModel.read(saved).into(read);
        assertThat(values(read)).usingRecursiveComparison().isEqualTo(values(whole));
    }

    @Test
    void aPartThatIsNotThereIsRefusedBeforeTheFirstStep() {
        Rating model = Rating.of(1);
        var before = values(model);
        Trainer trainer = trainer(model)
                .metric("price", (_, batch) -> batch.tensor("price").item());
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> trainer.train(data(COUNT, 1)))
                .withMessage(
                        "Trainer.metric, 'price': needs one of the targets [stars, seen], got \"price\"; inputs are"
                                + " not among what a metric gets");
        assertThat(values(model)).usingRecursiveComparison().isEqualTo(before);
    }

    /** Finds what is not finite without a single input that is a tensor. */
    @Test
    void itsDivergenceIsExplained() {
        Rating model = Rating.of(1);
        Trainer trainer = Trainer.of(model, BOTH, new SGD().of(model).learningRate(1e30))
                .batchSize(10)
                .epochs(5);
        assertThatExceptionOfType(DivergenceException.class)
                .isThrownBy(() -> trainer.train(data(COUNT, 1)))
                .withMessageContaining("step");
    }

    /** A label for each of three words: logits [n, 3, 2]. */
    @Test
    void aLayerTakesIndicesAndGivesSeveralLabels() {
        var random = Randomness.seeded(1);
        Indices words = Indices.of(Shape.of(40, 3), random.ints(120, 0, 8).toArray());
        Dataset data = Dataset.of(words, words.floorMod(2));
        Sequential tagger = Sequential.of(Embedding.of(8, 4, random), Linear.of(4, 2, random));
        History history = Trainer.of(
                        tagger,
                        (y, batch) -> new CrossEntropy().mean(y, batch.labels()),
                        new Adam().of(tagger).learningRate(0.05))
                .batchSize(8)
                .epochs(15)
                .metric("accuracy", Accuracy::of)
                .validation(data.slice(0, 5))
                .train(data);
        assertThat(history.last().get("accuracy")).isEqualTo(1);
        Evaluation evaluation = Evaluation.of(tagger, data);
        assertThat(evaluation.accuracy()).isEqualTo(1);
        assertThat(evaluation.loss()).isBetween(0.0, history.last().get("loss"));
        assertThat(evaluation.confusion().total()).isEqualTo(120);
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Prediction.all(tagger, data))
                .withMessage("Prediction: needs one label for each example, [n], got [40, 3]");
    }
}
