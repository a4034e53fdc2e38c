package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.junit.jupiter.api.Test;

class BatchTest {
    private final Tensor inputs = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    private final Batch labeled = new Batch(inputs, Indices.of(1, 0));
    private final Batch targeted = new Batch(inputs, Tensor.of(5f, 6f));

    @Test
    void asManyInputsAsLabelsOrTargets() {
        String needs = ": needs inputs [n, ...] and as many labels or targets, got ";
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new Batch(inputs, Indices.of(1)))
                .withMessage("Batch" + needs + "[2, 2] and labels [1]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new Batch(inputs, Tensor.of(1f, 2f, 3f)))
                .withMessage("Batch" + needs + "[2, 2] and targets [3]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> labeled.withInputs(Tensor.zeros(3, 2)))
                .withMessage("Batch.withInputs" + needs + "[3, 2] and labels [2]");
    }

    @Test
    void otherInputsWithTheSameLabels() {
        var other = labeled.withInputs(Tensor.zeros(2, 7));
        assertThat(other.inputs().shape().dims().toArray()).containsExactly(2, 7);
        assertThat(other.labels()).isEqualTo(Indices.of(1, 0));
        assertThat(other).hasToString("Batch of 2, inputs [2, 7], labels [2]");
    }

    @Test
    void withoutInputsTheyAreRefused() {
        var bare = labeled.withoutInputs();
        assertThat(bare.labels()).isEqualTo(Indices.of(1, 0));
        assertThat(bare.size()).isEqualTo(2);
        assertThat(bare).hasToString("Batch of 2, labels [2]");
        assertThat(targeted.withoutInputs().targets().toFloatArray()).containsExactly(5, 6);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(bare::inputs)
                .withMessage(
                        "Batch.inputs: needs a batch with inputs, got Batch of 2, labels [2]; a metric gets outputs,"
                                + " and labels or targets, of all examples at once");
        assertThat(labeled.inputs()).isSameAs(inputs);
    }

    @Test
    void aSliceHasItsExamples() {
        Batch second = labeled.slice(1, 2);
        assertThat(second.inputs().toFloatArray()).containsExactly(3, 4);
        assertThat(second.labels()).isEqualTo(Indices.of(0));
        assertThat(targeted.slice(0, 1).targets().toFloatArray()).containsExactly(5);
        assertThat(targeted.slice(0, 2).size()).isEqualTo(2);
        assertThat(labeled.slice(1, 1).inputs().shape().dims().toArray()).containsExactly(0, 2);
    }

    @Test
    void aSliceBeyondTheBatchOrWithoutInputsIsRefused() {
        for (int[] places : new int[][] {{-1, 1}, {0, 3}, {2, 1}}) {
            assertThatExceptionOfType(IndexException.class)
                    .isThrownBy(() -> labeled.slice(places[0], places[1]))
                    .withMessage("Batch.slice: needs 0 <= from <= to <= 2, got from %d, to %d", places[0], places[1]);
        }
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> labeled.withoutInputs().slice(0, 1))
                .withMessageStartingWith("Batch.inputs: needs a batch with inputs");
    }
}
