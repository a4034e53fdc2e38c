package gradus.autodiff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The recorded operations between chosen tensors and a result: all that a sweep with respect to
 * those tensors visits.
 */
final class Paths {
    private final Set<Node> ends;
    private final Set<Node> between = new HashSet<>();
    private boolean elsewhere;

    private Paths(Set<Node> ends) {
        this.ends = ends;
    }

    /** The paths from {@code ends}, which are tracked, to {@code result}. */
    static Paths between(Tensor[] ends, Tensor result) {
        Paths paths = new Paths(nodes(ends));
        if (result.node != null) {
            paths.mark(result.node);
        }
        return paths;
    }

    /** The nodes of those that are tracked. */
    static Set<Node> nodes(Tensor... tensors) {
        Set<Node> nodes = new HashSet<>();
        for (Tensor tensor : tensors) {
            if (tensor.node != null) {
                nodes.add(tensor.node);
            }
        }
        return nodes;
    }

    private void mark(Node result) {
        List<Node> reached = reach(result);
        // Inputs are less deep than their consumers: so they are decided first.
        reached.sort(Comparator.comparingInt(node -> node.depth));
        for (Node node : reached) {
            if (ends.contains(node) || leadsOn(node)) {
                between.add(node);
            }
            boolean end = ends.contains(node);
            elsewhere |= end ? node.op != null : node.op == null;
        }
    }

    /** Every node that the result was computed from, not looking behind the ends. */
    private List<Node> reach(Node result) {
        Set<Node> seen = new HashSet<>();
        List<Node> reached = new ArrayList<>();
        seen.add(result);
        reached.add(result);
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
    Set<Node> ends() {
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
