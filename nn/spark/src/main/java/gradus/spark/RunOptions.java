package gradus.spark;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a training is spread and kept.
 *
 * @param workers how many tasks
 * @param shards into how many each batch is divided
 * @param attempts how often to submit it without a new checkpoint in between
 * @param patience the longest wait for another worker
 * @param checkpoints null where there are none
 * @param every so many epochs there is a checkpoint
 */
record RunOptions(
        int workers,
        int shards,
        int attempts,
        Duration patience,
        @Nullable CheckpointFolder checkpoints,
        int every) implements Serializable {}
