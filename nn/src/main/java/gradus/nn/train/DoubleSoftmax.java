package gradus.nn.train;

import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Probabilities go into something that makes probabilities of logits, such as the cross-entropy. The
 * second softmax flattens what the first one made: the loss cannot come near 0.
 */
final class DoubleSoftmax implements HintRule {
    private static final ImmutableList<String> OF_LOGITS =
            Lists.immutable.with("crossEntropy", "binaryCrossEntropy", "softmax", "logSoftmax");

    private static final ImmutableList<String> OF_LOSS = Lists.immutable.with("crossEntropy", "binaryCrossEntropy");

    /** What changes the shape alone. */
    private static final ImmutableList<String> PASSING =
            Lists.immutable.with("reshape", "squeeze", "expandDims", "transpose", "flatten");

    /** What with a constant adjusts probabilities, such as by 1e-7 so that none is 0. */
    private static final ImmutableList<String> ADJUSTING =
            Lists.immutable.with("add", "sub", "mul", "div", "clamp", "maximum", "minimum");

    private static final double LITTLE = 0.1;

    private @Nullable String evidence;

    @Override
    public void observe(ObservedStep step) {
        if (!step.isFirst()) {
            return;
        }
        for (Graph.Operation made : step.operations(OF_LOGITS.toArray(new String[0]))) {
            Graph.Vertex input = step.inputs(made).getFirst();
            Graph.Vertex from = source(step.graph(), input);
            boolean again = (from.label().equals("softmax")
                            || (from.label().equals("sigmoid") && OF_LOSS.contains(made.label())))
                    && isAlmost(input.value().detach(), from.value().detach());
            if (again) {
                evidence = "the result of " + from.label() + " : " + from.type() + " goes into " + made.label()
                        + ", which has " + (made.label().equals("binaryCrossEntropy") ? "a sigmoid" : "a softmax")
                        + " of its own: " + least(made, from);
            }
        }
    }

    private static Graph.Vertex source(Graph graph, Graph.Vertex vertex) {
        Graph.Vertex from = vertex;
        while (from instanceof Graph.Operation made
                && (PASSING.contains(made.label()) || ADJUSTING.contains(made.label()))) {
            ImmutableList<Graph.Vertex> inputs =
                    made.inputs().collect(number -> graph.vertices().get(number));
            ImmutableList<Graph.Vertex> changing = inputs.reject(Graph.Constant.class::isInstance);
            if (changing.size() != 1) {
                return from;
            }
            from = changing.getOnly();
        }
        return from;
    }

    /** Whether an adjustment changed little: a temperature makes logits of probabilities. */
    private static boolean isAlmost(Tensor adjusted, Tensor probabilities) {
        return probabilities.shape().size() > 0
                && isNear(adjusted.min(), probabilities.min())
                && isNear(adjusted.mean(), probabilities.mean())
                && isNear(adjusted.max(), probabilities.max());
    }

    private static boolean isNear(Tensor one, Tensor other) {
        return Math.abs(one.item() - other.item()) < LITTLE;
    }

    /** What is left of the loss where the first probabilities are 0 and 1, all of them right. */
    private static String least(Graph.Operation made, Graph.Vertex from) {
        int classes =
                from.value().shape().rank() == 0 ? 1 : from.value().shape().dim(-1);
        double loss = made.label().equals("binaryCrossEntropy")
                ? (StrictMath.log1p(StrictMath.exp(-1)) + StrictMath.log(2)) / 2
                : StrictMath.log1p((classes - 1) * StrictMath.exp(-1));
        return "where all probabilities are 0 and 1 and right, a loss of " + Trend.brief(loss) + " is left";
    }

    @Override
    public @Nullable Hint conclude(FirstEpoch epoch) {
        return evidence == null
                ? null
                : new Hint("softmax twice", evidence, "let the model end with logits, without a softmax or sigmoid");
    }
}
