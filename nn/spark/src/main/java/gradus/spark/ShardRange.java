package gradus.spark;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * The shards of a worker: those from {@code from} up to {@code to} of {@code count}. Worker w of W has
 * them from w count / W to (w + 1) count / W, rounded down.
 */
record ShardRange(int from, int to, int count) {
    static ShardRange of(int worker, int workers, int shards) {
        return new ShardRange(
                (int) ((long) worker * shards / workers), (int) ((worker + 1L) * shards / workers), shards);
    }

    /** Their numbers. */
    ImmutableList<Integer> numbers() {
        return Interval.fromTo(from, to - 1).toImmutableList();
    }

    /** Where a shard's part of so many examples begins, and the one before it ends. */
    long start(int shard, long examples) {
        return Math.multiplyExact(shard, examples) / count;
    }
}
