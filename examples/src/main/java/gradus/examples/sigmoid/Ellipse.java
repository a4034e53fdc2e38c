package gradus.examples.sigmoid;

import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.data.Dataset;
import gradus.nn.data.Scaling;
import gradus.nn.random.NumpyRandomState;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Points x ~ N(0, 1)² in the plane, with label 1 outside of an ellipse, x₀² + 0.95 x₀ x₁ + 0.4 x₁² > 0.6, and 0 inside.
 * They are drawn as NumPy's {@code RandomState(0).randn(70000, 2)} draws them: the points of the original report. Each
 * coordinate is scaled so that the training points reach from -1 to 1.
 */
record Ellipse(Dataset train, Dataset validation) {
    private static final int SEED = 0;
    private static final int TRAIN = 60_000;
    private static final int VALIDATION = 10_000;

    /** The first {@code samples} points of each part at most; the others are drawn all the same. */
    static Ellipse draw(int samples) {
        RandomGenerator random = NumpyRandomState.seeded(SEED);
        double[][] points = new double[TRAIN + VALIDATION][];
        for (int i = 0; i < points.length; i++) {
            points[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
        }
        int[] labels = Arrays.stream(points).mapToInt(Ellipse::label).toArray();
        Dataset drawn = Dataset.of(Tensor.of(points), Indices.of(labels));
        Scaling scaling = Scaling.toRange(drawn.slice(0, TRAIN), -1, 1);
        // at once, not batch by batch: training takes each point many times, and alone
        Dataset all = Dataset.of(scaling.apply(drawn.all().inputs()), drawn.labels());
        return new Ellipse(
                all.slice(0, Math.min(samples, TRAIN)), all.slice(TRAIN, TRAIN + Math.min(samples, VALIDATION)));
    }

    private static int label(double[] x) {
        return x[0] * x[0] + 0.95 * x[0] * x[1] + 0.4 * x[1] * x[1] > 0.6 ? 1 : 0;
    }
}
