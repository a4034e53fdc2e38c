package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class DatasetTest {
    /** Ten examples, number i with the inputs [2i, 2i + 1] and the label 100 + i. */
    private final Dataset ten = Dataset.of(
            Tensor.arange(DType.F64, 20).reshape(10, 2), Indices.of(100, 101, 102, 103, 104, 105, 106, 107, 108, 109));

    @Test
    void labelsThatCannotBeCounted() {
        for (int label : new int[] {-1, Integer.MAX_VALUE}) {
            assertThatExceptionOfType(ArgumentException.class)
                    .isThrownBy(() -> Dataset.of(Tensor.zeros(2, 1), Indices.of(0, label)))
                    .withMessage("Dataset: needs labels from 0 to 16777215, got " + label + " at position 1");
        }
    }

    @Test
    void batchesComeInOrderTheLastOneSmaller() {
        var batches = ten.batches(4);
        assertThat(batches.count()).isEqualTo(3);
        assertThat(Lists.immutable.withAll(batches).collect(Batch::size)).containsExactly(4, 4, 2);
        var last = Lists.immutable.withAll(batches).getLast();
        assertThat(last.inputs().toDoubleArray()).containsExactly(16, 17, 18, 19);
        assertThat(last.inputs().shape()).isEqualTo(Shape.of(2, 2));
        assertThat(last.labels()).isEqualTo(Indices.of(108, 109));
    }

    @Test
    void theLastBatchCanBeLeftOut() {
        assertThat(Lists.immutable.withAll(ten.batches(4).dropLast()).collect(Batch::size))
                .containsExactly(4, 4);
        assertThat(ten.batches(5).dropLast().count()).isEqualTo(2);
        assertThat(ten.batches(11).dropLast().count()).isZero();
        assertThat(ten.batches(11).dropLast()).isEmpty();
    }

    @Test
    void batchesCanBeWalkedThroughAgain() {
        var batches = ten.batches(3);
        assertThat(Lists.immutable.withAll(batches).collect(Batch::labels))
                .isEqualTo(Lists.immutable.withAll(batches).collect(Batch::labels));
    }

    @Test
    void shufflingKeepsInputsAndLabelsTogether() {
        var shuffled = ten.shuffled(Randomness.seeded(5));
        assertThat(shuffled.labels()).isNotEqualTo(ten.labels());
        assertThat(shuffled.labels().toArray())
                .containsExactlyInAnyOrder(ten.labels().toArray());
        var all = shuffled.all();
        for (int i = 0; i < 10; i++) {
            assertThat(all.inputs().get(i, 1)).isEqualTo(2 * (all.labels().get(i) - 100) + 1);
        }
        assertThat(ten.shuffled(Randomness.seeded(5)).labels()).isEqualTo(shuffled.labels());
        assertThat(ten.labels().get(0)).isEqualTo(100);
    }

    /**
     * Each of the 6 orders of 3 examples is as likely as any other: 6,000 draws give 1,000 each,
     * with a deviation of 29.
     */
    @Test
    void everyOrderIsEquallyLikely() {
        var random = Randomness.seeded(1);
        var three = ten.slice(0, 3);
        var counts = Lists.mutable.<Indices>empty();
        for (int i = 0; i < 6000; i++) {
            counts.add(three.shuffled(random).labels());
        }
        var bag = counts.toBag();
        assertThat(bag.sizeDistinct()).isEqualTo(6);
        bag.forEachWithOccurrences((_, count) -> assertThat(count).isBetween(850, 1150));
    }

    @Test
    void slicesAndSelections() {
        assertThat(ten.slice(2, 5).labels()).isEqualTo(Indices.of(102, 103, 104));
        assertThat(ten.slice(2, 8).slice(1, 3).labels()).isEqualTo(Indices.of(103, 104));
        assertThat(ten.slice(4, 4).size()).isZero();
        assertThat(ten.slice(2, 5).select(2, 0, 2).labels()).isEqualTo(Indices.of(104, 102, 104));
        assertThat(ten.select(9).all().inputs().toDoubleArray()).containsExactly(18, 19);
    }

    @Test
    void bytesBecomeNumbersFromZeroToOne() {
        var images = Dataset.ofBytes(new byte[] {0, (byte) 255, 51, (byte) 128, 1, 2}, Indices.of(7, 8));
        var batch = images.slice(0, 2).all();
        assertThat(batch.inputs().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(batch.inputs().toFloatArray()).containsExactly(0, 1, 0.2f, 128 / 255f, 1 / 255f, 2 / 255f);
        assertThat(images.select(1).all().inputs().toFloatArray()).containsExactly(128 / 255f, 1 / 255f, 2 / 255f);
    }

    @Test
    void emptyOnes() {
        var none = Dataset.ofBytes(new byte[0], Indices.of());
        assertThat(none.size()).isZero();
        assertThat(none.shuffled(Randomness.seeded(1)).batches(5)).isEmpty();
        assertThat(ten.slice(0, 0).all().inputs().shape()).isEqualTo(Shape.of(0, 2));
    }

    @Test
    void inputsAreConstants() {
        var tracked = Dataset.of(Tensor.variable(Tensor.of(1.0, 2.0)), Indices.of(0, 1));
        assertThat(tracked.all().inputs().isTracked()).isFalse();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Dataset.of(Tensor.zeros(3, 2), Indices.of(1, 2)))
                .withMessageContaining("[3, 2] and labels [2]");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> Dataset.of(Tensor.scalar(1f), Indices.of(1)));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Dataset.of(Tensor.zeros(2, 2), Indices.of(Shape.of(1, 2), 1, 2)));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Dataset.ofBytes(new byte[7], Indices.of(1, 2)))
                .withMessageContaining("7 for 2 labels");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> Dataset.ofBytes(new byte[7], Indices.of()));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> ten.batches(0));
        assertThatExceptionOfType(IndexException.class).isThrownBy(() -> ten.slice(5, 11));
        assertThatExceptionOfType(IndexException.class).isThrownBy(() -> ten.slice(-1, 3));
        assertThatExceptionOfType(IndexException.class).isThrownBy(() -> ten.slice(4, 3));
        assertThatExceptionOfType(IndexException.class).isThrownBy(() -> ten.select(10));
    }

    @Test
    void theGivenOrderUndoesEveryShuffle() {
        var data = Dataset.of(Tensor.arange(DType.F32, 20).reshape(20, 1), Indices.of(new int[20]));
        var mixed = data.shuffled(Randomness.seeded(1)).shuffled(Randomness.seeded(2));
        assertThat(mixed.inGivenOrder().all().inputs().toDoubleArray())
                .isEqualTo(data.all().inputs().toDoubleArray())
                .isNotEqualTo(mixed.all().inputs().toDoubleArray());
        assertThat(data.select(7, 3, 7, 5).inGivenOrder().all().inputs().toDoubleArray())
                .containsExactly(3, 5, 7, 7);
    }
}
