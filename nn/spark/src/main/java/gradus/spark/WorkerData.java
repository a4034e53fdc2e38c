package gradus.spark;

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
            MutableList<Example> examples = Lists.mutable.empty();
            rows.forEachRemaining(examples::add);
            Dataset all = Example.dataset(examples.toImmutable());
            long first = shards.start(shards.from(), count);
            ImmutableList<Dataset> parts = shards.numbers()
                    .collect(part -> all.slice(
                            (int) (shards.start(part, count) - first), (int) (shards.start(part + 1, count) - first)));
            return new Share.Parts(shards.from(), parts);
        };
    }
}
