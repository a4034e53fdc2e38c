package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Moves and stretches inputs: {@code (x - offset) / divisor}. A value, found on training data and applied to all others:
 *
 * {@snippet lang = java :
 * Scaling scaling = Scaling.standardizing(train);
 * train.mapInputs(scaling);
 * test.mapInputs(scaling);
 * }
 *
 * <p>Sums are taken in double, in the order of the examples, whatever the element type. What does not vary is moved, not stretched.
 *
 * @param offset what becomes 0: one number, or one for each feature
 * @param divisor what becomes 1, counted from there
 */
public record Scaling(Tensor offset, Tensor divisor) implements UnaryOperator<Tensor> {
    private static final int BATCH = 1000;

    /** Each feature to mean 0 and standard deviation 1 (of the population: divided by n). */
    public static Scaling standardizing(Dataset data) {
        return moments(data, false);
    }

    /** All inputs together to mean 0 and standard deviation 1. */
    public static Scaling standardizingWhole(Dataset data) {
        return moments(data, true);
    }

    /** To the range from {@code low} to {@code high}, for each feature: its least value becomes low, its largest high. */
    public static Scaling toRange(Dataset data, double low, double high) {
        return range(data, low, high, false);
    }

    /** All inputs together to the range from {@code low} to {@code high}. */
    public static Scaling toRangeWhole(Dataset data, double low, double high) {
        return range(data, low, high, true);
    }

    /** By a known mean and standard deviation. */
    public static Scaling of(double mean, double deviation) {
        return new Scaling(Tensor.scalar(mean), Tensor.scalar(deviation));
    }

    /**
     * Moves and stretches inputs.
     *
     * @throws ShapeException if they have other features than those it was made from
     */
    @Override
    public Tensor apply(Tensor x) {
        requireFit(x.shape());
        return x.sub(offset.to(x.dtype())).div(divisor.to(x.dtype()));
    }

    private void requireFit(Shape inputs) {
        int rank = offset.shape().rank();
        boolean fits = inputs.rank() >= rank;
        for (int axis = 1; fits && axis <= rank; axis++) {
            int length = offset.shape().dim(-axis);
            fits = length == 1 || length == inputs.dim(-axis);
        }
        if (!fits) {
            throw new ShapeException(
                    "Scaling",
                    offset.shape().dims().makeString("inputs [n, ", ", ", "], like those it was made from"),
                    inputs.toString(),
                    "");
        }
    }

    private static Scaling moments(Dataset data, boolean whole) {
        Statistic sum = new Statistic(data, whole, "Scaling.standardizing");
        double[] mean = sum.fold(0, (total, x, _) -> total + x);
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= sum.count();
        }
        double[] deviation = sum.fold(0, (total, x, i) -> total + (x - mean[i]) * (x - mean[i]));
        for (int i = 0; i < deviation.length; i++) {
            deviation[i] = orOne(Math.sqrt(deviation[i] / sum.count()));
        }
        return new Scaling(sum.tensor(mean), sum.tensor(deviation));
    }

    private static Scaling range(Dataset data, double low, double high, boolean whole) {
        if (!(low < high && high - low < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException("Scaling.toRange", "low < high", low + " and " + high, "");
        }
        Statistic extremes = new Statistic(data, whole, "Scaling.toRange");
        double[] least = extremes.fold(Double.POSITIVE_INFINITY, (most, x, _) -> Math.min(most, x));
        double[] most = extremes.fold(Double.NEGATIVE_INFINITY, (most0, x, _) -> Math.max(most0, x));
        double[] divisor = new double[least.length];
        for (int i = 0; i < divisor.length; i++) {
            divisor[i] = orOne((most[i] - least[i]) / (high - low));
            least[i] -= low * divisor[i];
        }
        return new Scaling(extremes.tensor(least), extremes.tensor(divisor));
    }

    private static double orOne(double spread) {
        return spread == 0 ? 1 : spread;
    }

    /** What is gathered from all inputs: for each feature, or for all together. */
    private static final class Statistic {
        private final Dataset data;
        private final Shape shape;
        private final long count;

        Statistic(Dataset data, boolean whole, String operator) {
            if (data.size() == 0) {
                throw new ArgumentException(operator, "at least one example", "none", "");
            }
            this.data = data;
            int[] batch = data.slice(0, 1).all().inputs().shape().dims().toArray();
            Shape example = Shape.of(Arrays.copyOfRange(batch, 1, batch.length));
            this.shape = whole ? Shape.of() : example;
            this.count = whole ? (long) data.size() * example.size() : data.size();
        }

        /** How many numbers are gathered into one. */
        long count() {
            return count;
        }

        double[] fold(double start, Step step) {
            double[] result = new double[shape.size()];
            Arrays.fill(result, start);
            for (Batch batch : data.batches(BATCH)) {
                double[] x = batch.inputs().to(DType.F64).toDoubleArray();
                for (int i = 0; i < x.length; i++) {
                    int feature = i % result.length;
                    result[feature] = step.next(result[feature], x[i], feature);
                }
            }
            return result;
        }

        Tensor tensor(double[] numbers) {
            return Tensor.of(numbers).reshape(shape);
        }
    }

    private interface Step {
        double next(double soFar, double x, int feature);
    }
}
