package gradus.nn.train;

import gradus.autodiff.Randomness;
import gradus.autodiff.Scope;
import gradus.nn.Mode;
import gradus.nn.data.Batch;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Into how many shards a step's batch is divided. Shard s of a batch of n examples has those from n
 * s / count to n (s + 1) / count, rounded down. What layers draw for it comes from the random numbers
 * of the step and s alone. The sums of the shards are added in a tree of pairs in which the left part
 * has a power of two of them: its shape depends on their number alone.
 */
record Shards(int count) {
    static final Shards NONE = new Shards(1);

    /** What is done with one shard. */
    @FunctionalInterface
    interface Work {
        /** The sum that starts with this shard, whose examples are this part of the batch. */
        ShardSum of(Batch shard, Mode mode, double part);
    }

    /** The sum over all shards. Those after the first run in a scope of their own, one after the other. */
    ShardSum sum(Batch batch, Randomness random, Scope scope, Work work) {
        if (count == 1) {
            return work.of(batch, Mode.training(random), 1);
        }
        Randomness ofStep = random.split();
        ImmutableList<Mode> modes =
                Lists.immutable.fromStream(IntStream.range(0, count).mapToObj(_ -> Mode.training(ofStep.split())));
        int first = IntStream.range(0, count)
                .filter(shard -> start(shard + 1, batch.size()) > 0)
                .findFirst()
                .orElse(0);
        return Objects.requireNonNull(tree(
                0,
                count,
                shard -> {
                    int from = start(shard, batch.size());
                    int to = start(shard + 1, batch.size());
                    double part = (double) (to - from) / batch.size();
                    return shard == first
                            ? work.of(batch.slice(from, to), modes.get(shard), part)
                            : from == to
                                    ? null
                                    : scope.run(() -> work.of(batch.slice(from, to), modes.get(shard), part)
                                            .keep());
                },
                ShardSum::plus));
    }

    private int start(int shard, int examples) {
        return (int) ((long) shard * examples / count);
    }

    /** The sum of those from {@code from} up to {@code to}, of which some may be missing. */
    private static <T> @Nullable T tree(int from, int to, IntFunction<@Nullable T> leaf, BinaryOperator<T> plus) {
        if (to - from == 1) {
            return leaf.apply(from);
        }
        int middle = from + Integer.highestOneBit(to - from - 1);
        @Nullable T left = tree(from, middle, leaf, plus);
        @Nullable T right = tree(middle, to, leaf, plus);
        return left == null ? right : right == null ? left : plus.apply(left, right);
    }
}
