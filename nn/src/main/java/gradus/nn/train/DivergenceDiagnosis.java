package gradus.nn.train;

import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import gradus.nn.Model;
import gradus.nn.NamedParameter;
import gradus.nn.data.Batch;
import gradus.nn.optim.Optimizer;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.DoubleList;
import org.jspecify.annotations.Nullable;

/** Finds out where the first number that is not finite was born, and why, from the graph that was recorded. */
final class DivergenceDiagnosis {
    private final Model model;
    private final Objective objective;
    private final DoubleList losses;
    private final ImmutableList<NamedParameter> parameters;
    private final Trend trend;

    DivergenceDiagnosis(Model model, Objective objective, Optimizer optimizer, DoubleList losses) {
        this.model = model;
        this.objective = objective;
        this.losses = losses;
        this.parameters = NamedParameter.allOf(model);
        this.trend = new Trend(optimizer, losses, parameters);
    }

    /** What a loss was computed from, and when. */
    record Case(Batch batch, Tensor output, Tensor loss, int epoch) {}

    /** Refuses a loss that is not finite, before a step is taken. */
    void requireFiniteLoss(Case made) {
        requireFinite(made, "loss", true);
    }

    /** Refuses a loss of the validation set that is not finite. */
    void requireFiniteValidation(Case made) {
        requireFinite(made, "validation loss", false);
    }

    private void requireFinite(Case made, String quantity, boolean trains) {
        if (Double.isFinite(made.loss.item())) {
            return;
        }
        Graph graph = Graph.of(made.loss).naming(this::name);
        Graph.@Nullable Vertex born =
                graph.vertices().detect(vertex -> !vertex.value().isFinite());
        boolean badInputs = !made.batch.namedInputs().isFinite();
        Origin place = badInputs
                ? Origin.UNKNOWN
                : made.output.isFinite()
                        ? Origin.OBJECTIVE
                        : search(() -> new LayerSearch(model, made.batch, trains).forward());
        MutableList<String> causes = Lists.mutable.empty();
        if (badInputs) {
            causes.add("the inputs of the batch are not finite: look at the data");
        } else if (born != null) {
            causes.add(forward(graph, born, place));
        }
        causes.addAllIterable(scale(graph, made.batch));
        causes.addAllIterable(trend.causes());
        throw new DivergenceException(
                "a " + quantity + " of " + made.loss.item(),
                losses.size(),
                made.epoch,
                quantity,
                place.operation(born instanceof Graph.Operation operation ? operation.label() : null),
                causes.makeString("; "));
    }

    /** That the inputs are out of scale, if they are. */
    private static ImmutableList<String> scale(Graph graph, Batch batch) {
        @Nullable String evidence = InputScale.evidence(graph, batch);
        return evidence == null ? Lists.immutable.empty() : Lists.immutable.with(evidence + ": " + InputScale.advice());
    }

    private String forward(Graph graph, Graph.Vertex born, Origin place) {
        return switch (born) {
            case Graph.ParameterValue parameter ->
                "parameter " + parameter.label() + " is not finite, and no step of this training made it so";
            case Graph.Variable _, Graph.Constant _ -> "a constant " + born.type() + place.words() + " is not finite";
            case Graph.Operation made ->
                "born in " + made.label() + " : " + made.type()
                        + place.orElse(ObservedStep.nearest(graph, made)).words() + reason(graph, made);
        };
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
            case "sqrt" ->
                smallest < 0 ? ", the root of " + smallest : smallest == 0 ? ", whose slope at 0 is infinite" : "";
            default -> ", whose inputs reach " + Trend.brief(largest(inputs));
        };
    }

    private static double largest(ImmutableList<Tensor> inputs) {
        return inputs.collectDouble(Trend::largest).max();
    }

    /** Layers and objectives of users may refuse to be applied once more; that must not hide what is to be reported. */
    private static Origin search(Supplier<Origin> search) {
        try {
            return search.get();
        } catch (RuntimeException _) {
            return Origin.UNKNOWN;
        }
    }

    /** Refuses gradients that are not finite, before a step is taken. */
    void requireFiniteGradients(Gradients gradients, Case made) {
        @Nullable NamedParameter bad = parameters.detect(named -> !gradients.isFinite(named.parameter()));
        if (bad == null) {
            return;
        }
        String quantity = "gradient of " + bad.name();
        Graph graph = Graph.of(made.loss).naming(this::name);
        Graph.@Nullable Operation born = bornBackward(graph, made.loss);
        Origin place = search(() -> new LayerSearch(model, made.batch, true).backward(objective, made.batch));
        ImmutableList<String> where = born == null
                ? Lists.immutable.empty()
                : Lists.immutable.with("born in the derivative of " + born.label() + " : " + born.type()
                        + place.orElse(ObservedStep.nearest(graph, born)).words() + reason(graph, born));
        throw new DivergenceException(
                "a " + quantity + " that is not",
                losses.size(),
                made.epoch,
                quantity,
                place.operation(born == null ? null : born.label()),
                where.newWithAll(scale(graph, made.batch))
                        .newWithAll(trend.causes())
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

    /** Refuses parameters that the last step made infinite: now its learning rate is still known. */
    void requireFiniteParameters(int epoch) {
        @Nullable
        NamedParameter bad = parameters.detect(named -> !named.parameter().isFinite());
        if (bad != null) {
            String quantity = "parameter " + bad.name();
            throw new DivergenceException(
                    "a " + quantity + " that is not",
                    losses.size(),
                    epoch,
                    quantity,
                    Origin.ofParameter(bad.name()),
                    "this step overflowed it: " + trend.isRateTooHigh());
        }
    }

    /** Refuses a loss that is finite still, but so large that nothing is learned. */
    void requireNoExplosion(double lossOfEpoch, int epoch) {
        if (trend.explodes(lossOfEpoch)) {
            throw new DivergenceException(
                    "a loss on its way to infinity (" + Trend.brief(losses.getFirst()) + " at the first step, "
                            + Trend.brief(lossOfEpoch) + " in this epoch)",
                    losses.size(),
                    epoch,
                    "loss",
                    Origin.UNKNOWN,
                    trend.isRateTooHigh());
        }
    }

    private String name(Parameter parameter) {
        @Nullable NamedParameter named = parameters.detect(known -> known.parameter() == parameter);
        return named == null ? parameter.qualifiedName() : named.name();
    }
}
