package gradus.autodiff;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.map.MapIterable;
import org.eclipse.collections.api.set.ImmutableSet;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of one loss: a value, independent of every other one. Nothing accumulates in
 * tensors or parameters, so there is nothing to reset. Safe to share between threads. Those that
 * are computed in a {@link Scope} hold until its end.
 */
public final class Gradients {
    private static final String OF_PARAMETERS = "Gradients.ofParameters";

    private final Map<Node, Tensor> byNode;
    private final Set<Node> kept;
    private final Map<Parameter, Node> byParameter;
    private final Set<Parameter> mixed;

    /**
     * Whether every gradient is tracked, so that it can be differentiated even where it came out
     * constant.
     */
    private final boolean tracked;

    Gradients(Map<Node, Tensor> byNode, Set<Node> kept) {
        this.byNode = byNode;
        this.kept = kept;
        this.byParameter = new HashMap<>();
        Set<Parameter> several = Set.of();
        for (Node node : byNode.keySet()) {
            if (node.value != null && byParameter.put(node.value.parameter, node) != null) {
                several = several.isEmpty() ? new HashSet<>() : several;
                several.add(node.value.parameter);
            }
        }
        this.mixed = several;
        this.tracked = false;
    }

    /**
     * Gradients that come from elsewhere, such as another machine, with respect to the values that
     * these parameters have now. An optimizer takes them as any others.
     *
     * @throws ShapeException if a gradient has another shape than its parameter
     * @throws ElementTypeException if it has another element type
     * @throws GradientException if a parameter is frozen
     */
    public static Gradients ofParameters(MapIterable<Parameter, Tensor> gradients) {
        Map<Node, Tensor> byNode = new HashMap<>();
        Given.of(OF_PARAMETERS, "gradients", gradients).forEachKeyValue((parameter, gradient) -> {
            Given.of(OF_PARAMETERS, "a parameter", parameter).requireFits("a gradient", gradient);
            @Nullable Node node = parameter.live().tensor.node;
            if (node == null) {
                throw new GradientException(
                        OF_PARAMETERS, "parameters that are not frozen", parameter + ", frozen", "unfreeze() it");
            }
            byNode.put(node, gradient.detach());
        });
        return new Gradients(byNode, Set.of());
    }

    /** The same gradients in another role. */
    private Gradients(Gradients same, boolean tracked) {
        this.byNode = same.byNode;
        this.kept = same.kept;
        this.byParameter = same.byParameter;
        this.mixed = same.mixed;
        this.tracked = tracked;
    }

    /**
     * The gradient with respect to a variable, in its shape and type: zeros if the loss does not
     * depend on it. {@link #dependsOn(Tensor)} tells whether it does, {@link
     * #requireDependsOn(Tensor)} refuses it where it should.
     *
     * @throws GradientException if the tensor is a constant, or an intermediate result that the
     *     sweep was not told to keep
     */
    public Tensor of(Tensor variable) {
        @Nullable Node node = Given.of("gradients.of", "a variable", variable).node;
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
        return given(byNode.get(node), variable.dtype(), variable.shape());
    }

    /**
     * The gradient with respect to the value that the parameter had when the loss was recorded;
     * zeros if the loss does not depend on it. See {@link #dependsOn(Parameter)} and {@link
     * #requireDependsOn(Parameter)}.
     *
     * @throws GradientException if the loss mixes two values of the parameter, because it was set
     *     in between
     */
    public Tensor of(Parameter parameter) {
        return given(known(parameter), parameter.dtype(), parameter.shape());
    }

    /**
     * Whether every number of the gradient with respect to the parameter is finite: neither NaN nor
     * an infinity.
     *
     * @throws GradientException as {@link #of(Parameter)}
     */
    public boolean isFinite(Parameter parameter) {
        @Nullable Tensor gradient = known(parameter);
        return gradient == null || gradient.detach().isFinite();
    }

    /**
     * Refuses a parameter of which the loss mixes two values, as {@link #of(Parameter)} does,
     * before anything is changed.
     *
     * @throws GradientException if it does
     */
    public void requireOneValue(Parameter parameter) {
        if (mixed.contains(Given.of("gradients.of", "a parameter", parameter))) {
            throw new GradientException(
                    "gradients.of",
                    "one value of parameter " + parameter.qualifiedName(),
                    "a loss recorded from several, because it was set in between",
                    "record the whole loss again after setting a parameter");
        }
    }

