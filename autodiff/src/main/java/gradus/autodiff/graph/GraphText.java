package gradus.autodiff.graph;

import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.bag.Bag;
import org.eclipse.collections.api.list.ImmutableList;

/** A graph as lines that a person can read. Parameters go by name where the name is unique, all else by number. */
final class GraphText {
    private final Graph graph;
    private final Bag<String> parameterNames;

    GraphText(Graph graph) {
        this.graph = graph;
        this.parameterNames = graph.vertices()
                .selectInstancesOf(Graph.ParameterValue.class)
                .collect(Graph.Vertex::label)
                .toBag();
    }

    String all() {
        return graph.vertices().collect(this::line).makeString("\n");
    }

    String line(Graph.Vertex vertex) {
        String line = equation(vertex) + " : " + vertex.type() + settings(vertex);
        return line.replaceAll("\\R", " ");
    }

    /** Such as {@code %3 = matmul(%1, 0.weight)}. */
    String equation(Graph.Vertex vertex) {
        return "%" + vertex.number() + " = " + expression(vertex);
    }

    private String expression(Graph.Vertex vertex) {
        return switch (vertex) {
            case Graph.Operation operation ->
                operation.label() + inputs(operation).makeString("(", ", ", ")");
            case Graph.ParameterValue parameter -> "parameter " + parameter.label();
            case Graph.Variable variable -> variable.label();
            case Graph.Constant constant -> constant.label();
        };
    }

    private ImmutableList<String> inputs(Graph.Operation operation) {
        return operation.inputs().collect(input -> reference(graph.vertices().get(input)));
    }

    String reference(Graph.Vertex vertex) {
        boolean named = vertex instanceof Graph.ParameterValue && parameterNames.occurrencesOf(vertex.label()) == 1;
        return named ? vertex.label() : "%" + vertex.number();
    }

    /** The components of the operator's record, as the record itself prints them, without its name and brackets. */
    private static String settings(Graph.Vertex vertex) {
        if (!(vertex instanceof Graph.Operation operation) || !(operation.op() instanceof Record settings)) {
            return "";
        }
        String text = settings.toString();
        String start = settings.getClass().getSimpleName() + "[";
        String inside = text.startsWith(start) ? text.substring(start.length(), text.length() - 1) : text;
        return inside.isEmpty() ? "" : "  {" + inside + "}";
    }

    /** The digits of a single number after a space, or nothing. */
    static String number(Tensor value) {
        if (value.shape().rank() > 0) {
            return "";
        }
        return " "
                + (value.dtype() == DType.F32 ? Float.toString((float) value.item()) : Double.toString(value.item()));
    }
}
