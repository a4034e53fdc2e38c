package gradus.nn.train;

import gradus.autodiff.Gradients;
import gradus.autodiff.Graph;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.NamedParameter;
import gradus.nn.data.Batch;
import gradus.nn.optim.Optimizer;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.DoubleList;
import org.jspecify.annotations.Nullable;

/** Finds out where the first number that is not finite was born, and why, from the graph that was recorded. */
final class Autopsy {
    /** Over how many steps the loss is looked back at. */
    private static final int STEPS_BACK = 20;

    /** By what factor the loss has to have grown to be called growing. */
    private static final double GROWTH = 2;

    private final Optimizer optimizer;
    private final DoubleList losses;
    private final ImmutableList<NamedParameter> parameters;

    Autopsy(Layer model, Optimizer optimizer, DoubleList losses) {
        this.optimizer = optimizer;
        this.losses = losses;
        this.parameters = model.namedParameters().distinctBy(NamedParameter::parameter);
    }

    /** Refuses a loss that is not finite, before a step is taken. */
    void requireFinite(Tensor loss, Batch batch, int epoch) {
        if (Double.isFinite(loss.item())) {
            return;
        }
        Graph graph = Graph.of(loss).naming(this::name);
        Graph.@Nullable Vertex born =
                graph.vertices().detect(vertex -> !vertex.value().isFinite());
        String operation = born instanceof Graph.Operation made ? made.label() : null;
        MutableList<String> causes = Lists.mutable.empty();
        if (!batch.inputs().isFinite()) {
            causes.add("the inputs of the batch are not finite: look at the data");
        } else if (born != null) {
            causes.add(forward(graph, born));
        }
        causes.addAllIterable(growth());
        throw new DivergenceException(
                losses.size(), epoch, "a loss of " + loss.item(), "loss", operation, causes.makeString("; "));
    }

    private String forward(Graph graph, Graph.Vertex born) {
        return switch (born) {
            case Graph.ParameterValue parameter -> "parameter " + parameter.label() + " is not finite";
            case Graph.Variable _, Graph.Constant _ -> "a constant " + born.type() + " is not finite";
            case Graph.Operation made ->
                "born in " + made.label() + " : " + made.type() + place(graph, made) + reason(graph, made);
        };
    }

    /** The nearest parameters that the operation depends on. */
    private static String place(Graph graph, Graph.Vertex vertex) {
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

    private static String reason(Graph graph, Graph.Operation made) {
        ImmutableList<Tensor> inputs =
                made.inputs().collect(number -> graph.vertices().get(number).value());
        double smallest = inputs.getFirst().min().item();
        return switch (made.label()) {
            case "log" ->
                smallest == 0
                        ? ", the logarithm of 0: take the loss of logits instead of probabilities?"
                        : smallest < 0 ? ", the logarithm of " + smallest : "";
            case "div" -> inputs.getLast().abs().min().item() == 0 ? ", a division by 0" : "";
            case "reciprocal" -> inputs.getFirst().abs().min().item() == 0 ? ", a division by 0" : "";
            case "sqrt" -> smallest < 0 ? ", the root of " + smallest : "";
            default -> ", whose inputs reach " + brief(largest(inputs));
        };
    }

    private static double largest(ImmutableList<Tensor> inputs) {
        return inputs.collectDouble(input -> input.abs().max().item()).max();
    }

    /** Refuses gradients that are not finite, before a step is taken. */
    void requireFinite(Gradients gradients, Tensor loss, int epoch) {
        @Nullable NamedParameter bad = parameters.detect(named -> !gradients.isFinite(named.parameter()));
        if (bad == null) {
            return;
        }
        String quantity = "gradient of " + bad.name();
        Graph graph = Graph.of(loss).naming(this::name);
        Graph.@Nullable Operation born = bornBackward(graph, loss);
        String where = born == null
                ? ""
                : "born in the derivative of " + born.label() + " : " + born.type() + place(graph, born)
                        + reason(graph, born);
        throw new DivergenceException(
                losses.size(),
                epoch,
                "a " + quantity + " that is not",
                quantity,
                born == null ? null : born.label(),
                Lists.immutable
                        .with(where)
                        .reject(String::isEmpty)
                        .newWithAll(growth())
                        .makeString("; "));
    }

    /** The operation nearest to the loss whose rule turned a finite cotangent into one that is not. */
    private static Graph.@Nullable Operation bornBackward(Graph graph, Tensor loss) {
        ImmutableList<Graph.Vertex> tracked =
                graph.vertices().select(vertex -> vertex.value().isTracked());
        Gradients gradients =
                loss.gradientsKeeping(tracked.collect(Graph.Vertex::value).toArray(new Tensor[0]));
        Graph.@Nullable Vertex first = tracked.toReversed()
                .detect(vertex -> !gradients.of(vertex.value()).isFinite());
        return first == null
                ? null
                : graph.vertices()
                        .selectInstancesOf(Graph.Operation.class)
                        .detect(made -> made.inputs().contains(first.number()));
    }

    /** Refuses parameters that are not finite: a step of this epoch made them so. */
    void requireFiniteParameters(int epoch) {
        @Nullable
        NamedParameter bad =
                parameters.detect(named -> !named.parameter().value().isFinite());
        if (bad != null) {
            String quantity = "parameter " + bad.name();
            throw new DivergenceException(
                    losses.size(),
                    epoch,
                    "a " + quantity + " that is not",
                    quantity,
                    null,
                    growth().newWith("a step overflowed").makeString("; "));
        }
    }

    /** That the loss grew, if it did, and what that most often comes from. */
    private ImmutableList<String> growth() {
        double low = Double.POSITIVE_INFINITY;
        double last = Double.NaN;
        int from = Math.max(0, losses.size() - STEPS_BACK);
        for (int i = from; i < losses.size(); i++) {
            if (Double.isFinite(losses.get(i))) {
                last = losses.get(i);
                low = Math.min(low, last);
            }
        }
        boolean grew = last > GROWTH * Math.max(low, Double.MIN_NORMAL);
        return grew
                ? Lists.immutable.with("the loss grew from " + brief(low) + " to " + brief(last) + " within the last "
                        + (losses.size() - from) + " steps: is the learning rate of " + optimizer.learningRate()
                        + " too high?")
                : Lists.immutable.empty();
    }

    private String name(Parameter parameter) {
        @Nullable NamedParameter named = parameters.detect(known -> known.parameter() == parameter);
        return named == null ? parameter.name() : named.name();
    }

    private static String brief(double number) {
        return String.format(Locale.ROOT, "%.4g", number);
    }
}
