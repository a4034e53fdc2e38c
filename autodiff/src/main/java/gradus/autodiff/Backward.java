package gradus.autodiff;

import gradus.autodiff.Frontier.Pending;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.api.set.ImmutableSet;
import org.eclipse.collections.api.set.SetIterable;
import org.jspecify.annotations.Nullable;

/**
 * The reverse sweep. Nodes wait in a {@link Frontier}, deepest first: every consumer of a node is
 * deeper than the node, so when a node comes out, its cotangent is complete. Equally deep nodes
 * come out in the order in which they went in, so sums have one order. Nothing recurses, each
 * recorded operation is visited once, and only what the loss depends on is visited at all.
 */
final class Backward {
    private final boolean differentiable;
    private final SetIterable<Node> kept;
    private final @Nullable Paths paths;

    private Backward(boolean differentiable, SetIterable<Node> kept, @Nullable Paths paths) {
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
        // Immutable, as the empty one then asks for no hash codes: these take longer than small operators.
        ImmutableSet<Node> kept = Sets.immutable.empty();
        for (Tensor tensor : intermediates) {
            if (tensor.node != null) {
                kept = kept.newWith(tensor.node);
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
        if (loss.node != null && isWanted(loss.node)) {
            Frontier frontier = new Frontier(loss.node);
            frontier.add(loss.node, seen(loss), seen(cotangent));
            drain(frontier, gradients);
        }
        return new Gradients(gradients, kept);
    }

    private boolean isWanted(Node node) {
        return paths == null || paths.contains(node);
    }

    /**
     * A tensor as the rules are to see it: what they compute from detached ones is not recorded.
     */
    private Tensor seen(Tensor tensor) {
        return differentiable ? tensor : tensor.detach();
    }

    private void drain(Frontier frontier, MutableMap<Node, Tensor> gradients) {
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
        Tensor[] x = new Tensor[inputs.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = seen(inputs[i]);
        }
        for (int i = 0; i < x.length; i++) {
            @Nullable Node node = inputs[i].node;
            if (node != null && isWanted(node)) {
                frontier.add(node, x[i], Engine.vjp(op, i, x, result.y, result.cotangent()));
            }
        }
        requireIntact(op, inputs);
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
