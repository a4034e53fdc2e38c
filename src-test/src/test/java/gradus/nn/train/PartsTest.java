package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.data.ShardedDataset;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Linear;
import gradus.nn.metrics.Accuracy;
import gradus.nn.optim.SGD;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.list.Interval;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on a data set in parts. */
class PartsTest {
    private static final int PARTS = 8;

    /** Which examples a shard of a step was given. */
    private record Given(int part, ImmutableList<Integer> examples) {}

    /** Part p of these sizes has the inputs 100 p, 100 p + 1, ... */
    private static ShardedDataset numbered(int... sizes) {
        return ShardedDataset.of(Lists.immutable
                .withAll(IntStream.range(0, sizes.length).boxed().toList())
                .collect(part -> numbers(part, sizes[part])));
    }

    private static Dataset numbers(int part, int size) {
        double[] inputs =
                IntStream.range(0, size).mapToDouble(i -> 100 * part + i).toArray();
        return Dataset.of(Tensor.of(inputs).to(DType.F32).reshape(size, 1), Indices.of(new int[size]));
    }

    /** The shards in the order in which they were computed. */
    private static ImmutableList<Given> given(ShardedDataset data, Trainer settings, MutableList<Given> seen) {
        settings.train(data);
        return seen.toImmutable();
    }

    private static Trainer remembering(MutableList<Given> seen) {
        var model = Linear.of(1, 2, Randomness.seeded(1));
        Objective objective = (y, batch) -> {
            ImmutableList<Integer> numbers = Lists.immutable
                    .withAll(IntStream.range(0, batch.size()).boxed().toList())
                    .collect(i -> (int) batch.inputs().get(i, 0));
            seen.add(new Given(numbers.getFirst() / 100, numbers));
            return y.sum().mul(0);
        };
        return Trainer.of(model, objective, new SGD().of(model.parameters()).learningRate(0.1))
                .withoutHints();
    }

    @Test
    void aStepTakesTheNextExamplesOfEachPart() {
        MutableList<Given> seen = Lists.mutable.empty();
        ImmutableList<Given> given = given(
                numbered(4, 2, 6), remembering(seen).shards(3).batchSize(6).inOrder(), seen);
        assertThat(given)
                .containsExactly(
                        new Given(0, Lists.immutable.with(0, 1)),
                        new Given(1, Lists.immutable.with(100)),
                        new Given(2, Lists.immutable.with(200, 201, 202)),
                        new Given(0, Lists.immutable.with(2, 3)),
                        new Given(1, Lists.immutable.with(101)),
                        new Given(2, Lists.immutable.with(203, 204, 205)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 7, 64})
    void eachExampleIsSeenOnceAnEpochInAnOrderOfItsPart(int batchSize) {
        MutableList<Given> seen = Lists.mutable.empty();
        ShardedDataset data = numbered(5, 1, 9, 4);
        Trainer trainer =
                remembering(seen).shards(4).batchSize(batchSize).epochs(2).seed(3);
        ImmutableList<Integer> all = given(data, trainer, seen).flatCollect(Given::examples);
        ImmutableList<Integer> first = all.take(19);
        ImmutableList<Integer> second = all.drop(19);
        ImmutableList<Integer> expected = Lists.immutable
                .with(0, 1, 2, 3, 4, 100, 200, 201, 202, 203, 204)
                .newWithAll(Lists.immutable.with(205, 206, 207, 208, 300, 301, 302, 303));
        assertThat(first).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(second).containsExactlyInAnyOrderElementsOf(expected).isNotEqualTo(first);
        assertThat(first.select(number -> number >= 200 && number < 300)).isNotEqualTo(Interval.fromTo(200, 208));
    }

    @Test
    void aStepHasAsManyExamplesAsABatch() {
        MutableList<Given> seen = Lists.mutable.empty();
        MutableList<Integer> steps = Lists.mutable.empty();
        ShardedDataset data = numbered(5, 1, 9, 4);
        History history = remembering(seen)
                .shards(4)
                .batchSize(6)
                .listener(new TrainingListener() {
                    @Override
                    public void step(TrainingStep step) {
                        steps.add((int) seen.sumOfInt(given -> given.examples().size()));
                        assertThat(step.perEpoch()).isEqualTo(4);
                    }
                })
                .train(data);
        assertThat(steps).containsExactly(6, 12, 18, 19);
        assertThat(history.stepLosses().size()).isEqualTo(4);
        assertThat(remembering(seen)
                        .shards(4)
                        .batchSize(6)
                        .dropLast()
                        .train(data)
                        .stepLosses()
                        .size())
                .isEqualTo(3);
    }

    private static Sequential dropping() {
        var random = Randomness.seeded(5);
        return Sequential.of(Linear.of(2, 8, random), new Dropout(0.5), Linear.of(8, 2, random));
    }

    private static double[][] trained(ShardedDataset parts, @Nullable ProcessGroup group) {
        var model = dropping();
        Trainer trainer = Blobs.trainer(model).shards(PARTS).epochs(3).seed(4).metric("accuracy", Accuracy::of);
        (group == null ? trainer : trainer.group(group)).train(parts);
        return Blobs.values(model);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8})
    void eachProcessNeedsThePartsOfItsShardsAlone(int processes) {
        ShardedDataset all = ShardedDataset.divide(Blobs.data(95, 1), PARTS);
        double[][] alone = trained(all, null);
        ImmutableList<Integer> sizes =
                Interval.zeroTo(PARTS - 1).collect(all::size).toImmutableList();
        MutableList<Integer> asked = Lists.mutable.<Integer>empty().asSynchronized();
        var together = Threads.run(processes, group -> {
            MutableList<Integer> own = Lists.mutable.empty();
            double[][] values = trained(
                    ShardedDataset.of(IntLists.immutable.withAll(sizes.collectInt(size -> size)), part -> {
                        own.add(part);
                        return all.part(part);
                    }),
                    group);
            asked.addAll(own.distinct());
            return values;
        });
        together.forEach(values -> assertThat(values).isDeepEqualTo(alone));
        assertThat(asked).containsExactlyInAnyOrderElementsOf(Interval.zeroTo(PARTS - 1));
    }

