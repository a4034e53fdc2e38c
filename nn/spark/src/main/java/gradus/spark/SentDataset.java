package gradus.spark;

import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/** A data set that the driver has sent to all executors: {@link Parts}, packed. */
record SentDataset(Broadcast<byte[]> packed) implements DatasetFactory {

    /** All that is in it. */
    record Parts(SentTensors inputs, SentTensors targets) implements Serializable {
        static Parts of(Dataset data) {
            Batch all = data.all();
            return new Parts(SentTensors.of(all.namedInputs()), SentTensors.of(all.namedTargets()));
        }

        Dataset dataset() {
            return Dataset.of(inputs.tensors(), targets.tensors());
        }
    }

    @Override
    public Dataset dataset() {
        return Packed.unpack(packed.value(), Parts.class).dataset();
    }
}
