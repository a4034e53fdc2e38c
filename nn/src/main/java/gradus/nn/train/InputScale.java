package gradus.nn.train;

import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import gradus.nn.data.Batch;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is multiplied by parameters first is far from unit size, such as pixels from 0 to 255. Steps
 * that fit the other parameters are then too large or too small for these. Inputs that the model
 * scales itself before are of the size that they have then.
 */
final class InputScale implements HintRule {
    /** The root of a feature's mean square beyond which it is large. */
    private static final double LARGE = 20;

    /** The largest absolute value below which inputs are small. */
    private static final double SMALL = 0.01;

    private @Nullable String evidence;

    @Override
    public void observe(ObservedStep step) {
        if (step.isFirst()) {
            evidence = evidence(step.graph(), step.batch());
        }
    }

    @Override
    public @Nullable Hint conclude(FirstEpoch epoch) {
        return evidence == null ? null : new Hint("inputs out of scale", evidence, advice());
    }

    static String advice() {
        return "Scaling.standardizing(train) brings each feature to unit size";
    }

    /** What is out of scale in the first operation on inputs and parameters, or null. */
    static @Nullable String evidence(Graph graph, Batch batch) {
        for (Graph.Vertex vertex : graph.vertices()) {
            if (vertex instanceof Graph.Operation made) {
                @Nullable Tensor inputs = inputs(graph, made, batch.size());
                if (inputs != null && inputs.isFinite()) {
                    return evidence(inputs);
                }
            }
        }
        return null;
    }

    private static @Nullable Tensor inputs(Graph graph, Graph.Operation made, int examples) {
        var from = made.inputs().collect(number -> graph.vertices().get(number));
        if (from.noneSatisfy(vertex -> vertex instanceof Graph.ParameterValue)) {
            return null;
        }
        Graph.@Nullable Vertex data = from.detect(vertex -> vertex instanceof Graph.Constant constant
                && isBatch(constant.value().shape(), examples));
        return data == null ? null : data.value();
    }

    private static boolean isBatch(Shape shape, int examples) {
        return shape.rank() >= 2 && shape.size() > 0 && shape.dim(0) % examples == 0;
    }

    private static @Nullable String evidence(Tensor inputs) {
        double low = inputs.min().item();
        double high = inputs.max().item();
        double largest = Math.max(Math.abs(low), Math.abs(high));
        if (largest > 0 && largest < SMALL) {
            return "the inputs go from " + brief(low) + " to " + brief(high);
        }
        Tensor rows = inputs.reshape(-1, inputs.shape().dim(-1));
        double[] sizes =
                rows.to(gradus.autodiff.DType.F64).square().mean(0).sqrt().toDoubleArray();
        int worst = 0;
        int large = 0;
        for (int i = 0; i < sizes.length; i++) {
            worst = sizes[i] > sizes[worst] ? i : worst;
            large += sizes[i] > LARGE ? 1 : 0;
        }
        if (large == 0) {
            return null;
        }
        Tensor feature = rows.select(1, worst);
        String which = large * 2 > sizes.length
                ? "the inputs go from " + brief(low) + " to " + brief(high)
                : "feature " + worst + " of the inputs goes from "
                        + brief(feature.min().item()) + " to "
                        + brief(feature.max().item());
        return which + ", with " + large + " of " + sizes.length
                + " features of a size (root of the mean square) above " + brief(LARGE) + " and up to "
                + brief(sizes[worst]);
    }

    private static String brief(double number) {
        return String.format(Locale.ROOT, number == (long) number ? "%.0f" : "%.4g", number);
    }
}
