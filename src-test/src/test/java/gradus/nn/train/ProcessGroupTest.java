package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.data.StreamedDataset;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Linear;
import gradus.nn.loss.SquaredError;
import gradus.nn.metrics.Accuracy;
import gradus.nn.metrics.OverBatches;
import gradus.nn.metrics.RegressionErrors;
import gradus.nn.optim.OnPlateau;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that train one model together: the bits of one process. */
class ProcessGroupTest {
    /** The last batch of ten has five examples. */
    private final Dataset data = Blobs.data(95, 1);

    /** What a process knows in the end. */
    private record End(double[][] values, double[] losses, double[] measured) {}

    private static Sequential dropping() {
        var random = Randomness.seeded(5);
        return Sequential.of(Linear.of(2, 8, random), new Dropout(0.5), Linear.of(8, 2, random));
    }

    private End end(Supplier<Sequential> make, Function<Sequential, Trainer> trainer) {
        var model = make.get();
        History history = trainer.apply(model).train(data);
        double[] measured = history.epochs()
                .flatCollect(
                        epoch -> epoch.names().reject(Epoch.SECONDS::equals).collect(epoch::get))
                .collectDouble(Double::doubleValue)
                .toArray();
        return new End(Blobs.values(model), history.stepLosses().toArray(), measured);
    }

    private void requireSameBits(int processes, Supplier<Sequential> make, Function<Sequential, Trainer> trainer) {
        End alone = end(make, trainer);
        double[][] before = Blobs.values(make.get());
        for (int i = 0; i < before.length; i++) {
            assertThat(alone.values()[i]).isNotEqualTo(before[i]);
        }
        ImmutableList<End> together = Threads.run(
                processes, group -> end(make, model -> trainer.apply(model).group(group)));
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
                model -> Blobs.trainer(model)
                        .epochs(3)
                        .shards(shards)
                        .seed(3)
                        .metric("mean", new OverBatches(Accuracy::of))
                        .metric("accuracy", Accuracy::of)
                        .schedule(step -> 0.1 / (1 + step))
                        .validation(Blobs.data(20, 2))
                        .earlyStopping(EarlyStopping.patience(1).highest("accuracy")));
    }

    @Test
    void eachProcessValidatesAllOfAStream() {
        requireSameBits(
                3,
                ProcessGroupTest::dropping,
                model -> Blobs.trainer(model)
                        .epochs(2)
                        .shards(4)
                        .metric("mean", new OverBatches(Accuracy::of))
                        .validation(StreamedDataset.of(Blobs.data(25, 2))));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void onAPlateauAllTakeTheSameLowerRate(int processes) {
        var optimizers = Lists.mutable.<Optimizer>empty().asSynchronized();
        requireSameBits(processes, ProcessGroupTest::dropping, model -> {
            Optimizer optimizer = Blobs.momentum(model);
            optimizers.add(optimizer);
            return Trainer.of(model, Blobs.CROSS_ENTROPY, optimizer)
                    .batchSize(10)
                    .epochs(6)
                    .shards(8)
                    .validation(Blobs.data(20, 2))
                    .onPlateau(OnPlateau.of(optimizer).patience(0).factor(0.5).threshold(0.2));
        });
        assertThat(optimizers.collect(Optimizer::learningRate).toSet())
                .hasSize(1)
                .allMatch(rate -> rate < 0.1);
    }

    /** Freezes a layer for the second epoch, and knows its bias after each. */
    private record Freezing(Linear layer, List<double[]> biases) implements TrainingListener {
        @Override
        public void epoch(Epoch epoch) {
            biases.add(layer.bias().value().toDoubleArray());
            if (epoch.number() == 1) {
                layer.freeze();
            } else {
                layer.unfreeze();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aLayerMayBeFrozenOnTheWay(int processes) {
        var freezing = Lists.mutable.<Freezing>empty().asSynchronized();
        for (int place : new int[] {0, 2}) {
            requireSameBits(processes, ProcessGroupTest::dropping, model -> {
                var listener = new Freezing((Linear) model.layers().get(place), new ArrayList<>());
                freezing.add(listener);
                return Blobs.trainer(model).epochs(3).shards(8).listener(listener);
            });
        }
        assertThat(freezing).hasSize(2 * (processes + 1)).allSatisfy(each -> {
            assertThat(each.biases().get(1)).isEqualTo(each.biases().get(0));
            assertThat(each.biases().get(2)).isNotEqualTo(each.biases().get(1));
        });
    }

    /** Parameters of two types. A graph has one: that for the first of its examples. */
    private record Both(Linear single, Linear exact) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return x.toDoubleArray()[0] < 0 ? single.forward(x, mode) : exact.forward(x.to(DType.F64), mode);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void parametersMayBeOfMixedTypes(int processes) {
        requireSameBits(
                processes,
                () -> {
                    var random = Randomness.seeded(5);
                    return Sequential.of(new Both(Linear.of(2, 2, random), Linear.of(DType.F64, 2, 2, random)));
                },
                model -> Blobs.trainer(model).epochs(3).shards(8));
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
        End alone = end(
                ProcessGroupTest::dropping,
                model -> Blobs.trainer(model).epochs(4).shards(8));
        Path first = folder.resolve("first");
        Threads.run(
                3,
                group -> end(ProcessGroupTest::dropping, model -> {
                    Trainer trainer = Blobs.trainer(model).epochs(2).shards(8).group(group);
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
}
