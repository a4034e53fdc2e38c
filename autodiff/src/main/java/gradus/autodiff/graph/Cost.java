package gradus.autodiff.graph;

import gradus.autodiff.CustomOp;
import gradus.autodiff.DType;
import gradus.autodiff.Recorded;
import gradus.autodiff.Shape;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.set.MutableSet;

/**
 * What it takes to compute a graph forward and to hold it.
 *
 * <p>Flops follow a convention, whatever the kernels really do: one for an elementary step on one
 * element, be it an addition, a comparison or an exponential, so an elementwise operator counts one
 * for each element of its result, and a multiply-add counts two. A reduction counts its steps for
 * each element that it reads, such as {@code norm} two (multiply, add) and {@code logSumExp} four
 * (compare, subtract, exponential, add). Movements, choices and look-ups count nothing, adding back
 * by index one for each element added. Each operator says its own number.
 *
 * @param vertices how many tensors the graph has, variables and constants included
 * @param operations how many of them are results of operators
 * @param flops the floating point operations of the forward pass
 * @param bytes what the elements of all these tensors take, each array once even where tensors
 *     share it, as {@code reshape} and its input do; labels, masks and Java's own headers aside
 * @param uncounted how many operations are {@linkplain CustomOp users' own}, whose flops nobody
 *     knows
 */
public record Cost(int vertices, int operations, long flops, long bytes, int uncounted) {

    static Cost of(Graph graph) {
        ImmutableList<Graph.Operation> operations = graph.vertices().selectInstancesOf(Graph.Operation.class);
        return new Cost(
                graph.vertices().size(),
                operations.size(),
                operations.sumOfLong(operation -> flops(graph, operation)),
                bytes(graph),
                operations.count(operation -> operation.op() instanceof CustomOp));
    }

    private static long bytes(Graph graph) {
        MutableSet<Object> arrays = Sets.mutable.empty();
        return graph.vertices()
                .collect(Graph.Vertex::value)
                .select(value -> arrays.add(Recorded.storage(value)))
                .sumOfLong(value -> (long) value.shape().size() * elementBytes(value.dtype()));
    }

    private static int elementBytes(DType dtype) {
        return switch (dtype) {
            case F32 -> Float.BYTES;
            case F64 -> Double.BYTES;
        };
    }

    private static long flops(Graph graph, Graph.Operation operation) {
        ImmutableList<Shape> x = operation
                .inputs()
                .collect(input -> graph.vertices().get(input).value().shape());
        return operation.op().flops(x, operation.value().shape());
    }
}
