package gradus.nn.train;

import gradus.nn.data.Batch;
import java.util.random.RandomGenerator;

/** Where the batches of each epoch come from, such as {@code random -> data.shuffled(random).batches(50)}. */
@FunctionalInterface
public interface EpochSource {
    /**
     * The batches of one epoch. For runs to be repeatable they depend on nothing but {@code random}. {@link
     * gradus.nn.data.BatchesAhead} are closed when the epoch ends, however it ends.
     */
    Iterable<Batch> epoch(RandomGenerator random);
}
