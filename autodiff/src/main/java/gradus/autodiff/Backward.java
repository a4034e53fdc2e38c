package gradus.autodiff;

import gradus.autodiff.Frontier.Pending;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reverse sweep. Nodes wait in a {@link Frontier}, deepest first: every consumer of a node is
 * deeper than the node, so when a node comes out, its cotangent is complete. Equally deep nodes
 * come out in the order in which they went in, so sums have one order. Nothing recurses, each
 * recorded operation is visited once, and only what the loss depends on is visited at all.
 */
final class Backward {
    private final boolean differentiable;
    private final Set<Node> kept;
    private final @Nullable Paths paths;

    private Backward(boolean differentiable, Set<Node> kept, @Nullable Paths paths) {
        this.differentiable = differentiable;
        this.kept = kept;
        this.paths = paths;
    }

    /**
     * The gradients of the sum of {@code loss * cotangent}.
     *
     * @param differentiable whether the gradients are recorded, so that they can be differentiated
     *     in turn
     * @param intermediates results, not variables, whose gradients are wanted as well
     */
    static Gradients run(Tensor loss, Tensor cotangent, boolean differentiable, Tensor... intermediates) {
        Set<Node> kept = intermediates.length == 0 ? Set.of() : Paths.nodes(intermediates);
        return new Backward(differentiable, kept, null).sweep(loss, cotangent);
    }

    /** The gradients with respect to where the paths to {@code loss} start, and no others. */
    static Gradients run(Tensor loss, Tensor cotangent, boolean differentiable, Paths paths) {
        return new Backward(differentiable, paths.ends(), paths).sweep(loss, cotangent);
    }

    private Gradients sweep(Tensor loss, Tensor cotangent) {
        Map<Node, Tensor> gradients = new HashMap<>();
        @Nullable Node last = wanted(loss);
        if (last != null) {
            Frontier frontier = new Frontier(last);
            frontier.add(last, seen(loss), seen(cotangent));
            drain(frontier, gradients);
        }
        return new Gradients(gradients, kept);
    }

    /** The node of a tensor whose cotangent is asked for, or leads on to one that is. */
    private @Nullable Node wanted(Tensor tensor) {
        @Nullable Node node = tensor.node;
        return node != null && (paths == null || paths.contains(node)) ? node : null;
    }

    /**
     * A tensor as the rules are to see it: what they compute from detached ones is not recorded.
     */
    private Tensor seen(Tensor tensor) {
        return differentiable ? tensor : tensor.detach();
    }

    private void drain(Frontier frontier, Map<Node, Tensor> gradients) {
        for (Pending next = frontier.poll(); next != null; next = frontier.poll()) {
            Node node = next.node;
            if (node.op == null || kept.contains(node)) {
                gradients.put(node, next.cotangent());
            }
            if (node.op != null) {
                propagate(frontier, node.op, node.inputs, next);
            }
        }
    }

    private void propagate(Frontier frontier, Op op, Tensor[] inputs, Pending result) {
        switch (op) {
            case Op.OfOne one -> propagate(frontier, one, inputs[0], result.y, result.cotangent());
            case Op.OfTwo two -> propagate(frontier, two, inputs[0], inputs[1], result.y, result.cotangent());
            case Op.OfMany many -> propagate(frontier, many, inputs, result.y, result.cotangent());
        }
        requireIntact(op, inputs);
    }

    private void propagate(Frontier frontier, Op.OfOne op, Tensor input, Tensor y, Tensor g) {
        @Nullable Node node = wanted(input);
        if (node != null) {
            Tensor x = seen(input);
            frontier.add(node, x, Engine.vjp(op, x, y, g));
        }
    }

    private void propagate(Frontier frontier, Op.OfTwo op, Tensor left, Tensor right, Tensor y, Tensor g) {
        Tensor a = seen(left);
        Tensor b = seen(right);
        @Nullable Node nodeOfA = wanted(left);
        if (nodeOfA != null) {
            frontier.add(nodeOfA, a, Engine.vjpLeft(op, a, b, y, g));
        }
        @Nullable Node nodeOfB = wanted(right);
        if (nodeOfB != null) {
            frontier.add(nodeOfB, b, Engine.vjpRight(op, a, b, y, g));
        }
    }

    private void propagate(Frontier frontier, Op.OfMany op, Tensor[] inputs, Tensor y, Tensor g) {
        Tensor[] x = new Tensor[inputs.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = seen(inputs[i]);
        }
        for (int i = 0; i < x.length; i++) {
            @Nullable Node node = wanted(inputs[i]);
            if (node != null) {
                frontier.add(node, x[i], Engine.vjp(op, i, x, y, g));
            }
        }
    }

    /**
     * Refuses parameters that changed in place after they were recorded: also while the rules were
     * reading them.
     */
    private static void requireIntact(Op op, Tensor[] inputs) {
        for (Tensor input : inputs) {
            if (input.node != null && input.node.value != null) {
                input.node.value.requireIntact(op);
            }
        }
    }
}
