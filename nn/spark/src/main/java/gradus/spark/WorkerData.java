package gradus.spark;

import gradus.autodiff.ArgumentException;
import gradus.nn.data.Dataset;
import java.io.Serializable;
import java.util.Iterator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * How a worker gets what it trains on.
 *
 * @param <T> of the elements of its partition
 */
@FunctionalInterface
interface WorkerData<T> extends Serializable {
    /**
     * What a worker has.
     *
     * @param rows its partition of what the tasks are given
     */
    Share share(Iterator<T> rows, ShardRange shards);

    /** All examples, in each worker. */
    static WorkerData<Integer> whole(DatasetFactory factory) {
        return (_, _) -> new Share.Whole(factory.dataset());
    }

    /** A part for each shard. */
    static WorkerData<Integer> parts(PartFactory factory) {
        return (_, shards) -> new Share.Parts(shards.from(), shards.numbers().collect(factory::part));
    }

    /** Examples that come in order, those of each shard's part after those of the one before. */
    static WorkerData<Example> rows(long count) {
        return (rows, shards) -> {
            ImmutableList<Dataset> parts = shards.numbers()
                    .collect(part -> taken(rows, shards.start(part + 1, count) - shards.start(part, count)));
            if (rows.hasNext()) {
                throw otherwise("more");
            }
            return new Share.Parts(shards.from(), parts);
        };
    }

    private static Dataset taken(Iterator<Example> rows, long count) {
        MutableList<Example> examples = Lists.mutable.empty();
        for (long i = 0; i < count; i++) {
            if (!rows.hasNext()) {
                throw otherwise("fewer");
            }
            examples.add(rows.next());
        }
        return Example.dataset(examples.toImmutable());
    }

    private static ArgumentException otherwise(String got) {
        return new ArgumentException(
                "DataParallel.train",
                "the same examples each time that they are read",
                got + " than when they were counted",
                "cache() them, or checkpoint(): a source that draws or changes gives others");
    }
}
