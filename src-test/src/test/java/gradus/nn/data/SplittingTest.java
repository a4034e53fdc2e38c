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
    void aStratifiedHoldOutTakesFromEachClassAlike(
            @ForAll @IntRange(max = 100) int size,
            @ForAll @IntRange(min = 1, max = 6) int classes,
            @ForAll @DoubleRange(max = 1) double fraction,
            @ForAll long seed) {
        var whole = data(size, classes, seed);
        var split = whole.stratifiedHoldOut(fraction);
        assertParts(whole, split);
        assertThat(split.validation().size()).isEqualTo((int) Math.round(fraction * size));
        int[] counts = whole.classCounts().toArray();
        for (int label = 0; label < counts.length; label++) {
            int of = label;
            long heldOut = IntStream.of(split.validation().labels().toArray())
                    .filter(l -> l == of)
                    .count();
            assertThat((double) heldOut)
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
        assertThat(numbers(whole.holdOut(0.34).train())).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(numbers(whole.holdOut(0.34).validation())).containsExactly(7, 8, 9);
        assertThat(whole.holdOut(0).validation().size()).isZero();
        assertThat(whole.holdOut(1).train().size()).isZero();
    }

    @Example
    void theLastOfEachClassAreHeldOut() {
        var whole = Dataset.of(Tensor.arange(DType.F64, 10), Indices.of(0, 1, 0, 0, 1, 0, 0, 1, 1, 1));
        var split = whole.stratifiedHoldOut(0.2);
        assertThat(numbers(split.train())).containsExactly(0, 1, 2, 3, 4, 5, 7, 8);
        assertThat(numbers(split.validation())).containsExactly(6, 9);
    }

    /** A fifth held out, a quarter of the rest too: three parts. */
    @Example
    void whatIsHeldOutTwiceMakesThreeParts() {
        var whole = data(100, 3, 5);
        var outer = whole.holdOut(0.2);
        var inner = outer.train().stratifiedHoldOut(0.25);
        assertThat(inner.train().size()).isEqualTo(60);
        assertThat(inner.validation().size()).isEqualTo(20);
        assertThat(outer.validation().size()).isEqualTo(20);
    }

    @Example
    void whatCannotBeSplit() {
        var whole = data(10, 1, 1);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> whole.holdOut(20))
                .withMessage(
                        "Dataset.holdOut: needs a fraction from 0 to 1, got 20.0; 0.2 holds out a fifth; slice(from,"
                                + " to) takes examples by number");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> whole.stratifiedHoldOut(Double.NaN))
                .withMessageStartingWith("Dataset.stratifiedHoldOut: needs a fraction from 0 to 1, got NaN; ");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> whole.folds(11))
                .withMessage(
                        "Dataset.folds: needs 2 folds or more, and an example for each, got 11 folds of 10 examples");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> whole.stratifiedFolds(1))
                .withMessageStartingWith("Dataset.stratifiedFolds: ");
    }
}
