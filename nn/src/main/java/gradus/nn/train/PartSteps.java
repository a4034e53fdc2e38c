package gradus.nn.train;

import gradus.autodiff.Randomness;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.data.ShardedDataset;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one epoch through a data set in parts. The examples of all parts are thought of in one
 * row, in which those of each part stand at even distances: example j of n at (2 j + 1) / 2 n of the
 * way, and of two at one place the one of the earlier part first. A step takes the next ones of the
 * row. So its size is exact, and each part gives its share.
 */
final class PartSteps implements Iterator<StepExamples> {
    private final ShardedDataset data;
    private final int batchSize;
    private final ImmutableList<Randomness> random;
    private final @Nullable Dataset[] ordered;
    private final int[] taken;
    private final PriorityQueue<Next> next = new PriorityQueue<>();
    private long left;

    /** The next example of a part. */
    private record Next(int part, int place, int size) implements Comparable<Next> {
        private static final Comparator<Next> ORDER = ((Comparator<Next>) Next::compare).thenComparingInt(Next::part);

        private static int compare(Next a, Next b) {
            return Long.compare((2L * a.place + 1) * b.size, (2L * b.place + 1) * a.size);
        }

        @Override
        public int compareTo(Next other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * An epoch's.
     *
     * @param random for the order of each part; empty where they are taken as they are
     * @param count how many examples are taken
     */
    PartSteps(ShardedDataset data, int batchSize, ImmutableList<Randomness> random, long count) {
        this.data = data;
        this.batchSize = batchSize;
        this.random = random;
        this.ordered = new Dataset[data.count()];
        this.taken = new int[data.count()];
        this.left = count;
        for (int part = 0; part < data.count(); part++) {
            next.add(new Next(part, 0, data.size(part)));
        }
    }

    /** The order of each part comes from random numbers of its own. */
    static Steps of(ShardedDataset data, int batchSize, ExampleOrder order, Randomness random) {
        long whole = data.size() / batchSize * batchSize;
        long count = order.dropsLast() ? whole : data.size();
        MutableList<Randomness> streams = Lists.mutable.empty();
        for (int part = 0; order.shuffles() && part < data.count(); part++) {
            streams.add(random.split());
        }
        ImmutableList<Randomness> own = streams.toImmutable();
        return new Steps(
                () -> new PartSteps(data, batchSize, own, count),
                Math.toIntExact(Math.ceilDiv(count, batchSize)),
                null);
    }

    @Override
    public boolean hasNext() {
        return left > 0;
    }

    @Override
    public StepExamples next() {
        int[] from = taken.clone();
        int size = (int) Math.min(batchSize, left);
        for (int i = 0; i < size; i++) {
            Next example = next.remove();
            taken[example.part]++;
            if (taken[example.part] < example.size) {
                next.add(new Next(example.part, taken[example.part], example.size));
            }
        }
        left -= size;
        return new Step(from, taken.clone());
    }

    private Dataset ordered(int part) {
        @Nullable Dataset known = ordered[part];
        if (known == null) {
            Dataset given = data.part(part);
            known = random.isEmpty() ? given : given.shuffled(random.get(part));
            ordered[part] = known;
        }
        return known;
    }

    /** From each part the examples from one place to another. */
    private final class Step implements StepExamples {
        private final int[] from;
        private final int[] to;
        private final int[] before;

        Step(int[] from, int[] to) {
            this.from = from;
            this.to = to;
            this.before = new int[from.length + 1];
            for (int part = 0; part < from.length; part++) {
                before[part + 1] = before[part] + to[part] - from[part];
            }
        }

        @Override
        public int size() {
            return before[from.length];
        }

        @Override
        public int before(int shard) {
            return before[shard];
        }

        @Override
        public Batch shard(int number) {
            return ordered(number).slice(from[number], to[number]).all();
        }
    }
}
