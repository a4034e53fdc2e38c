package gradus.nn.train;

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

    private @Nullable String evidence;

    @Override
    public void observe(ObservedStep step) {
        if (!step.isFirst()) {
            return;
        }
        for (Graph.Operation made : step.operations(OF_LOGITS.toArray(new String[0]))) {
            Graph.Vertex from = source(step.graph(), step.inputs(made).getFirst());
            boolean again = from.label().equals("softmax")
                    || (from.label().equals("sigmoid") && OF_LOSS.contains(made.label()));
            if (again) {
                evidence = "the result of " + from.label() + " : " + from.type() + " goes into " + made.label()
                        + ", which has " + (made.label().equals("binaryCrossEntropy") ? "a sigmoid" : "a softmax")
                        + " of its own: " + least(made, from);
            }
        }
    }

    private static Graph.Vertex source(Graph graph, Graph.Vertex vertex) {
        Graph.Vertex from = vertex;
        while (from instanceof Graph.Operation made && PASSING.contains(made.label())) {
            from = graph.vertices().get(made.inputs().getFirst());
        }
        return from;
    }

    /** What is left of the loss where the first probabilities are 0 and 1, all of them right. */
    private static String least(Graph.Operation made, Graph.Vertex from) {
        int classes =
                from.value().shape().rank() == 0 ? 1 : from.value().shape().dim(-1);
        double loss = made.label().equals("binaryCrossEntropy")
                ? (Math.log1p(Math.exp(-1)) + Math.log(2)) / 2
                : Math.log1p((classes - 1) * Math.exp(-1));
        return "where all probabilities are 0 and 1 and right, a loss of " + Trend.brief(loss) + " is left";
    }

    @Override
    public @Nullable Hint conclude(FirstEpoch epoch) {
        return evidence == null
                ? null
                : new Hint("softmax twice", evidence, "let the model end with logits, without a softmax or sigmoid");
    }
}
