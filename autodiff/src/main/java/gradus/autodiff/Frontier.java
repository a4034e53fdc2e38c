package gradus.autodiff;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a sweep has reached and not yet visited, each with the cotangent gathered so far,
 * in buckets by depth. The deepest come out first, equally deep ones in the order in which they
 * arrived. Most buckets hold one or two nodes, which are found by looking at each; those of a
 * crowded bucket, such as that of a thousand variables, stand in an index as well.
 */
final class Frontier {
    /** From this many nodes on, a bucket is crowded. */
    private static final int CROWD = 8;

    /** A node whose cotangent is being gathered. */
    static final class Pending {
        final Node node;

        /** The node's result as the rules are to see it. */
        final Tensor y;

        /** How many arrived in the same bucket before. */
        private final int place;

        /**
         * Who arrived before in the same bucket; when the bucket's turn has come, who arrived next.
         */
        private @Nullable Pending neighbor;

        private Tensor cotangent;

        private Pending(Node node, Tensor y, Tensor cotangent, @Nullable Pending before) {
            this.node = node;
            this.y = y;
            this.cotangent = cotangent;
            this.neighbor = before;
            this.place = before == null ? 0 : before.place + 1;
        }

        Tensor cotangent() {
            return cotangent;
        }
    }

    /** The last arrival in each bucket, by depth. */
    private final @Nullable Pending[] last;

    /** Those that wait in crowded buckets. */
    final Map<Node, Pending> crowded = new HashMap<>();

    /** How many nodes were looked at, outside the index, to find those that had arrived before. */
    int looked;

    /** The bucket whose turn it is, in order of arrival, without those that are out. */
    private @Nullable Pending turn;

    private int depth;

    /** An empty frontier for a sweep from {@code result}. */
    Frontier(Node result) {
        depth = result.depth + 1;
        last = new @Nullable Pending[depth];
    }

    /** Adds to the cotangent of a node that is less deep than those that came out already. */
    void add(Node node, Tensor y, Tensor cotangent) {
        @Nullable Pending before = last[node.depth];
        @Nullable Pending known = find(node, before);
        if (known != null) {
            known.cotangent = known.cotangent.add(cotangent);
            return;
        }
        Pending fresh = new Pending(node, y, cotangent, before);
        last[node.depth] = fresh;
        if (isCrowded(before)) {
            crowded.put(node, fresh);
        } else if (isCrowded(fresh)) {
            for (@Nullable Pending each = fresh; each != null; each = each.neighbor) {
                crowded.put(each.node, each);
            }
        }
    }

    /** Whether the bucket with this last arrival has an index. */
    private static boolean isCrowded(@Nullable Pending last) {
        return last != null && last.place >= CROWD;
    }

    private @Nullable Pending find(Node node, @Nullable Pending last) {
        if (isCrowded(last)) {
            return crowded.get(node);
        }
        @Nullable Pending each = last;
        while (each != null && each.node != node) {
            looked++;
            each = each.neighbor;
        }
        return each;
    }

    /** Takes out the next node, whose cotangent is complete, or gives null if none is left. */
    @Nullable
    Pending poll() {
        while (turn == null && depth > 0) {
            depth--;
            turn = inOrderOfArrival(last[depth]);
            last[depth] = null;
        }
        @Nullable Pending next = turn;
        if (next != null) {
            turn = next.neighbor;
        }
        return next;
    }

    private @Nullable Pending inOrderOfArrival(@Nullable Pending last) {
        boolean indexed = isCrowded(last);
        @Nullable Pending first = null;
        @Nullable Pending each = last;
        while (each != null) {
            if (indexed) {
                crowded.remove(each.node);
            }
            @Nullable Pending before = each.neighbor;
            each.neighbor = first;
            first = each;
            each = before;
        }
        return first;
    }
}
