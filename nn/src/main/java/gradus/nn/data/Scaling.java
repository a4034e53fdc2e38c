package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Moves and stretches inputs: {@code (x - offset) / divisor}. A value, found on training data and
 * applied to all others:
 *
 * {@snippet lang = java :
 * Scaling scaling = Scaling.standardizing(train);
 * train.mapInputs(scaling);
 * test.mapInputs(scaling);
 * }
 *
 * <p>Sums are taken in double, in the order of the examples, whatever the element type, and neither
 * they nor squares overflow or vanish. What does not vary is moved, not stretched: to exactly 0 by
 * the standardizing ones, to {@code low} by those to a range.
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

    /** As {@link #standardizing(Dataset)}, of inputs {@code [n, ...]} alone. */
    public static Scaling standardizing(Tensor inputs) {
        if (inputs.shape().rank() == 0) {
            throw new ShapeException("Scaling.standardizing", "inputs [n, ...]", "[]", "");
        }
        return standardizing(
                Dataset.of(inputs, Indices.of(new int[inputs.shape().dim(0)])));
    }

    /** All inputs together to mean 0 and standard deviation 1. */
    public static Scaling standardizingWhole(Dataset data) {
        return moments(data, true);
    }

    /**
     * To the range from {@code low} to {@code high}, for each feature: its least value becomes low,
     * its largest high.
     *
     * @throws ArgumentException unless {@code low < high}; if there are no examples; if a feature's
     *     values lie so far apart that no number says how far
     */
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
     * The scaling that leads back, up to rounding: {@code x * divisor + offset}. Of targets that were
     * scaled to be trained on, it brings outputs to their unit.
     */
    public Scaling inverse() {
        return new Scaling(offset.neg().div(divisor), divisor.reciprocal());
    }

    /**
     * Moves and stretches inputs.
     *
     * @throws ShapeException if they have other features than those it was made from
     */
    @Override
    public Tensor apply(Tensor x) {
        requireFit(x.shape());
        if (x.dtype() == DType.F32 && !x.isTracked() && !fitsFloat()) {
            return apply(x.to(DType.F64)).to(DType.F32);
        }
        Tensor from = offset.to(x.dtype());
        Tensor unit = divisor.to(x.dtype());
        return x.dtype() == DType.F64 && largest(offset) > Double.MAX_VALUE * 0x1p-54 // a difference may overflow
                ? x.mul(0.5).sub(from.mul(0.5)).div(unit.mul(0.5))
                : x.sub(from).div(unit);
    }

    /** Whether floats hold what is subtracted and divided by, and the differences. */
    private boolean fitsFloat() {
        double[] units = divisor.toDoubleArray();
        return largest(offset) <= Float.MAX_VALUE * 0x1p-25
                && Arrays.stream(units)
                        .allMatch(unit -> !(Math.abs(unit) < Float.MIN_NORMAL) && !(Math.abs(unit) > Float.MAX_VALUE));
    }

    /** The largest size of a finite number, 0 if there is none. */
    private static double largest(Tensor numbers) {
        return Arrays.stream(numbers.toDoubleArray())
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
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
        Statistic statistic = new Statistic(data, whole, "Scaling.standardizing");
        double[] least = statistic.least();
        double[] most = statistic.most();
        // Powers of two, exact: no sum overflows, no square does or vanishes.
        double[] scale = new double[least.length];
        Arrays.setAll(scale, i -> Math.scalb(1.0, -exponent(Math.max(Math.abs(least[i]), Math.abs(most[i])))));
        double[] mean = statistic.fold(0, (total, x, i) -> total + x * scale[i]);
        Arrays.setAll(mean, i -> mean[i] / statistic.count());
        double[] deviation = statistic.fold(0, (total, x, i) -> {
            double off = x * scale[i] - mean[i];
            return total + off * off;
        });
        for (int i = 0; i < mean.length; i++) {
            boolean constant = least[i] == most[i];
            mean[i] = constant ? least[i] : mean[i] / scale[i];
            deviation[i] = constant ? 1 : orOne(Math.sqrt(deviation[i] / statistic.count()) / scale[i]);
        }
        return new Scaling(statistic.tensor(mean), statistic.tensor(deviation));
    }

    /** Of a number that is 0 or not finite: 0. Its power of two can be divided by. */
    private static int exponent(double size) {
        return size == 0 || !Double.isFinite(size) ? 0 : Math.clamp(Math.getExponent(size), -1022, 1022);
    }

    private static Scaling range(Dataset data, double low, double high, boolean whole) {
        if (!(low < high && high - low < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException("Scaling.toRange", "low < high", low + " and " + high, "");
        }
        Statistic extremes = new Statistic(data, whole, "Scaling.toRange");
        double[] least = extremes.least();
        double[] most = extremes.most();
        double[] divisor = new double[least.length];
        double[] offset = new double[least.length];
        for (int i = 0; i < divisor.length; i++) {
            // halves, for a distance that overflows, are exact
            divisor[i] = orOne(
                    Double.isFinite(most[i] - least[i])
                            ? (most[i] - least[i]) / (high - low)
                            : (most[i] / 2 - least[i] / 2) / ((high - low) / 2));
            offset[i] = least[i] - low * divisor[i];
            boolean finite = Double.isFinite(least[i]) && Double.isFinite(most[i]);
            if (finite && !(Double.isFinite(divisor[i]) && Double.isFinite(offset[i]))) {
                throw new ArgumentException(
                        "Scaling.toRange",
                        "inputs whose distance, as a part of that from low to high, is a number",
                        "inputs from " + least[i] + " to " + most[i] + " for " + low + " to " + high,
                        "divide them by a number beforehand");
            }
        }
        return new Scaling(extremes.tensor(offset), extremes.tensor(divisor));
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

        double[] least() {
            return fold(Double.POSITIVE_INFINITY, (least, x, _) -> Math.min(least, x));
        }

        double[] most() {
            return fold(Double.NEGATIVE_INFINITY, (most, x, _) -> Math.max(most, x));
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
