package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.data.Dataset;
import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

/** Examples that are sent. */
class ExampleTest {
    private static Tensor row(double... numbers) {
        return Tensor.of(numbers);
    }

    @Test
    void examplesWithLabelsAreADataset() {
        Dataset data = Example.dataset(Lists.immutable.with(Example.of(row(1, 2), 3), Example.of(row(4, 5), 6)));
        assertThat(data.all().inputs().toDoubleArray()).containsExactly(1, 2, 4, 5);
        assertThat(data.all().inputs().dtype()).isEqualTo(DType.F64);
        assertThat(data.labels()).isEqualTo(Indices.of(3, 6));
    }

    @Test
    void targetsAndFloatsToo() {
        Dataset data = Example.dataset(Lists.immutable.with(
                Example.of(row(1, 2).to(DType.F32).reshape(2, 1), row(3)),
                Example.of(row(4, 5).to(DType.F32).reshape(2, 1), row(6))));
        assertThat(data.all().inputs().shape().dims().toArray()).containsExactly(2, 2, 1);
        assertThat(data.all().inputs().toFloatArray()).containsExactly(1, 2, 4, 5);
        assertThat(data.targets().toDoubleArray()).containsExactly(3, 6);
    }

    @Test
    void bytesAreDividedBy255() {
        Dataset data = Example.dataset(Lists.immutable.with(
                Example.ofBytes(new byte[] {0, (byte) 255}, 1), Example.ofBytes(new byte[] {51, 0}, 0)));
        assertThat(data.all().inputs().toFloatArray()).containsExactly(0, 1, 51 / 255f, 0);
        assertThat(data.labels()).isEqualTo(Indices.of(1, 0));
    }

    @Test
    void theKeyDependsOnAllThatTheExampleIs() {
        assertThat(Lists.immutable
                        .with(
                                Example.of(row(1, 2), 3),
                                Example.of(row(1, 2), 4),
                                Example.of(row(1, 3), 3),
                                Example.of(row(1, 2).reshape(2, 1), 3),
                                Example.of(row(1, 2).to(DType.F32), 3),
                                Example.of(row(1, 2), row(3)),
                                Example.of(row(1), row(2, 3)),
                                Example.ofBytes(new byte[] {1, 2}, 3))
                        .collect(Example::key)
                        .distinct())
                .hasSize(8);
        assertThat(Example.of(row(1, 2), 3).key())
                .isEqualTo(Example.of(row(1, 2), 3).key());
    }

    @Test
    void otherKindsAreRefused() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() ->
                        Example.dataset(Lists.immutable.with(Example.of(row(1, 2), 3), Example.of(row(1, 2, 3), 3))))
                .withMessage("Example: needs examples of one kind, as inputs [2] F64 with a label,"
                        + " got inputs [3] F64 with a label");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Example.dataset(
                        Lists.immutable.with(Example.of(row(1, 2), row(3)), Example.ofBytes(new byte[2], 3))))
                .withMessage("Example: needs examples of one kind, as inputs [2] F64 with a target [1] F64,"
                        + " got 2 bytes with a label");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Example.dataset(Lists.immutable.empty()))
                .withMessage("Example: needs at least one example, got none");
    }

    /** A source that is read twice may give others. */
    @Test
    void rowsThatAreNotAsManyAsWereCountedAreRefused() {
        Example example = Example.of(row(1, 2), 3);
        WorkerData<Example> rows = WorkerData.rows(4);
        var shards = ShardRange.of(1, 2, 4);
        assertThat(rows.share(List.of(example, example).iterator(), shards).sizes())
                .isEqualTo(IntLists.immutable.with(1, 1));
        for (var other : List.of(List.of(example), List.of(example, example, example))) {
            assertThatExceptionOfType(ArgumentException.class)
                    .isThrownBy(() -> rows.share(other.iterator(), shards))
                    .withMessage("DataParallel.train: needs the same examples each time that they are read, got "
                            + (other.size() == 1 ? "fewer" : "more") + " than when they were counted;"
                            + " cache() them, or checkpoint(): a source that draws or changes gives others");
        }
    }
}
