package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.offset;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Gradients;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Linear;
import gradus.nn.metrics.Accuracy;
import gradus.nn.optim.Optimizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches that are divided into shards. */
class ShardsTest {
    private final Dataset data = Blobs.data(95, 1);

    private static Gradients gradients(Sequential model, Batch shard, Batch whole) {
        Tensor loss = Blobs.CROSS_ENTROPY.of(model.forward(shard.inputs()), shard);
        return loss.gradients(Tensor.scalar((float) shard.size() / whole.size()));
    }

    /** What a trainer with three shards does, written out: (first + second) + third. */
    private static void step(Sequential model, Optimizer sgd, Batch batch) {
        int n = batch.size();
        sgd.step(gradients(model, batch.slice(0, n / 3), batch)
                .plus(gradients(model, batch.slice(n / 3, 2 * n / 3), batch))
                .plus(gradients(model, batch.slice(2 * n / 3, n), batch)));
    }

    @Test
    void theGradientsOfShardsAreAddedInATree() {
        var plain = Blobs.model();
        var sgd = Blobs.momentum(plain);
        for (Batch batch : data.batches(10)) {
            step(plain, sgd, batch);
        }
        var trained = Blobs.model();
        Blobs.trainer(trained).shards(3).inOrder().train(data);
        assertThat(Blobs.values(trained)).isEqualTo(Blobs.values(plain));
    }

    @Test
    void oneShardIsTheBatchItself() {
        var whole = Blobs.model();
        Blobs.trainer(whole).epochs(2).train(data);
        var one = Blobs.model();
        Blobs.trainer(one).shards(1).epochs(2).train(data);
        assertThat(Blobs.values(one)).isEqualTo(Blobs.values(whole));
    }

