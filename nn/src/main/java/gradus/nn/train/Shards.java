package gradus.nn.train;

import gradus.autodiff.Randomness;
import gradus.autodiff.Scope;
import gradus.nn.Mode;
import gradus.nn.data.Batch;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;

/**
 * Into how many shards a step's batch is divided. Shard s of a batch of n examples has those from n
 * s / count to n (s + 1) / count, rounded down. What layers draw for it comes from the random
 * numbers of the step and s alone. The sums of shards are added in a tree of pairs in which the left
 * part has a power of two of them: its shape depends on their number alone.
 */
record Shards(int count) {
    static final Shards NONE = new Shards(1);

    /** What is done with one shard. */
    @FunctionalInterface
    interface Work {
        /** What it comes to, of examples that are this part of the batch. */
        ShardSum of(Batch shard, Mode mode, double part);
    }

    /**
     * The sum over all shards that have examples. The first runs where it is called, so that it can
     * be looked at afterwards; the others, and the additions, in runs of the scope.
     */
    ShardSum sum(Batch batch, Randomness random, Scope scope, Work work) {
        if (count == 1) {
            return work.of(batch, Mode.training(random), 1);
        }
        Randomness ofStep = random.split();
        MutableList<Mode> modes = Lists.mutable.empty();
        for (int shard = 0; shard < count; shard++) {
            modes.add(Mode.training(ofStep.split()));
        }
        return new Tree(batch, modes, scope, work).sum(0, count);
    }

    private int start(int shard, int examples) {
        return (int) ((long) shard * examples / count);
    }

    /** One step's sums. */
    private final class Tree {
        private final Batch batch;
        private final MutableList<Mode> modes;
        private final Scope scope;
        private final Work work;

        Tree(Batch batch, MutableList<Mode> modes, Scope scope, Work work) {
            this.batch = batch;
            this.modes = modes;
            this.scope = scope;
            this.work = work;
        }

        /** The sum of the shards from {@code from} up to {@code to}, one of which has examples. */
        ShardSum sum(int from, int to) {
            if (to - from == 1) {
                return start(from, batch.size()) == 0
                        ? one(from)
                        : scope.run(() -> one(from).keep());
            }
            int middle = from + Integer.highestOneBit(to - from - 1);
            if (isEmpty(from, middle)) {
                return sum(middle, to);
            }
            ShardSum left = sum(from, middle);
            if (isEmpty(middle, to)) {
                return left;
            }
            ShardSum right = sum(middle, to);
            return scope.run(() -> left.plus(right).keep());
        }

        private boolean isEmpty(int from, int to) {
            return start(from, batch.size()) == start(to, batch.size());
        }

        private ShardSum one(int shard) {
            int from = start(shard, batch.size());
            int to = start(shard + 1, batch.size());
            return work.of(batch.slice(from, to), modes.get(shard), (double) (to - from) / batch.size());
        }
    }
}
