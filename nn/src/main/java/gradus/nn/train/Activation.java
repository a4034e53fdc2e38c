package gradus.nn.train;

import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * An operation that changes each number for itself and is flat somewhere.
 *
 * @param made its result
 * @param input what it was made from, of the same shape
 */
record Activation(Graph.Operation made, Tensor input) {
    /** Below, the exponential is lost beside 1. */
    private static final double SATURATED = -20;

    /** The activation that an operation is, or null. */
    static @Nullable Activation of(Graph graph, Graph.Operation made) {
        ImmutableList<Graph.Vertex> from =
                made.inputs().collect(number -> graph.vertices().get(number));
        return switch (made.label()) {
            case "relu", "sigmoid", "tanh", "elu", "gelu", "silu", "clamp" ->
                new Activation(made, from.getFirst().value());
            case "maximum", "minimum" -> ofBound(made, from);
            default -> null;
        };
    }

    /** The larger or smaller of a tensor and one number, whichever comes first. */
    private static @Nullable Activation ofBound(Graph.Operation made, ImmutableList<Graph.Vertex> from) {
        int bound = from.detectIndex(vertex ->
                vertex instanceof Graph.Constant && vertex.value().shape().size() == 1);
        return bound < 0 || from.size() < 2
                ? null
                : new Activation(made, from.get(1 - bound).value());
    }

    /** Whether it is flat where it makes y of x. */
    boolean isFlat(double x, double y) {
        return switch (made.label()) {
            case "relu" -> y == 0;
            case "sigmoid" -> y == 0 || y == 1;
            case "tanh" -> Math.abs(y) == 1;
            case "elu" -> x < SATURATED;
            case "gelu", "silu" -> x < 0 && y == 0;
            default -> x != y; // a bound
        };
    }
}
