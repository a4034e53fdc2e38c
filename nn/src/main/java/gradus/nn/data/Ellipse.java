package gradus.nn.data;

import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Points x ~ N(0, 1)² in the plane, with label 1 outside of an ellipse, x₀² + 0.95 x₀ x₁ + 0.4 x₁²
 * > 0.6, and 0 inside. Each coordinate is scaled so that the training points reach from -1 to 1.
 * Inputs are {@code [n, 2]} of type F64.
 *
 * {@snippet lang = java :
 * // the points of numpy.random.RandomState(0).randn(70000, 2)
 * var ellipse = Ellipse.generated(60_000, 10_000, NumpyRandomState.seeded(0));
 * }
 */
public record Ellipse(Dataset train, Dataset validation) {

    /** Draws so many points for training, 1 or more, and then so many for validation. */
    public static Ellipse generated(int train, int validation, RandomGenerator random) {
        DrawnDigits.requireCount(train);
        DrawnDigits.requireCount(validation);
        double[][] points = new double[Math.addExact(train, validation)][];
        for (int i = 0; i < points.length; i++) {
            points[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
        }
        int[] labels = Arrays.stream(points).mapToInt(Ellipse::label).toArray();
        Dataset drawn = Dataset.of(Tensor.of(points), Indices.of(labels));
        Scaling scaling = Scaling.toRange(drawn.slice(0, train), -1, 1);
        // at once, not batch by batch: training takes each point many times, and alone
        Dataset all = Dataset.of(scaling.apply(drawn.all().inputs()), drawn.labels());
        return new Ellipse(all.slice(0, train), all.slice(train, all.size()));
    }

    private static int label(double[] x) {
        return x[0] * x[0] + 0.95 * x[0] * x[1] + 0.4 * x[1] * x[1] > 0.6 ? 1 : 0;
    }
}
