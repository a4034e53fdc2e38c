package gradus.nn.train;

import gradus.nn.data.Batch;
import gradus.nn.data.Batches;
import gradus.nn.data.BatchesAhead;
import gradus.nn.data.Dataset;
import org.eclipse.collections.impl.list.primitive.IntInterval;
import org.eclipse.collections.impl.utility.LazyIterate;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one epoch.
 *
 * @param examples of each step
 * @param count how many; 0 where it is not known
 * @param data what they are taken from, where it is one data set
 * @param end what is done when no more of them are wanted
 */
record Steps(
        Iterable<StepExamples> examples,
        int count,
        @Nullable Dataset data,
        Runnable end) implements AutoCloseable {
    Steps(Iterable<StepExamples> examples, int count, @Nullable Dataset data) {
        this(examples, count, data, () -> {});
    }

    /** No more of them are wanted. */
    @Override
    public void close() {
        end.run();
    }

    /** A step for each batch that is made ahead; their thread ends with the epoch, however it ends. */
    static Steps of(BatchesAhead batches, Shards shards) {
        return new Steps(
                LazyIterate.collect(batches, batch -> StepExamples.of(batch, shards)),
                batches.count(),
                null,
                batches::close);
    }

    /** A step for each batch. */
    static Steps of(Iterable<Batch> batches, Shards shards) {
        if (batches instanceof BatchesAhead ahead) {
            return of(ahead, shards);
        }
        if (!(batches instanceof Batches counted)) {
            return new Steps(LazyIterate.collect(batches, batch -> StepExamples.of(batch, shards)), 0, null);
        }
        return new Steps(
                shards.count() == 1
                        ? LazyIterate.collect(counted, batch -> StepExamples.of(batch, shards))
                        : IntInterval.zeroTo(counted.count() - 1)
                                .asLazy()
                                .collect(number -> StepExamples.of(counted.examples(number), shards)),
                counted.count(),
                counted.data());
    }
}