    private @Nullable Tensor known(Parameter parameter) {
        requireOneValue(parameter);
        @Nullable Node node = byParameter.get(parameter);
        return node == null ? null : byNode.get(node);
    }

    private Tensor given(@Nullable Tensor gradient, DType dtype, Shape shape) {
        if (gradient == null) {
            Tensor zeros = Tensor.zeros(dtype, shape);
            return tracked ? zeros.asVariable() : zeros;
        }
        return tracked && !gradient.isTracked() ? gradient.asVariable() : gradient;
    }

    /**
     * The same gradients, each tracked. That of a linear function is a constant; as a variable of
     * its own it can be differentiated again like any other, and gives zeros.
     */
    Gradients tracked() {
        return new Gradients(this, true);
    }

    /**
     * The sum of these and other gradients: those of the sum of both losses. Where only one loss
     * depends on something, its gradient is the sum. That of an intermediate result is there if both
     * sweeps were told to keep it. If a parameter was set between the two losses, the sum refuses to
     * name a gradient of it. To sum many with the same bits, always add them in the same order.
     */
    public Gradients plus(Gradients other) {
        Map<Node, Tensor> sums = new HashMap<>(byNode);
        Given.of("gradients.plus", "gradients", other)
                .byNode
                .forEach((node, gradient) -> sums.merge(node, gradient, Tensor::add));
        Set<Node> both = new HashSet<>(kept);
        both.retainAll(other.kept);
        return new Gradients(sums, both).as(tracked || other.tracked);
    }

    /** These gradients, each multiplied by a number: those of so many times the loss. */
    public Gradients times(double factor) {
        return each(gradient -> gradient.mul(factor)).as(tracked);
    }

    /**
     * The Euclidean norm of the gradients of these parameters together, which is the norm of their
     * norms, in their order. Those that the loss does not depend on count as zeros.
     *
     * @throws GradientException as {@link #of(Parameter)}
     */
    public double norm(ListIterable<Parameter> parameters) {
        double[] norms = Given.all("gradients.norm", "parameters", parameters)
                .collectDouble(parameter -> of(parameter).detach().norm().item())
                .toArray();
        return Tensor.of(norms).norm().item();
    }

    /** The same gradients, as constants that outlast the {@link Scope} in which they were computed. */
    public Gradients keep() {
        return each(Tensor::keep);
    }

    private Gradients each(UnaryOperator<Tensor> change) {
        Map<Node, Tensor> changed = new HashMap<>();
        byNode.forEach((node, gradient) -> changed.put(node, change.apply(gradient)));
        return new Gradients(changed, kept);
    }

    private Gradients as(boolean role) {
        return role ? tracked() : this;
    }

    /** Whether the loss was computed from this variable (or kept intermediate result) at all. */
    public boolean dependsOn(Tensor variable) {
        @Nullable Node node = Given.of("dependsOn", "a variable", variable).node;
        return node != null && byNode.containsKey(node);
    }

    /** Whether the loss was computed from any value of this parameter. */
    public boolean dependsOn(Parameter parameter) {
        return byParameter.containsKey(Given.of("dependsOn", "a parameter", parameter));
    }

    /** The parameters that the loss was computed from. */
    public ImmutableSet<Parameter> parameters() {
        return Sets.immutable.withAll(byParameter.keySet());
    }

    /**
     * These gradients, of a loss that has to depend on a variable: {@code
     * loss.gradients().requireDependsOn(x).of(x)} never gives zeros by mistake.
     *
     * @throws GradientException unless the loss was computed from it
     */
    public Gradients requireDependsOn(Tensor variable) {
        return requireDependence(dependsOn(variable), "variable", variable.type());
    }

    /** As {@link #requireDependsOn(Tensor)}, for a parameter. */
    public Gradients requireDependsOn(Parameter parameter) {
        return requireDependence(dependsOn(parameter), "parameter", parameter.toString());
    }

    private Gradients requireDependence(boolean depends, String what, String got) {
        if (!depends) {
            throw new GradientException(
                    "gradients",
                    "a loss that depends on the " + what,
                    got + ", which it was not computed from",
                    "was another tensor of these numbers used, or detach()?");
        }
        return this;
    }
}
