package gradus.spark;

import gradus.nn.data.Dataset;
import java.io.Serializable;

/**
 * Where a worker gets the parts of a data set of which it computes the shards, such as one file for
 * each. It is asked for these alone.
 */
@FunctionalInterface
public interface PartFactory extends Serializable {
    /**
     * The examples of a part, 1 or more, in any worker the same in the same order.
     *
     * @param number from 0 to the number of shards less one
     */
    Dataset part(int number);
}
