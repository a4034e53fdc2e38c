package gradus.spark;

import gradus.autodiff.Indices;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/** A data set that the driver has sent to all executors: {@link Numbers}, packed. */
record SentDataset(Broadcast<byte[]> packed) implements DatasetFactory {

    /**
     * All that is in it.
     *
     * @param labels without any where there are targets
     * @param targets null where there are labels
     */
    record Numbers(
            SentTensor inputs,
            ImmutableIntList labels,
            @Nullable SentTensor targets) implements Serializable {
        static Numbers of(Dataset data) {
            Batch all = data.all();
            SentTensor inputs = new SentTensor(all.inputs());
            return all.hasLabels()
                    ? new Numbers(inputs, IntLists.immutable.with(all.labels().toArray()), null)
                    : new Numbers(inputs, IntLists.immutable.empty(), new SentTensor(all.targets()));
        }

        Dataset dataset() {
            return targets == null
                    ? Dataset.of(inputs.tensor(), Indices.of(labels.toArray()))
                    : Dataset.of(inputs.tensor(), targets.tensor());
        }
    }

    @Override
    public Dataset dataset() {
        return Packed.unpack(packed.value(), Numbers.class).dataset();
    }
}
