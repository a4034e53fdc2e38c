package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.util.random.RandomGenerator;

/**
 * First values for weights. A weight of shape {@code [out, in]} has fan-in {@code in} and fan-out
 * {@code out}; further axes, such as those of a convolution {@code [out, in, height, width]},
 * multiply both. Numbers are drawn in row-major order, so the same generator gives the same
 * weights.
 */
@FunctionalInterface
public interface Initializer {
    /** Draws weights of the given shape. */
    Tensor create(DType dtype, Shape shape, RandomGenerator random);

    /**
     * U(-a, a) with a = √(6 / (fan-in + fan-out)): keeps the variance of activations and gradients
     * from layer to layer where the activation is near the identity. Glorot and Bengio, AISTATS
     * 2010, equation 16.
     */
    static Initializer glorotUniform() {
        return (dtype, shape, random) -> evenly(dtype, shape, Math.sqrt(6 / fanSum(shape)), random);
    }

    /**
     * N(0, σ²) with σ = √(2 / (fan-in + fan-out)): the variance of {@link #glorotUniform()}. Glorot
     * and Bengio, equation 12.
     */
    static Initializer glorotNormal() {
        return (dtype, shape, random) -> Tensor.normal(dtype, shape, 0, Math.sqrt(2 / fanSum(shape)), random);
    }

    /** U(-a, a) with a = √(6 / fan-in): the variance of {@link #heNormal()}. */
    static Initializer heUniform() {
        return (dtype, shape, random) -> evenly(dtype, shape, Math.sqrt(6 / fanIn(shape)), random);
    }

    /**
     * N(0, σ²) with σ = √(2 / fan-in): keeps the variance of activations from layer to layer before
     * ReLU, which loses half of it. He et al., ICCV 2015, equation 10.
     */
    static Initializer heNormal() {
        return (dtype, shape, random) -> Tensor.normal(dtype, shape, 0, Math.sqrt(2 / fanIn(shape)), random);
    }

    /** U(-a, a) with a = √(3 / fan-in): the variance of {@link #lecunNormal()}. */
    static Initializer lecunUniform() {
        return (dtype, shape, random) -> evenly(dtype, shape, Math.sqrt(3 / fanIn(shape)), random);
    }

    /**
     * N(0, σ²) with σ = √(1 / fan-in): keeps the variance of activations from layer to layer where the
     * activation is near the identity, and with SELU. LeCun et al., Efficient BackProp, 1998.
     */
    static Initializer lecunNormal() {
        return (dtype, shape, random) -> Tensor.normal(dtype, shape, 0, Math.sqrt(1 / fanIn(shape)), random);
    }

    /** As {@link #orthogonal(double)}, with a gain of 1. */
    static Initializer orthogonal() {
        return orthogonal(1);
    }

    /**
     * A random matrix whose rows, or columns where there are fewer of them, are orthogonal and of
     * length {@code gain}, so that no direction of activations or gradients grows or fades; axes after
     * the first two are taken together with the second. All such matrices are equally likely. √2 goes
     * with ReLU. Saxe et al., ICLR 2014. It takes about rows times columns times the smaller of the
     * two multiplications, twice over.
     *
     * @throws ArgumentException unless the gain is finite
     */
    static Initializer orthogonal(double gain) {
        return new Orthogonal(gain);
    }

    /**
     * The identity: 1 where the row's number is the column's, 0 elsewhere. For a convolution {@code
     * [out, in, ...]} the 1 is in the middle of the kernel, so that it gives what it gets.
     */
    static Initializer identity() {
        return Orthogonal::identity;
    }

    /** From the normal distribution, without what is further than two deviations from the mean. */
    static Initializer truncatedNormal(double mean, double standardDeviation) {
        return truncatedNormal(mean, standardDeviation, mean - 2 * standardDeviation, mean + 2 * standardDeviation);
    }

    /**
     * From the normal distribution, without what is below {@code low} or above {@code high}: as if
     * drawn again until it is in between. The deviation of what is drawn is smaller than the given
     * one.
     *
     * @throws ArgumentException unless all are finite, the deviation is above 0 and {@code low < high}
     */
    static Initializer truncatedNormal(double mean, double standardDeviation, double low, double high) {
        return new TruncatedNormal(mean, standardDeviation, low, high);
    }

    /**
     * Evenly from {@code low} to {@code high}.
     *
     * @throws ArgumentException unless both are finite and {@code low <= high}
     */
    static Initializer uniform(double low, double high) {
        if (!(low <= high) || !Double.isFinite(high - low)) {
            throw new ArgumentException("uniform", "finite bounds, the lower one first", low + " and " + high, "");
        }
        return (dtype, shape, random) -> Tensor.uniform(dtype, shape, low, high, random);
    }

    /**
     * From the normal distribution.
     *
     * @throws ArgumentException unless the mean is finite and the deviation finite and not negative
     */
    static Initializer normal(double mean, double standardDeviation) {
        if (!Double.isFinite(mean) || !(standardDeviation >= 0) || !Double.isFinite(standardDeviation)) {
            throw new ArgumentException(
                    "normal",
                    "a finite mean and a finite deviation of 0 or more",
                    mean + " and " + standardDeviation,
                    "");
        }
        return (dtype, shape, random) -> Tensor.normal(dtype, shape, mean, standardDeviation, random);
    }

    /** One number everywhere. */
    static Initializer constant(double value) {
        return (dtype, shape, _) -> Tensor.full(dtype, shape, value);
    }

    /**
     * 0 everywhere: right for biases; weights that start equal stay equal. For the last norm of a
     * residual block there is {@link gradus.nn.layer.BatchNorm#zeroWeight()}.
     */
    static Initializer zeros() {
        return constant(0);
    }

    private static Tensor evenly(DType dtype, Shape shape, double bound, RandomGenerator random) {
        return Tensor.uniform(dtype, shape, -bound, bound, random);
    }

    private static double fanIn(Shape shape) {
        return fan(shape, 1);
    }

    private static double fanSum(Shape shape) {
        return fan(shape, 0) + fan(shape, 1);
    }

    /** The length of the axis times the lengths of all axes after the first two. */
    private static double fan(Shape shape, int axis) {
        Orthogonal.requireMatrix("initializer", shape);
        int other = shape.dim(1 - axis);
        return (double) shape.size() / other;
    }
}
