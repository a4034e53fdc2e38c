package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Linear;
import gradus.nn.loss.SquaredError;
import gradus.nn.metrics.Accuracy;
import gradus.nn.metrics.RegressionErrors;
import gradus.nn.optim.SGD;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that train one model together. */
class ProcessGroupTest {
    /** The last batch of ten has five examples. */
    private final Dataset data = Blobs.data(95, 1);

    /** What a process knows in the end. */
    private record End(double[][] values, double[] losses, double[] measured) {}

    private static Sequential dropping() {
        var random = Randomness.seeded(5);
        return Sequential.of(Linear.of(2, 8, random), new Dropout(0.5), Linear.of(8, 2, random));
    }

    private End end(Supplier<Sequential> make, UnaryOperator<Trainer> settings) {
        var model = make.get();
        History history = settings.apply(Blobs.trainer(model)).train(data);
        double[] measured = history.epochs()
                .flatCollect(
                        epoch -> epoch.names().reject(Epoch.SECONDS::equals).collect(epoch::get))
                .collectDouble(Double::doubleValue)
                .toArray();
        return new End(Blobs.values(model), history.stepLosses().toArray(), measured);
    }

    private void requireSameBits(int processes, Supplier<Sequential> make, UnaryOperator<Trainer> settings) {
        End alone = end(make, settings);
        ImmutableList<End> together =
                Threads.run(processes, group -> end(make, trainer -> settings.apply(trainer.group(group))));
        assertThat(together).hasSize(processes);
        for (End one : together) {
            assertThat(one.values()).isDeepEqualTo(alone.values());
            assertThat(one.losses()).isEqualTo(alone.losses());
            assertThat(one.measured()).isEqualTo(alone.measured());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 8", "2, 8", "3, 8", "7, 8", "8, 8", "3, 13", "5, 13", "7, 13", "2, 2", "6, 64"})
    void theBitsAreThoseOfOneProcess(int processes, int shards) {
        requireSameBits(
                processes,
                ProcessGroupTest::dropping,
                trainer -> trainer.epochs(3)
                        .shards(shards)
                        .seed(3)
                        .metric("accuracy", Accuracy::of)
                        .schedule(step -> 0.1 / (1 + step))
                        .validation(Blobs.data(20, 2))
                        .earlyStopping(EarlyStopping.patience(1).highest("accuracy")));
    }

    @Test
    void targetsAreExchangedAsLabelsAre() {
        Tensor inputs = data.all().inputs();
        Dataset targets = Dataset.of(inputs, inputs.mul(2));
        UnaryOperator<Trainer> settings = trainer -> trainer;
        double[] alone = squares(targets, settings);
        for (double[] one : Threads.run(3, group -> squares(targets, trainer -> trainer.group(group)))) {
            assertThat(one).isEqualTo(alone);
        }
    }

    private static double[] squares(Dataset targets, UnaryOperator<Trainer> settings) {
        var model = Blobs.model();
        var trainer = Trainer.of(
                        model, (y, batch) -> new SquaredError().mean(y, batch.targets()), Blobs.momentum(model))
                .batchSize(10)
                .shards(4)
                .metric(
                        "error",
                        (y, batch) -> RegressionErrors.of(y, batch.targets()).meanAbsolute());
        History history = settings.apply(trainer).train(targets);
        return new double[] {history.last().get("error"), Blobs.values(model)[0][0]};
    }

    /** Gives what its layer gives, and counts the batches of a validation. */
    private record Counting(Layer layer, AtomicInteger evaluated) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            if (!mode.isTraining("counting")) {
                evaluated.incrementAndGet();
            }
            return layer.forward(x, mode);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, '7'", "2, '3, 4'", "3, '2, 2, 3'", "8, '1, 1, 1, 1, 1, 1, 1, 0'"})
    void theProcessesShareTheBatchesOfTheValidation(int processes, String counts) {
        var losses = Sets.mutable.<Double>empty().asSynchronized();
        ImmutableList<Integer> evaluated = Threads.run(processes, group -> {
            var counting = new Counting(Blobs.model(), new AtomicInteger());
            losses.add(Trainer.of(
                            counting,
                            Blobs.CROSS_ENTROPY,
                            new SGD().of(counting.parameters()).learningRate(0.1))
                    .batchSize(10)
                    .shards(8)
                    .group(group)
                    .validation(Blobs.data(65, 2))
                    .train(data)
                    .last()
                    .validationLoss());
            return counting.evaluated().get();
        });
        assertThat(evaluated.makeString()).isEqualTo(counts);
        var alone = Blobs.model();
        double loss = Trainer.of(
                        alone,
                        Blobs.CROSS_ENTROPY,
                        new SGD().of(alone.parameters()).learningRate(0.1))
                .batchSize(10)
                .shards(8)
                .validation(Blobs.data(65, 2))
                .train(data)
                .last()
                .validationLoss();
        assertThat(losses).containsExactly(loss);
    }

    /** A parameter that only the first shard's loss depends on. */
    @Test
    void aGradientThatSomeShardsDoNotHaveIsThatOfTheOthers() {
        Objective partly = (y, batch) -> {
            Tensor loss = Blobs.CROSS_ENTROPY.of(y, batch);
            return batch.labels().get(0) == 0 ? loss : loss.detach().add(y.sum().mul(1e-3));
        };
        double[][] alone = partly(partly, trainer -> trainer);
        for (double[][] one : Threads.run(2, group -> partly(partly, trainer -> trainer.group(group)))) {
            assertThat(one).isDeepEqualTo(alone);
        }
    }

    private double[][] partly(Objective objective, UnaryOperator<Trainer> settings) {
        var model = Blobs.model();
        settings.apply(Trainer.of(model, objective, Blobs.momentum(model))
                        .batchSize(10)
                        .shards(5))
                .train(data);
        return Blobs.values(model);
    }

    @Test
    void aRunGoesOnWithAnotherNumberOfProcesses(@TempDir Path folder) throws Exception {
        End alone = end(ProcessGroupTest::dropping, trainer -> trainer.epochs(4).shards(8));
        Path first = folder.resolve("first");
        Threads.run(
                3,
                group -> end(ProcessGroupTest::dropping, trainer -> {
                    trainer.epochs(2).shards(8).group(group);
                    return group.rank() == 0 ? trainer.checkpoint(first) : trainer;
                }));
        ImmutableList<double[][]> values = Threads.run(2, group -> {
            var model = dropping();
            Blobs.trainer(model)
                    .epochs(4)
                    .shards(8)
                    .group(group)
                    .checkpoint(copy(first, folder.resolve("second" + group.rank())))
                    .resume(data);
            return Blobs.values(model);
        });
        for (double[][] one : values) {
            assertThat(one).isDeepEqualTo(alone.values());
        }
    }

    private static Path copy(Path from, Path to) {
        try {
            return Files.copy(from, to);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

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
