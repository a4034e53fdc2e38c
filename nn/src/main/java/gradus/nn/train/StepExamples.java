package gradus.nn.train;

import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;

/** The examples of one step, of which those of a shard are taken when they are asked for. */
interface StepExamples {
    /** How many in all shards. */
    int size();

    /** How many are in the shards before this one; so all of them, for the number of shards. */
    int before(int shard);

    /** Those of one shard. */
    Batch shard(int number);

    /** A batch that is here. */
    static StepExamples of(Batch batch, Shards shards) {
        return new Divided(
                shards, batch.size(), (from, to) -> to - from == batch.size() ? batch : batch.slice(from, to));
    }

    /** Examples of a data set. */
    static StepExamples of(Dataset data, Shards shards) {
        return new Divided(
                shards, data.size(), (from, to) -> data.slice(from, to).all());
    }

    /** How examples are taken. */
    @FunctionalInterface
    interface Range {
        /** The examples from {@code from} up to {@code to}. */
        Batch of(int from, int to);
    }

    /** Of n examples in an order, shard s has those from n s / count to n (s + 1) / count, rounded down. */
    record Divided(Shards shards, int size, Range range) implements StepExamples {
        @Override
        public int before(int shard) {
            return (int) ((long) shard * size / shards.count());
        }

        @Override
        public Batch shard(int number) {
            return range.of(before(number), before(number + 1));
        }
    }
}
