package gradus.autodiff;

import org.jspecify.annotations.Nullable;

/**
 * How a tensor that depends on a variable came to be: the operator and its inputs. A leaf, which is
 * a variable itself, has neither. Dropping the last tensor that refers to a node drops the graph
 * behind it; there is no tape.
 */
final class Node {
    private static final Tensor[] NO_INPUTS = {};

    /** The operator, or null for a leaf. */
    final @Nullable Op op;

    /** The operator's inputs in order, tracked and untracked ones. Never changed. */
    final Tensor[] inputs;

    /**
     * 0 for a leaf, otherwise one more than the deepest input: consumers are always deeper than
     * what they consume.
     */
    final int depth;

    /** The parameter's value that this leaf stands for, if any. */
    final @Nullable ParameterValue value;

    private Node(@Nullable Op op, Tensor[] inputs, int depth, @Nullable ParameterValue value) {
        this.op = op;
        this.inputs = inputs;
        this.depth = depth;
        this.value = value;
    }

    static Node leaf(@Nullable ParameterValue value) {
        return new Node(null, NO_INPUTS, 0, value);
    }

    /**
     * The node of a result of {@code op}, or null when no input depends on a variable, so that
     * nothing is recorded.
     */
    static @Nullable Node of(Op op, Tensor x) {
        return x.node == null ? null : new Node(op, new Tensor[] {x}, x.node.depth + 1, null);
    }

    /** As {@link #of(Op, Tensor)}. */
    static @Nullable Node of(Op op, Tensor a, Tensor b) {
        int depth = Math.max(depth(a), depth(b));
        return depth < 0 ? null : new Node(op, new Tensor[] {a, b}, depth + 1, null);
    }

    /** As {@link #of(Op, Tensor)}. */
    static @Nullable Node of(Op op, Tensor[] inputs) {
        int depth = -1;
        for (Tensor input : inputs) {
            depth = Math.max(depth, depth(input));
        }
        return depth < 0 ? null : new Node(op, inputs, depth + 1, null);
    }

    /** Less than that of any node where there is none. */
    private static int depth(Tensor input) {
        return input.node == null ? -1 : input.node.depth;
    }
}
