package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.files.DataException;
import gradus.nn.files.MappedArray;
import gradus.nn.files.Npy;
import gradus.nn.files.NumberType;
import gradus.nn.files.StoredTensor;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class labels in files are checked when they are read, and no more of them are read than asked for. */
class MappedLabelsTest {
    private static final String NEED = ": needs labels from 0 to 16777215, got ";

    @TempDir
    private Path folder;

    private MappedArray whole(String name, Shape shape, double... numbers) {
        Path file = folder.resolve(name);
        Npy.write(
                file, new StoredTensor(name, NumberType.I64, Tensor.of(numbers).reshape(shape.toArray())));
        return Npy.mapped(file);
    }

    private static MappedArray numbers(MappedArray like) {
        Path file = like.file().resolveSibling("inputs " + like.file().getFileName());
        Npy.write(file, Tensor.arange(DType.F32, 2 * like.count()).reshape(like.count(), 2));
        return Npy.mapped(file);
    }

    private Dataset data(String name, double... labels) {
        MappedArray classes = whole(name, Shape.of(labels.length), labels);
        return Dataset.of(numbers(classes), classes);
    }

    private static void refuses(ThrowingCallable call, String message) {
        assertThat(catchThrowableOfType(DataException.class, call)).hasMessage(message);
    }

    @Test
    void labelsThatAreNoneAreRefusedWhereverTheyAreRead() {
        Dataset negative = data("y.npy", 0, 1, 2, -1);
        String message = folder.resolve("y.npy") + NEED
                + "-1 in row 3; only one of several labels of an example may be a mark for none";
        for (ThrowingCallable call : Lists.immutable.<ThrowingCallable>with(
                negative::labels,
                negative::classCounts,
                () -> negative.stratifiedHoldOut(0.5),
                () -> negative.stratifiedFolds(2),
                () -> negative.mapLabels(label -> label / 2),
                () -> negative.select(3, 0).all(),
                () -> StreamedDatasetTest.all(StreamedDataset.of(negative).batches(2)))) {
            refuses(call, message);
        }
        Dataset large = data("large.npy", 0, 1 << 24);
        refuses(large::classCounts, folder.resolve("large.npy") + NEED + "16777216 in row 1");
        refuses(() -> large.stratifiedHoldOut(0.5), folder.resolve("large.npy") + NEED + "16777216 in row 1");
        Dataset largest = data("largest.npy", 0, Integer.MAX_VALUE);
        refuses(largest::classCounts, folder.resolve("largest.npy") + NEED + "2147483647 in row 1");
    }

    /** Nor are they labels where they are inputs, or a further target. */
    @Test
    void marksAmongSeveralLabelsAndOtherWholeNumbersAreLetPass() {
        MappedArray marked = whole("marked.npy", Shape.of(2, 2), 0, -1, 1, 2);
        Dataset data = Dataset.of(marked, marked).withTarget("more", marked);
        assertThat(data.labels()).isEqualTo(Indices.of(Shape.of(2, 2), 0, -1, 1, 2));
        MappedArray negative = whole("negative.npy", Shape.of(2), -5, 1);
        Dataset further = data.withTarget("others", negative).withInput("given", negative);
        assertThat(further.all().indices("others")).isEqualTo(Indices.of(-5, 1));
        assertThat(further.all().indices("given")).isEqualTo(Indices.of(-5, 1));
    }

    /** The last label would be refused. */
    @Test
    void onlyTheLabelsOfTheExamplesAreRead() {
        Dataset data = data("y.npy", 3, 1, 2, -1);
        assertThat(data.slice(0, 1).labels()).isEqualTo(Indices.of(3));
        assertThat(data.select(2, 0, 2).labels()).isEqualTo(Indices.of(2, 3, 2));
        assertThat(data.select(2, 0, 2).classCounts().toArray()).containsExactly(0, 0, 2, 1);
        assertThat(data.slice(0, 3).stratifiedHoldOut(1).validation().size()).isEqualTo(3);
    }

    /** Wherever the parts are, in a file or in memory; the labels that would be refused are not read. */
    @Test
    void twoDataSetsBecomeOneWithoutReading() {
        Dataset first = data("first.npy", 3, 1, -1);
        Dataset second = data("second.npy", 0, -1, 2);
        Dataset both = first.concat(second);
        assertThat(both.hasLabels()).isTrue();
        assertThat(both.select(5, 1, 3, 0).labels()).isEqualTo(Indices.of(2, 1, 0, 3));
        assertThat(both.select(5, 1, 3, 0).all().labels()).isEqualTo(Indices.of(2, 1, 0, 3));
        assertThat(both.select(5, 0).all().inputs().toFloatArray()).containsExactly(4, 5, 0, 1);
        assertThat(both.slice(0, 2).concat(both.slice(5, 6)).labels()).isEqualTo(Indices.of(3, 1, 2));
        Dataset inMemory = Dataset.of(Tensor.zeros(2, 2), Indices.of(7, 8));
        Dataset mixed = inMemory.concat(first).concat(inMemory);
        assertThat(mixed.select(6, 3, 0, 2, 5).labels()).isEqualTo(Indices.of(8, 1, 7, 3, 7));
        refuses(
                both::labels,
                folder.resolve("first.npy") + NEED
                        + "-1 in row 2; only one of several labels of an example may be a mark for none");
    }

    @Test
    void labelsOfAnotherShapeAreRefusedAtOnce() {
        Dataset one = data("one.npy", 0, 1);
        MappedArray pairs = whole("pairs.npy", Shape.of(2, 2), 0, 1, 1, 2);
        Dataset two = Dataset.of(numbers(pairs), pairs);
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> one.concat(two))
                .withMessage("Dataset.concat: needs indices of one shape for each example, got [0] and [0, 2]");
    }
}
