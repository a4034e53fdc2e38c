package gradus.nn.train;

import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import gradus.nn.data.Batch;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
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

    /** So many examples have to be large in it: one is a rare value, as of a word that hardly occurs. */
    private static final int EXAMPLES = 3;

    private final Sizes sizes = new Sizes();

    @Override
    public void observe(ObservedStep step) {
        @Nullable Tensor inputs = firstInputs(step.graph(), step.batch());
        if (inputs != null) {
            sizes.add(inputs);
        }
    }

    @Override
    public @Nullable Hint conclude(FirstEpoch epoch) {
        @Nullable String evidence = sizes.rows < EXAMPLES ? null : sizes.evidence();
        return evidence == null ? null : new Hint("inputs out of scale", evidence, advice());
    }

    static String advice() {
        return "Scaling.standardizing(train) brings each feature to unit size";
    }

    /** What is out of scale in the first operation on inputs and parameters, or null. */
    static @Nullable String evidence(Graph graph, Batch batch) {
        @Nullable Tensor inputs = firstInputs(graph, batch);
        Sizes sizes = new Sizes();
        if (inputs != null) {
            sizes.add(inputs);
        }
        return sizes.evidence();
    }

    private static @Nullable Tensor firstInputs(Graph graph, Batch batch) {
        for (Graph.Vertex vertex : graph.vertices()) {
            if (vertex instanceof Graph.Operation made) {
                @Nullable Tensor inputs = inputs(graph, made, batch.size());
                if (inputs != null && inputs.isFinite()) {
                    return inputs;
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

    private static String brief(double number) {
        return String.format(Locale.ROOT, number == (long) number ? "%.0f" : "%.4g", number);
    }

    /** The sizes of features over some batches. */
    private static final class Sizes {
        private double[] squares = {};
        private double[] lows = {};
        private double[] highs = {};
        private int[] large = {};
        private int rows;

        void add(Tensor inputs) {
            // an image is a feature for each number, a sequence one for each of a step
            boolean images = inputs.shape().rank() > 3;
            int features = images
                    ? inputs.shape().size() / inputs.shape().dim(0)
                    : inputs.shape().dim(-1);
            if (rows == 0) {
                squares = new double[features];
                lows = new double[features];
                highs = new double[features];
                large = new int[features];
                Arrays.fill(lows, Double.POSITIVE_INFINITY);
                Arrays.fill(highs, Double.NEGATIVE_INFINITY);
            }
            if (features != squares.length) {
                return;
            }
            double[] values = inputs.toDoubleArray();
            rows += values.length / features;
            for (int i = 0; i < values.length; i++) {
                int feature = i % features;
                squares[feature] += values[i] * values[i];
                lows[feature] = Math.min(lows[feature], values[i]);
                highs[feature] = Math.max(highs[feature], values[i]);
                large[feature] += Math.abs(values[i]) > LARGE ? 1 : 0;
            }
        }

        private double size(int feature) {
            return Math.sqrt(squares[feature] / rows);
        }

        private boolean isLarge(int feature) {
            return size(feature) > LARGE && large[feature] >= Math.min(EXAMPLES, rows);
        }

        @Nullable
        String evidence() {
            double low = Arrays.stream(lows).min().orElse(0);
            double high = Arrays.stream(highs).max().orElse(0);
            double largest = Math.max(Math.abs(low), Math.abs(high));
            if (largest > 0 && largest < SMALL) {
                return "the inputs go from " + brief(low) + " to " + brief(high);
            }
            int[] found =
                    IntStream.range(0, squares.length).filter(this::isLarge).toArray();
            if (found.length == 0) {
                return null;
            }
            int worst = Arrays.stream(found)
                    .reduce((a, b) -> size(b) > size(a) ? b : a)
                    .orElseThrow();
            String which = found.length * 2 > squares.length
                    ? "the inputs go from " + brief(low) + " to " + brief(high)
                    : "feature " + worst + " of the inputs goes from " + brief(lows[worst]) + " to "
                            + brief(highs[worst]);
            return which + ", with " + found.length + " of " + squares.length
                    + " features of a size (root of the mean square) above " + brief(LARGE) + " and up to "
                    + brief(size(worst));
        }
    }
}
