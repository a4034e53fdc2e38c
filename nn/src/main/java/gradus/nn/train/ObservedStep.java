package gradus.nn.train;

import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import gradus.nn.data.Batch;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * A step that is about to be taken.
 *
 * @param isFirst whether it is the first of all; otherwise it is one of the last ones of the epoch
 * @param output what the model gave for the batch
 * @param trained what the optimizer changes
 * @param graph how the loss came to be
 */
record ObservedStep(
        boolean isFirst,
        Batch batch,
        Tensor output,
        ImmutableList<Parameter> trained,
        Gradients gradients,
        Graph graph) {

    /** The operations that the model's output comes from: none that the loss alone consists of. */
    ImmutableList<Graph.Operation> operationsOfModel() {
        ImmutableList<Graph.Vertex> vertices = graph.vertices();
        boolean[] ofModel = new boolean[vertices.size()];
        MutableList<Graph.Operation> found = Lists.mutable.empty();
        for (Graph.Vertex vertex : vertices.asReversed()) {
            if (vertex.value() == output || ofModel[vertex.number()]) {
                vertex.inputs().forEach(number -> ofModel[number] = true);
                if (vertex instanceof Graph.Operation made) {
                    found.add(made);
                }
            }
        }
        return found.toReversed().toImmutable();
    }

    /** The operations of some names, in the order in which they were made. */
    ImmutableList<Graph.Operation> operations(String... names) {
        return graph.vertices()
                .selectInstancesOf(Graph.Operation.class)
                .select(made -> Lists.immutable.with(names).contains(made.label()));
    }

    ImmutableList<Graph.Vertex> inputs(Graph.Operation made) {
        return made.inputs().collect(number -> graph.vertices().get(number));
    }

    /** The nearest parameters that the vertex depends on: {@code after 0.weight, 0.bias}, or nothing. */
    static String nearest(Graph graph, Graph.Vertex vertex) {
        MutableList<Graph.Vertex> ring = Lists.mutable.with(vertex);
        while (ring.notEmpty()) {
            MutableList<String> names =
                    ring.selectInstancesOf(Graph.ParameterValue.class).collect(Graph.ParameterValue::label);
            if (names.notEmpty()) {
                return " after " + names.makeString();
            }
            ring = ring.flatCollect(outer -> outer.inputs().collect(graph.vertices()::get))
                    .distinct();
        }
        return "";
    }
}
