package gradus.spark;

import gradus.nn.data.Dataset;
import java.io.Serializable;

/** Where a worker gets its data, such as from files that every machine has. */
@FunctionalInterface
public interface DatasetFactory extends Serializable {
    /** All examples, in each worker the same in the same order. */
    Dataset dataset();
}
