package gradus.nn.train;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * How the sums of shards are added: in a tree of pairs in which the left part has a power of two of
 * them, so that its shape depends on their number alone. Process r of so many has the shards from
 * {@code r count / processes}, rounded down, and adds what begins with one of these. The sum of a
 * part that begins in one process and is added in another is sent to it. So all messages go to
 * processes of lower rank, and the last one that a process sends goes to the one from which it gets
 * the sum of all.
 *
 * @param count of the shards
 * @param processes that share them: no more than there are shards
 */
record ShardTree(int count, int processes) {
    /** The shards from {@code from} up to {@code to}. */
    record Part(int from, int to) {
        boolean isShard() {
            return to - from == 1;
        }

        Part left() {
            return new Part(from, middle());
        }

        Part right() {
            return new Part(middle(), to);
        }

        private int middle() {
            return from + Integer.highestOneBit(to - from - 1);
        }
    }

    /** A part whose sum is sent from the process where it begins to the one that adds it. */
    record Sent(Part part, int to) {}

    /** All shards. */
    Part all() {
        return new Part(0, count);
    }

    /** The process where a part begins. */
    int owner(Part part) {
        return (int) (((part.from() + 1L) * processes - 1) / count);
    }

    /** What a process sends, in the order of the shards. */
    ImmutableList<Sent> sent(int rank) {
        MutableList<Sent> found = Lists.mutable.empty();
        collect(all(), rank, found);
        return found.toSortedListBy(sent -> sent.part().from()).toImmutable();
    }

    private void collect(Part part, int rank, MutableList<Sent> found) {
        if (part.isShard()) {
            return;
        }
        if (owner(part.right()) == rank && owner(part) != rank) {
            found.add(new Sent(part.right(), owner(part)));
        }
        collect(part.left(), rank, found);
        collect(part.right(), rank, found);
    }

    /** The process that gives this one the sum of all; not for the first. */
    int parent(int rank) {
        return sent(rank).getLast().to();
    }

    /** The processes that get the sum of all from this one. */
    ImmutableList<Integer> children(int rank) {
        MutableList<Integer> children = Lists.mutable.empty();
        for (int other = rank + 1; other < processes; other++) {
            if (parent(other) == rank) {
                children.add(other);
            }
        }
        return children.toImmutable();
    }
}
