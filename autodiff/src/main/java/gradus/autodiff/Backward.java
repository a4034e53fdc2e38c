package gradus.autodiff;

import java.util.PriorityQueue;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.MutableMap;
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
    private final MutableMap<Node, Tensor> kept;
    private final MutableMap<Node, Pending> pending = Maps.mutable.empty();
    private final PriorityQueue<Pending> queue = new PriorityQueue<>();
    private int arrivals;

    private Backward(boolean differentiable, MutableMap<Node, Tensor> kept) {
        this.differentiable = differentiable;
        this.kept = kept;
    }

    /**
     * The gradients of the sum of {@code loss * cotangent}.
     *
     * @param differentiable whether the gradients are recorded, so that they can be differentiated in turn
     * @param intermediates results, not variables, whose gradients are wanted as well
     */
    static Gradients run(Tensor loss, Tensor cotangent, boolean differentiable, Tensor... intermediates) {
        MutableMap<Node, Tensor> gradients = Maps.mutable.empty();
        MutableMap<Node, Tensor> wanted = Maps.mutable.empty();
        for (Tensor tensor : intermediates) {
            if (tensor.node != null) {
                wanted.put(tensor.node, tensor);
            }
        }
        Backward sweep = new Backward(differentiable, wanted);
        sweep.add(loss, differentiable ? cotangent : cotangent.detach());
        sweep.drain(gradients);
        return new Gradients(gradients, wanted.keySet());
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
            if (node.op == null || kept.containsKey(node)) {
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
            if (inputs[i].node != null) {
                add(inputs[i], Engine.vjp(op, i, x, result, g));
            }
        }
    }
}
