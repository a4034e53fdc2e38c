package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.eclipse.collections.api.factory.Lists;

class DatasetProperties {
    /** One walk through shuffled batches meets every example once, with its own label. */
    @Property
    void anEpochMeetsEveryExampleOnce(
            @ForAll @IntRange(max = 60) int count,
            @ForAll @IntRange(min = 1, max = 70) int size,
            @ForAll boolean dropLast,
            @ForAll long seed) {
        int[] labels = IntStream.range(0, count).toArray();
        var data = Dataset.of(Tensor.arange(DType.F64, count).reshape(count, 1), Indices.of(labels));
        var whole = data.shuffled(Randomness.seeded(seed)).batches(size);
        var batches = dropLast ? whole.dropLast() : whole;
        var met = Lists.mutable.<Integer>empty();
        for (var batch : batches) {
            assertThat(batch.size()).isBetween(dropLast ? size : 1, size);
            for (int i = 0; i < batch.size(); i++) {
                assertThat(batch.inputs().get(i, 0)).isEqualTo(batch.labels().get(i));
                met.add(batch.labels().get(i));
            }
        }
        assertThat(met).doesNotHaveDuplicates().hasSize(dropLast ? count / size * size : count);
        assertThat(Lists.immutable.withAll(batches)).hasSize(batches.count());
    }
}
