package gradus.autodiff;

import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.api.set.MutableSet;
import org.eclipse.collections.api.set.SetIterable;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of one loss: a value, independent of every other one. Nothing accumulates in tensors or parameters, so
 * there is nothing to reset. Safe to share between threads.
 */
public final class Gradients {
    private final MutableMap<Node, Tensor> byNode;
    private final SetIterable<Node> kept;
    private final MutableMap<Parameter, Node> byParameter = Maps.mutable.empty();
    private final MutableSet<Parameter> mixed = Sets.mutable.empty();

    /** Whether every gradient is tracked, so that it can be differentiated even where it came out constant. */
    private final boolean tracked;

    Gradients(MutableMap<Node, Tensor> byNode, SetIterable<Node> kept) {
        this(byNode, kept, false);
    }

    private Gradients(MutableMap<Node, Tensor> byNode, SetIterable<Node> kept, boolean tracked) {
        this.byNode = byNode;
        this.kept = kept;
        this.tracked = tracked;
        for (Node node : byNode.keySet()) {
            if (node.parameter != null && byParameter.put(node.parameter, node) != null) {
                mixed.add(node.parameter);
            }
        }
    }

    /**
     * The gradient with respect to a variable, in its shape and type: zeros if the loss does not depend on it (see {@link
     * #dependsOn(Tensor)}).
     *
     * @throws GradientException if the tensor is a constant, or an intermediate result that the sweep was not told to keep
     */
    public Tensor of(Tensor variable) {
        @Nullable Node node = variable.node;
        if (node == null) {
            throw new GradientException(
                    "gradients.of",
                    "a variable",
                    "a constant " + variable.type(),
                    "make it one with Tensor.variable(...) or asVariable() before computing the loss");
        }
        if (node.op != null && !kept.contains(node)) {
            throw new GradientException(
                    "gradients.of",
                    "a variable",
                    "the result of " + node.op.name() + " " + variable.type(),
                    "ask for it beforehand: loss.gradientsKeeping(it)");
        }
        @Nullable Tensor gradient = byNode.get(node);
        return given(gradient, variable);
    }

    /**
     * The gradient with respect to the value that the parameter had when the loss was recorded; zeros if the loss does not
     * depend on it.
     *
     * @throws GradientException if the loss mixes two values of the parameter, because it was set in between
     */
    public Tensor of(Parameter parameter) {
        if (mixed.contains(parameter)) {
            throw new GradientException(
                    "gradients.of",
                    "one value of parameter " + parameter.name(),
                    "a loss recorded from several, because it was set in between",
                    "record the whole loss again after setting a parameter");
        }
        @Nullable Node node = byParameter.get(parameter);
        Tensor value = parameter.value();
        @Nullable Tensor gradient = node == null ? null : byNode.get(node);
        return given(gradient, value);
    }

    private Tensor given(@Nullable Tensor gradient, Tensor variable) {
        Tensor known = gradient != null ? gradient : variable.zerosLike();
        return tracked && !known.isTracked() ? known.asVariable() : known;
    }

    /**
     * The same gradients, each tracked. That of a linear function is a constant; as a variable of its own it can be differentiated
     * again like any other, and gives zeros.
     */
    Gradients tracked() {
        return new Gradients(byNode, kept, true);
    }

    /** Whether the loss was computed from this variable (or kept intermediate result) at all. */
    public boolean dependsOn(Tensor variable) {
        return variable.node != null && byNode.containsKey(variable.node);
    }

    /** Whether the loss was computed from any value of this parameter. */
    public boolean dependsOn(Parameter parameter) {
        return byParameter.containsKey(parameter);
    }
}
