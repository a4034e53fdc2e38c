package gradus.autodiff;

import java.util.PriorityQueue;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.api.set.MutableSet;
import org.eclipse.collections.api.set.SetIterable;
import org.jspecify.annotations.Nullable;

/**
 * The reverse sweep. Nodes wait in a queue, deepest first: every consumer of a node is deeper than the node, so when a node
 * comes out, its cotangent is complete. Equally deep nodes come out in the order in which they went in, so sums have one
 * order. Nothing recurses, each recorded operation is visited once, and only what the loss depends on is visited at all.
 */
final class Backward {
    /** A node whose cotangent is being gathered. */
    private static final class Pending implements Comparable<Pending> {
        final Node node;
        final Tensor y;
        final int arrival;
        Tensor cotangent;

        Pending(Node node, Tensor y, int arrival, Tensor cotangent) {
            this.node = node;
            this.y = y;
            this.arrival = arrival;
            this.cotangent = cotangent;
        }

        @Override
        public int compareTo(Pending other) {
            int deepestFirst = Integer.compare(other.node.depth, node.depth);
            return deepestFirst != 0 ? deepestFirst : Integer.compare(arrival, other.arrival);
        }
    }

    private final boolean differentiable;
    private final SetIterable<Node> kept;
    private final @Nullable Paths paths;
    private final MutableMap<Node, Pending> pending = Maps.mutable.empty();
    private final PriorityQueue<Pending> queue = new PriorityQueue<>();
    private int arrivals;

    private Backward(boolean differentiable, SetIterable<Node> kept, @Nullable Paths paths) {
        this.differentiable = differentiable;
        this.kept = kept;
        this.paths = paths;
    }

    /**
     * The gradients of the sum of {@code loss * cotangent}.
     *
     * @param differentiable whether the gradients are recorded, so that they can be differentiated in turn
     * @param intermediates results, not variables, whose gradients are wanted as well
     */
    static Gradients run(Tensor loss, Tensor cotangent, boolean differentiable, Tensor... intermediates) {
        MutableSet<Node> kept = Sets.mutable.empty();
        for (Tensor tensor : intermediates) {
            if (tensor.node != null) {
                kept.add(tensor.node);
            }
        }
        return new Backward(differentiable, kept, null).sweep(loss, cotangent);
    }

    /** The gradients with respect to where the paths to {@code loss} start, and no others. */
    static Gradients run(Tensor loss, Tensor cotangent, boolean differentiable, Paths paths) {
        return new Backward(differentiable, paths.ends(), paths).sweep(loss, cotangent);
    }

    private Gradients sweep(Tensor loss, Tensor cotangent) {
        MutableMap<Node, Tensor> gradients = Maps.mutable.empty();
        if (isWanted(loss)) {
            add(loss, differentiable ? cotangent : cotangent.detach());
        }
        drain(gradients);
        return new Gradients(gradients, kept);
    }

    private boolean isWanted(Tensor y) {
        return y.node != null && (paths == null || paths.contains(y.node));
    }

    private void add(Tensor y, Tensor cotangent) {
        @Nullable Node node = y.node;
        if (node == null) {
            return;
        }
        @Nullable Pending known = pending.get(node);
        if (known == null) {
            Pending fresh = new Pending(node, y, arrivals++, cotangent);
            pending.put(node, fresh);
            queue.add(fresh);
        } else {
            known.cotangent = known.cotangent.add(cotangent);
        }
    }

    private void drain(MutableMap<Node, Tensor> gradients) {
        for (Pending next = queue.poll(); next != null; next = queue.poll()) {
            Node node = next.node;
            pending.remove(node);
            if (node.op == null || kept.contains(node)) {
                gradients.put(node, next.cotangent);
            }
            if (node.op != null) {
                propagate(node.op, node.inputs, next.y, next.cotangent);
            }
        }
    }

    private void propagate(Op op, Tensor[] inputs, Tensor y, Tensor g) {
        Tensor[] x = inputs;
        Tensor result = y;
        if (!differentiable) {
            x = new Tensor[inputs.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = inputs[i].detach();
            }
            result = y.detach();
        }
        for (int i = 0; i < inputs.length; i++) {
            if (isWanted(inputs[i])) {
                add(inputs[i], Engine.vjp(op, i, x, result, g));
            }
        }
        requireIntact(op, inputs);
    }

    /** Refuses parameters that changed in place after they were recorded: also while the rules were reading them. */
    private static void requireIntact(Op op, Tensor[] inputs) {
        for (Tensor input : inputs) {
            if (input.node != null && input.node.value != null) {
                input.node.value.requireIntact(op);
            }
        }
    }
}
