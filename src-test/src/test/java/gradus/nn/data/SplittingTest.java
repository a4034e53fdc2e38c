package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class SplittingTest {
    /** Example number i has the input i and a label below {@code classes}, the small ones more often. */
    private static Dataset data(int size, int classes, long seed) {
        var random = Randomness.seeded(seed);
        int[] labels = IntStream.range(0, size)
                .map(_ -> random.nextInt(1 + random.nextInt(classes)))
                .toArray();
        return Dataset.of(Tensor.arange(DType.F64, size), Indices.of(labels));
    }

    private static double[] numbers(Dataset data) {
        return data.all().inputs().toDoubleArray();
    }

    private static void assertParts(Dataset whole, Split split) {
        assertThat(numbers(split.train())).isSorted();
        assertThat(numbers(split.validation())).isSorted();
        assertThat(DoubleStream.concat(
                                DoubleStream.of(numbers(split.train())), DoubleStream.of(numbers(split.validation())))
                        .sorted()
                        .toArray())
                .isEqualTo(numbers(whole));
    }

    @Property
    void aStratifiedSplitTakesFromEachClassAlike(
            @ForAll @IntRange(max = 100) int size,
            @ForAll @IntRange(min = 1, max = 6) int classes,
            @ForAll @DoubleRange(max = 1) double fraction,
            @ForAll long seed) {
        var whole = data(size, classes, seed);
        var split = whole.stratifiedSplit(fraction);
        assertParts(whole, split);
        assertThat(split.train().size()).isEqualTo((int) Math.round(fraction * size));
        int[] counts = whole.classCounts().toArray();
        for (int label = 0; label < counts.length; label++) {
            int of = label;
            long taken = IntStream.of(split.train().labels().toArray())
                    .filter(l -> l == of)
                    .count();
            assertThat((double) taken)
                    .isBetween(Math.floor(fraction * counts[label]), Math.floor(fraction * counts[label]) + 1);
        }
    }

    @Property
    void eachExampleIsInOneFoldOnly(
            @ForAll @IntRange(min = 2, max = 80) int size,
            @ForAll @IntRange(min = 2, max = 10) int folds,
            @ForAll boolean stratified,
            @ForAll long seed) {
        var whole = data(size, 4, seed);
        int count = Math.min(folds, size);
        var splits = stratified ? whole.stratifiedFolds(count) : whole.folds(count);
        assertThat(splits).hasSize(count);
        assertThat(splits.collect(Split::validation)
                        .flatCollect(part ->
                                java.util.Arrays.stream(numbers(part)).boxed().toList()))
                .doesNotHaveDuplicates()
                .hasSize(size);
        for (var split : splits) {
            assertParts(whole, split);
            assertThat(split.validation().size()).isBetween(size / count, Math.ceilDiv(size, count));
        }
    }

    @Example
    void stratifiedFoldsHaveTheSameClasses() {
        var whole = Dataset.of(
                Tensor.zeros(20, 1),
                Indices.of(IntStream.range(0, 20).map(i -> i / 5).toArray()));
        for (var split : whole.stratifiedFolds(5)) {
            assertThat(split.validation().labels()).isEqualTo(Indices.of(0, 1, 2, 3));
        }
    }

    @Example
    void fractions() {
        var whole = data(10, 1, 1);
        assertThat(numbers(whole.split(0.34).train())).containsExactly(0, 1, 2);
        assertThat(numbers(whole.split(0.34).validation())).containsExactly(3, 4, 5, 6, 7, 8, 9);
        assertThat(whole.split(0).train().size()).isZero();
        assertThat(whole.split(1).validation().size()).isZero();
    }

    @Example
    void whatCannotBeSplit() {
        var whole = data(10, 1, 1);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> whole.split(1.5))
                .withMessage("Dataset.split: needs a fraction from 0 to 1, got 1.5");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> whole.stratifiedSplit(Double.NaN))
                .withMessage("Dataset.stratifiedSplit: needs a fraction from 0 to 1, got NaN");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> whole.folds(11))
                .withMessage(
                        "Dataset.folds: needs 2 folds or more, and an example for each, got 11 folds of 10 examples");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> whole.stratifiedFolds(1))
                .withMessageStartingWith("Dataset.stratifiedFolds: ");
    }
}
