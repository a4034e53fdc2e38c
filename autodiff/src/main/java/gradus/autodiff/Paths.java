package gradus.autodiff;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.set.ImmutableSet;
import org.eclipse.collections.api.set.MutableSet;

/**
 * The recorded operations between chosen tensors and a result: all that a sweep with respect to
 * those tensors visits.
 */
final class Paths {
    private final ImmutableSet<Node> ends;
    private final MutableSet<Node> between = Sets.mutable.empty();
    private boolean elsewhere;

    private Paths(ImmutableSet<Node> ends) {
        this.ends = ends;
    }

    /** The paths from {@code ends}, which are tracked, to {@code result}. */
    static Paths between(ImmutableList<Tensor> ends, Tensor result) {
        Paths paths = new Paths(ends.collect(end -> end.node).toImmutableSet());
        if (result.node != null) {
            paths.mark(result.node);
        }
        return paths;
    }

    private void mark(Node result) {
        MutableList<Node> reached = reach(result);
        // Inputs are less deep than their consumers: so they are decided first.
        reached.sortThisByInt(node -> node.depth);
        for (Node node : reached) {
            if (ends.contains(node) || leadsOn(node)) {
                between.add(node);
            }
            boolean end = ends.contains(node);
            elsewhere |= end ? node.op != null : node.op == null;
        }
    }

    /** Every node that the result was computed from, not looking behind the ends. */
    private MutableList<Node> reach(Node result) {
        MutableSet<Node> seen = Sets.mutable.with(result);
        MutableList<Node> reached = Lists.mutable.with(result);
        for (int next = 0; next < reached.size(); next++) {
            Node node = reached.get(next);
            if (!ends.contains(node)) {
                for (Tensor input : node.inputs) {
                    if (input.node != null && seen.add(input.node)) {
                        reached.add(input.node);
                    }
                }
            }
        }
        return reached;
    }

    private boolean leadsOn(Node node) {
        for (Tensor input : node.inputs) {
            if (input.node != null && between.contains(input.node)) {
                return true;
            }
        }
        return false;
    }

    /** Where the paths start. */
    ImmutableSet<Node> ends() {
        return ends;
    }

    /** Whether a node lies on a path. */
    boolean contains(Node node) {
        return between.contains(node);
    }

    /**
     * Whether the result depends on variables other than the ends, or the ends themselves depend on
     * variables.
     */
    boolean leadElsewhere() {
        return elsewhere;
    }
}
