package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

/** Labels, targets, element types, and data sets made of others. */
class TargetsTest {
    private final Tensor inputs = Tensor.arange(DType.F64, 6).reshape(3, 2);
    private final Dataset labeled = Dataset.of(inputs, Indices.of(2, 0, 1));
    private final Dataset targeted = Dataset.of(inputs, Tensor.of(10.0, 11, 12).reshape(3, 1));

    @Test
    void targetsGoWithTheirInputs() {
        var batch = targeted.select(2, 0).all();
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.inputs().toDoubleArray()).containsExactly(4, 5, 0, 1);
        assertThat(batch.targets().shape()).isEqualTo(Shape.of(2, 1));
        assertThat(batch.targets().toDoubleArray()).containsExactly(12, 10);
        assertThat(targeted.slice(1, 3).targets().toDoubleArray()).containsExactly(11, 12);
        assertThat(Lists.immutable
                        .withAll(targeted.batches(2))
                        .getLast()
                        .targets()
                        .toDoubleArray())
                .containsExactly(12);
    }

    @Test
    void theWrongOneIsRefusedWithAHint() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> targeted.all().labels())
                .withMessage(
                        "Batch.labels: needs examples with class labels, got targets [3, 1]; use targets(), or make"
                                + " the data with Indices");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> labeled.all().targets())
                .withMessage(
                        "Batch.targets: needs examples with targets, got labels [3]; use labels(), or make targets of"
                                + " them with oneHot or withTargets");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(targeted::labels)
                .withMessageStartingWith("Dataset.labels: ");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(labeled::targets)
                .withMessageStartingWith("Dataset.targets: ");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(targeted::classCounts);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> targeted.oneHot(2, DType.F64));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> targeted.mapLabels(label -> label));
    }

    @Test
    void asManyAnswersAsInputs() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Dataset.of(inputs, Tensor.zeros(2, 1)))
                .withMessage(
                        "Dataset: needs inputs [n, ...] and as many labels or targets, got [3, 2] and targets [2, 1]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Dataset.of(inputs, Tensor.scalar(1.0)))
                .withMessage("Dataset: needs targets [n, ...], got []");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new Batch(inputs, Indices.of(1, 2)))
                .withMessageContaining("[3, 2] and labels [2]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> labeled.all().withInputs(Tensor.zeros(2, 2)))
                .withMessageStartingWith("Batch.withInputs: ");
    }

    @Test
    void batchesWithOtherInputsKeepTheirAnswers() {
        var batch = labeled.all().withInputs(Tensor.zeros(3, 7));
        assertThat(batch.inputs().shape()).isEqualTo(Shape.of(3, 7));
        assertThat(batch.labels()).isEqualTo(Indices.of(2, 0, 1));
        assertThat(batch).hasToString("Batch of 3, inputs [3, 7], labels [3]");
        assertThat(targeted).hasToString("Dataset of 3 with targets");
    }

    @Test
    void labelsBecomeTargets() {
        var hot = labeled.slice(1, 3).oneHot(3, DType.F32);
        assertThat(hot.targets().toFloatArray()).containsExactly(1, 0, 0, 0, 1, 0);
        assertThat(hot.targets().shape()).isEqualTo(Shape.of(2, 3));
        var numbers = labeled.withTargets(DType.F64, label -> label < 2 ? 1 : 0);
        assertThat(numbers.targets().shape()).isEqualTo(Shape.of(3, 1));
        assertThat(numbers.targets().toDoubleArray()).containsExactly(0, 1, 1);
        assertThat(labeled.mapLabels(label -> label + 5).slice(1, 2).labels()).isEqualTo(Indices.of(5));
        assertThatExceptionOfType(IndexException.class).isThrownBy(() -> labeled.oneHot(2, DType.F32));
    }

    @Test
    void classCounts() {
        assertThat(Dataset.of(Tensor.zeros(4, 1), Indices.of(3, 1, 3, 0))
                        .classCounts()
                        .toArray())
                .containsExactly(1, 1, 0, 2);
        assertThat(labeled.slice(0, 0).classCounts().toArray()).isEmpty();
    }

    @Test
    void theElementTypeIsThatOfTheInputsUntilAnotherIsAskedFor() {
        assertThat(targeted.all().inputs().dtype()).isEqualTo(DType.F64);
        var floats = targeted.to(DType.F32).all();
        assertThat(floats.inputs().dtype()).isEqualTo(DType.F32);
        assertThat(floats.targets().dtype()).isEqualTo(DType.F32);
        var bytes = Dataset.ofBytes(new byte[] {(byte) 200, 1, 2}, Indices.of(0, 1, 2));
        assertThat(bytes.all().inputs().dtype()).isEqualTo(DType.F32);
        assertThat(bytes.to(DType.F64).select(0, 2).all().inputs().toDoubleArray())
                .containsExactly(200 / 255.0, 2 / 255.0);
        assertThat(bytes.concat(bytes).to(DType.F64).all().inputs().dtype()).isEqualTo(DType.F64);
        assertThat(bytes.mapInputs(x -> x.mul(2)).to(DType.F64).all().inputs().dtype())
                .isEqualTo(DType.F64);
    }

    @Test
    void functionsChangeInputsBatchByBatch() {
        var doubled = labeled.mapInputs(x -> x.mul(2)).select(1, 1);
        assertThat(doubled.all().inputs().toDoubleArray()).containsExactly(4, 6, 4, 6);
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> labeled.mapInputs(x -> x.slice(0, 0, 1)).all())
                .withMessage(
                        "Dataset.mapInputs: needs a function that keeps the number of examples, got [1, 2] from [3,"
                                + " 2]");
    }

    @Test
    void oneAfterTheOther() {
        var others = Dataset.of(inputs.add(100), Indices.of(7, 8, 9));
        var both = labeled.select(2, 0).concat(others.slice(1, 3));
        assertThat(both.labels()).isEqualTo(Indices.of(1, 2, 8, 9));
        assertThat(both.all().inputs().toDoubleArray()).containsExactly(4, 5, 0, 1, 102, 103, 104, 105);
        assertThat(both.select(3, 0, 2).all().inputs().toDoubleArray()).containsExactly(104, 105, 4, 5, 102, 103);
        assertThat(both.slice(0, 2).all().inputs().toDoubleArray()).containsExactly(4, 5, 0, 1);
        assertThat(both.slice(2, 4).all().inputs().toDoubleArray()).containsExactly(102, 103, 104, 105);
        assertThat(both.concat(labeled.slice(0, 1)).labels()).isEqualTo(Indices.of(1, 2, 8, 9, 2));
        assertThat(targeted.concat(targeted).targets().toDoubleArray()).containsExactly(10, 11, 12, 10, 11, 12);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> labeled.concat(targeted))
                .withMessageStartingWith(
                        "Dataset.concat: needs class labels in both data sets, or targets in both, got labels [3] and"
                                + " targets [3, 1]; ");
    }
}
