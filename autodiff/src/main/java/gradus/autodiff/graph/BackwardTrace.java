package gradus.autodiff.graph;

import gradus.autodiff.GradientException;
import gradus.autodiff.Recorded;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;

/**
 * The reverse sweep through a graph, traced while it is done: from the result back, each vertex
 * after all its consumers.
 */
final class BackwardTrace {
    /** Up to this many elements are told one by one; of larger tensors only the type is. */
    private static final int TOLD = 12;

    private final Graph graph;
    private final GraphText text;
    private final MutableIntObjectMap<Tensor> cotangents = IntObjectMaps.mutable.empty();
    private final MutableList<String> lines = Lists.mutable.empty();

    BackwardTrace(Graph graph) {
        this.graph = graph;
        this.text = new GraphText(graph);
    }

    String text() {
        Graph.Vertex result = requireOneNumber();
        Tensor seed = Tensor.ones(result.value().dtype(), result.value().shape());
        cotangents.put(result.number(), seed);
        lines.add("start: the cotangent of " + text.reference(result) + " is " + numbers(seed));
        graph.vertices().selectInstancesOf(Graph.Operation.class).asReversed().forEach(this::propagate);
        graph.vertices().forEach(this::conclude);
        return lines.makeString("\n");
    }

    private Graph.Vertex requireOneNumber() {
        Graph.Vertex result = graph.results().getFirst();
        if (graph.results().size() > 1
                || result.value().shape().size() != 1
                || !result.value().isTracked()) {
            throw new GradientException(
                    "graph.backward",
                    "one result, a single number that depends on a variable",
                    graph.results()
                            .collect(end -> end.label() + " " + end.type())
                            .makeString(),
                    "reduce it (sum, mean), and take the graph of the loss alone");
        }
        return result;
    }

    private void propagate(Graph.Operation operation) {
        Tensor g = cotangents.get(operation.number());
        Recorded.Result recorded = new Recorded.Result(
                operation.op(),
                operation.inputs().collect(input -> graph.vertices().get(input).value()));
        for (int i = 0; i < operation.inputs().size(); i++) {
            Graph.Vertex input = graph.vertices().get(operation.inputs().get(i));
            if (input.value().isTracked()) {
                pass(operation, input, recorded.vjp(i, operation.value(), g));
            }
        }
    }

    private void pass(Graph.Operation operation, Graph.Vertex input, Tensor cotangent) {
        boolean first = !cotangents.containsKey(input.number());
        Tensor sum = first ? cotangent : cotangents.get(input.number()).add(cotangent);
        cotangents.put(input.number(), sum);
        lines.add(text.equation(operation) + ": " + numbers(cotangent) + " goes to " + text.reference(input)
                + (first ? "" : ", together " + numbers(sum)));
    }

    private void conclude(Graph.Vertex vertex) {
        boolean leaf = vertex instanceof Graph.Variable || vertex instanceof Graph.ParameterValue;
        if (leaf) {
            lines.add("gradient of " + text.equation(vertex) + ": " + numbers(cotangents.get(vertex.number())));
        }
    }

    private static String numbers(Tensor tensor) {
        String whole =
                tensor.shape().size() > TOLD ? tensor.type() : tensor.detach().toString();
        return whole.replaceAll("\\s+", " ");
    }
}