    /** The last batch has five examples, fewer than there are shards in the last case. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 7, 16})
    void lossesAndMetricsAreThoseOfTheBatch(int shards) {
        History whole = Blobs.trainer(Blobs.model())
                .epochs(2)
                .metric("accuracy", Accuracy::of)
                .train(data);
        History parts = Blobs.trainer(Blobs.model())
                .shards(shards)
                .epochs(2)
                .metric("accuracy", Accuracy::of)
                .train(data);
        assertThat(parts.stepLosses().toArray())
                .containsExactly(whole.stepLosses().toArray(), offset(1e-5));
        assertThat(parts.last().loss()).isEqualTo(whole.last().loss(), offset(1e-5));
        assertThat(parts.last().get("accuracy")).isEqualTo(whole.last().get("accuracy"));
    }

    private static Sequential dropping() {
        var random = Randomness.seeded(5);
        return Sequential.of(Linear.of(2, 8, random), new Dropout(0.5), Linear.of(8, 2, random));
    }

    @Test
    void whatIsDrawnForAShardDependsOnTheSeedTheStepAndTheShardAlone(@TempDir Path folder) {
        var whole = dropping();
        Blobs.trainer(whole).shards(4).seed(3).epochs(3).train(data);
        var interrupted = dropping();
        Path file = folder.resolve("checkpoint");
        Blobs.trainer(interrupted).shards(4).seed(3).epochs(1).checkpoint(file).train(data);
        var resumed = dropping();
        Blobs.trainer(resumed).shards(4).seed(3).epochs(3).checkpoint(file).resume(data);
        assertThat(Blobs.values(resumed)).isEqualTo(Blobs.values(whole));
        var other = dropping();
        Blobs.trainer(other).shards(4).seed(4).epochs(3).train(data);
        assertThat(Blobs.values(other)).isNotEqualTo(Blobs.values(whole));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRunGoesOnWithAsManyShardsAsItBeganWith(int first, @TempDir Path folder) {
        Path file = folder.resolve("checkpoint");
        Blobs.trainer(Blobs.model()).shards(first).checkpoint(file).train(data);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Blobs.trainer(Blobs.model())
                        .shards(3 - first)
                        .epochs(2)
                        .checkpoint(file)
                        .resume(data))
                .withMessageContaining("shards " + first);
    }

    @Test
    void aFileFromBeforeThereWereShardsIsOneOfOneShard() {
        Path file = Path.of("old.checkpoint");
        RunSettings one = settings(1);
        RunSettings old = new RunSettings(one.words().newWithoutKey("shards"));
        old.requireSame(one, 0.1, file);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> old.requireSame(settings(2), 0.1, file))
                .withMessage("Trainer.resume: needs shards 1, as in old.checkpoint, got shards 2; to go on with other"
                        + " settings, resume with these and no more epochs, then train with the others");
    }

    private RunSettings settings(int shards) {
        return RunSettings.of(Blobs.trainer(Blobs.model()).shards(shards).plan(ExampleOrder.USUAL.of(data, 10)));
    }

    @Test
    void aLossThatIsNotFiniteInALaterShardStopsBeforeTheStep() {
        var model = Blobs.model();
        double[][] before = Blobs.values(model);
        Objective broken = (y, batch) -> {
            Tensor loss = Blobs.CROSS_ENTROPY.of(y, batch);
            return batch.labels().get(0) == 1 ? loss.mul(Double.POSITIVE_INFINITY) : loss;
        };
        assertThatExceptionOfType(DivergenceException.class)
                .isThrownBy(() -> Trainer.of(model, broken, Blobs.momentum(model))
                        .batchSize(95)
                        .shards(95)
                        .train(data))
                .withMessageContaining("a loss of Infinity at step 1");
        assertThat(Blobs.values(model)).isEqualTo(before);
    }

    @Test
    void aScheduleIsAskedOnceForEachStep() {
        var asked = new ArrayList<Long>();
        History history = Blobs.trainer(Blobs.model())
                .shards(5)
                .schedule(step -> {
                    asked.add(step);
                    return step < 9 ? 0.1 : 0.01;
                })
                .train(data);
        assertThat(asked).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(history.last().get(Epoch.LEARNING_RATE)).isEqualTo(0.01);
    }

    @Test
    void lessThanOneShardIsRefused() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Blobs.trainer(Blobs.model()).shards(0))
                .withMessage("Trainer: needs 1 shard or more, got 0");
    }

    /** Gives its input, and remembers how many examples it was given at once. */
    private record Counting(AtomicInteger most) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            most.accumulateAndGet(x.shape().dim(0), Math::max);
            return x;
        }
    }

    @Test
    void aModelSeesOneShardAtATime() {
        var most = new AtomicInteger();
        var counting = Sequential.of(new Counting(most), Linear.of(2, 2, Randomness.seeded(1)));
        Blobs.trainer(counting).batchSize(95).shards(10).train(data);
        assertThat(most.get()).isEqualTo(10);
    }

    private static Sequential normalizing() {
        return Sequential.of(BatchNorm.of(2), Linear.of(2, 2, Randomness.seeded(1)));
    }

    @Test
    void batchNormalizationMeasuresEachShard() {
        var sharded = normalizing();
        Blobs.trainer(sharded).batchSize(90).shards(3).dropLast().inOrder().train(data);
        var plain = normalizing();
        Batch batch = data.slice(0, 90).all();
        for (int shard = 0; shard < 3; shard++) {
            plain.forward(batch.slice(30 * shard, 30 * shard + 30).inputs(), Mode.training(Randomness.seeded(1)));
        }
        assertThat(buffers(sharded)).isEqualTo(buffers(plain));
    }

    private static double[][] buffers(Sequential model) {
        return model.namedBuffers()
                .collect(named -> named.buffer().value().toDoubleArray())
                .toArray(new double[0][]);
    }

    @Test
    void aStepThatFailsInALaterShardLeavesTheBuffersAsTheyWere() {
        var model = normalizing();
        double[][] before = buffers(model);
        var calls = new AtomicInteger();
        Objective broken = (y, batch) -> {
            Tensor loss = Blobs.CROSS_ENTROPY.of(y, batch);
            return calls.incrementAndGet() == 3 ? loss.mul(Double.NaN) : loss;
        };
        assertThatExceptionOfType(DivergenceException.class)
                .isThrownBy(() -> Trainer.of(model, broken, Blobs.momentum(model))
                        .batchSize(95)
                        .shards(4)
                        .train(data));
        assertThat(buffers(model)).isEqualTo(before);
    }

    @Test
    void whatTheObjectiveThrowsInALaterShardIsThrown() {
        var calls = new AtomicInteger();
        Objective broken = (y, batch) -> {
            if (calls.incrementAndGet() == 3) {
                throw new IllegalStateException("third");
            }
            return Blobs.CROSS_ENTROPY.of(y, batch);
        };
        var model = Blobs.model();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Trainer.of(model, broken, Blobs.momentum(model))
                        .shards(4)
                        .train(data))
                .withMessage("third");
    }

    /** Pixels from 0 to 255 are found with shards as without. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void hintsComeFromTheFirstShard(int shards) {
        Dataset pixels = data.mapInputs(x -> x.mul(100).add(128));
        History history = Blobs.trainer(Blobs.model())
                .shards(shards)
                .epochs(2)
                .untilNotFinite()
                .train(pixels);
        assertThat(history.hints().collect(Hint::subject)).contains("inputs out of scale");
        History sound = Blobs.trainer(Blobs.model()).shards(shards).epochs(2).train(data);
        assertThat(sound.hints()).isEmpty();
    }
}