    @Test
    void aRunThatWasInterruptedEndsWithTheSameBits(@TempDir Path folder) {
        ShardedDataset data = ShardedDataset.divide(Blobs.data(95, 1), PARTS);
        Path file = folder.resolve("run.safetensors");
        var first = dropping();
        Blobs.trainer(first).shards(PARTS).epochs(1).seed(4).checkpoint(file).train(data);
        var model = dropping();
        Blobs.trainer(model).shards(PARTS).epochs(3).seed(4).checkpoint(file).resume(data);
        var whole = dropping();
        Blobs.trainer(whole).shards(PARTS).epochs(3).seed(4).train(data);
        assertThat(Blobs.values(model)).isDeepEqualTo(Blobs.values(whole));
    }

    @Test
    void partsAndShardsAreAsMany() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() ->
                        Blobs.trainer(dropping()).shards(4).train(ShardedDataset.divide(Blobs.data(95, 1), PARTS)))
                .withMessage("Trainer.train: needs a shard for each part of ShardedDataset of 95 in 8 parts,"
                        + " got 4 shards; shards(8)");
    }

    @ParameterizedTest
    @CsvSource({"0", "11"})
    void aPartHasAnExample(int parts) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> ShardedDataset.divide(Blobs.data(10, 1), parts))
                .withMessage(
                        "ShardedDataset.divide: needs from 1 part to 10, got " + parts + "; a part needs an example");
    }

    @Test
    void emptyPartsAndNoneAreRefused() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> ShardedDataset.of(Lists.immutable.<Dataset>empty()))
                .withMessage("ShardedDataset: needs one part or more, each with an example or more, got none");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> ShardedDataset.of(IntLists.immutable.with(3, 0), _ -> Blobs.data(3, 1)))
                .withMessage("ShardedDataset: needs one part or more, each with an example or more, got 3, 0");
    }

    @Test
    void aPartOfAnotherSizeIsRefused() {
        ShardedDataset data = ShardedDataset.of(IntLists.immutable.with(10, 9), _ -> Blobs.data(10, 1));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Blobs.trainer(dropping()).shards(2).train(data))
                .withMessage("ShardedDataset: needs 9 examples in part 1, got 10");
    }

    @Test
    void divisionKeepsTheOrder() {
        Dataset data = Blobs.data(10, 1);
        ShardedDataset parts = ShardedDataset.divide(data, 4);
        assertThat(Interval.zeroTo(3).collect(parts::size)).containsExactly(2, 3, 2, 3);
        assertThat(parts.part(3).all().inputs().toFloatArray())
                .isEqualTo(data.slice(7, 10).all().inputs().toFloatArray());
        assertThat(parts.size()).isEqualTo(10);
    }
}
