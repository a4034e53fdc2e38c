package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Randomness;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Linear;
import java.nio.file.Path;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What processes that train together refuse, and which of them say what to whom. */
class ProcessGroupChecksTest {
    /** The last batch of ten has five examples. */
    private final Dataset data = Blobs.data(95, 1);

    @Test
    void onlyTheFirstProcessGivesHints() {
        Dataset pixels = data.mapInputs(x -> x.mul(100).add(128));
        ImmutableList<Integer> hints = Threads.run(
                2,
                group -> Blobs.trainer(Blobs.model())
                        .shards(2)
                        .group(group)
                        .epochs(2)
                        .untilNotFinite()
                        .train(pixels)
                        .hints()
                        .size());
        assertThat(hints.get(0)).isPositive();
        assertThat(hints.get(1)).isZero();
    }

    @Test
    void buffersThatAStepChangesAreRefusedAndSetBack() {
        var model = Sequential.of(BatchNorm.of(2), Linear.of(2, 2, Randomness.seeded(1)));
        double[] before = model.namedBuffers().getFirst().buffer().value().toDoubleArray();
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Threads.run(
                        1, group -> Blobs.trainer(model).shards(2).group(group).train(data)))
                .withMessage("Trainer.group: needs buffers that training leaves alone, got 0.running_mean F32[2],"
                        + " 0.running_var F32[2], 0.num_batches_tracked F64[], changed by a step; each process sees"
                        + " other examples: LayerNorm keeps no statistics as BatchNorm does");
        assertThat(model.namedBuffers().getFirst().buffer().value().toDoubleArray())
                .isEqualTo(before);
    }

    @Test
    void otherParametersInAProcessAreNamed() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Threads.run(3, group -> {
                    var model = Blobs.model();
                    var trainer = Blobs.trainer(model).shards(3).group(group);
                    if (group.rank() == 2) {
                        trainer.listener(new TrainingListener() {
                            @Override
                            public void step(TrainingStep step) {
                                var bias = model.parameters().get(1);
                                bias.set(bias.value().mul(1.0000001));
                            }
                        });
                    }
                    return trainer.train(data);
                }))
                .withMessageStartingWith("Trainer.group: needs the same parameters in all processes, got other bits in"
                        + " process 2 after step 10: 0.bias");
    }

    /** Only the first has the file: the others would begin anew. */
    @Test
    void processesThatDoNotGoOnFromTheSameStepAreRefused(@TempDir Path folder) {
        Path file = folder.resolve("checkpoint");
        Blobs.trainer(Blobs.model()).shards(2).checkpoint(file).train(data);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Threads.run(
                        2,
                        group -> Blobs.trainer(Blobs.model())
                                .epochs(2)
                                .shards(2)
                                .group(group)
                                .checkpoint(group.rank() == 0 ? file : folder.resolve("other"))
                                .resume(data)))
                .withMessage(
                        "Trainer.group: needs the same number of steps and parameters in all processes, got step 10"
                                + " in process 0, another in process 1; does each have the same data, settings and, to"
                                + " resume, the checkpoint?");
    }

    @Test
    void processesWithoutAShardAreRefused() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Threads.run(
                        3,
                        group -> Blobs.trainer(Blobs.model())
                                .shards(2)
                                .group(group)
                                .train(data)))
                .withMessage("Trainer.group: needs a shard or more for each of 3 processes, got 2 shards; shards(3) or"
                        + " more, the same number in every run that is to give the same bits");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 13})
    void everyProcessSendsToOnesOfLowerRankAndIsReachedFromTheFirst(int processes) {
        var tree = new ShardTree(13, processes);
        for (int rank = 1; rank < processes; rank++) {
            int self = rank;
            assertThat(tree.sent(rank)).isNotEmpty().allMatch(sent -> sent.to() < self);
        }
        assertThat(tree.sent(0)).isEmpty();
        assertThat(reached(tree, 0)).isEqualTo(processes);
    }

    private static int reached(ShardTree tree, int rank) {
        return 1 + (int) tree.children(rank).sumOfInt(child -> reached(tree, child));
    }
}
