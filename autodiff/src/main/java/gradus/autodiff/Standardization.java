package gradus.autodiff;

import gradus.autodiff.FusedNormalization.How;
import java.util.stream.IntStream;

/**
 * Numbers shifted and scaled to mean 0 and variance 1, and the normalizations of networks that are
 * made of it. Made of other operators: no rules of their own. Whatever is given as a tensor has a
 * derivative, weights and statistics too.
 */
public sealed interface Standardization extends Operand permits Tensor {

    /**
     * Mean and variance of a tensor along some axes, which stay with length 1. Each is computed, and
     * recorded, where it is asked for, and again when it is asked for again.
     */
    final class Moments {
        private final Tensor x;
        private final Axes axes;

        private Moments(Tensor x, Axes axes) {
            this.x = x;
            this.axes = axes;
        }

        /** The mean. */
        public Tensor mean() {
            return x.mean(axes.kept());
        }

        /**
         * The mean squared distance from the mean, not corrected. Infinity where it is beyond the
         * range of the type: in F32 for deviations beyond 1.8e19.
         */
        public Tensor variance() {
            return x.variance(axes.kept());
        }

        /** The numbers less their mean, in the shape of the tensor. */
        public Tensor centered() {
            return x.centered(axes);
        }

        /**
         * (x - mean) / √(variance + epsilon), also where the variance is beyond the range of the type.
         * Where the variance and epsilon are 0, it is 0, and so are its derivatives.
         *
         * @throws ArgumentException unless epsilon is finite and 0 or more
         */
        public Tensor standardized(double epsilon) {
            NormRules.requireEpsilon("standardize", epsilon);
            return Normalizer.standardized(x, axes, epsilon);
        }
    }

    /**
     * Mean and variance along the given axes.
     *
     * @throws ShapeException if there are no elements along them
     */
    default Moments moments(Axes axes) {
        if (Given.of("moments", "axes", axes).count("moments", self().shape()) == 0) {
            throw new ShapeException(
                    "moments", "at least one element to reduce", self().shape().toString(), "");
        }
        return new Moments(self(), axes);
    }

    /**
     * (x - mean) / √(variance + epsilon) with the mean and the variance, not corrected, along the
     * given axes. The shape stays. Squares that leave the range of the type do no harm. Where all
     * numbers are equal and epsilon is 0, it is 0, and so are its derivatives, as those of {@link
     * Statistics#standardDeviation(Axes)}.
     *
     * @throws ShapeException if there are no elements along the axes
     * @throws ArgumentException unless epsilon is finite and 0 or more
     */
    default Tensor standardize(Axes axes, double epsilon) {
        return moments(axes).standardized(epsilon);
    }

    /**
     * (x - mean) / √(variance + epsilon) * weight + bias with the mean and the variance of each
     * example over the last axes, those of the weight: {@code [..., features]} for weights and
     * biases {@code [features]}. Ba, Kiros and Hinton, arXiv 1607.06450.
     *
     * @throws ShapeException unless weights and biases have one shape, of one axis or more, none
     * empty, which is that of the last axes
     * @throws ElementTypeException if the three differ in type
     * @throws ArgumentException unless epsilon is finite and 0 or more
     */
    default Tensor layerNorm(Tensor weight, Tensor bias, double epsilon) {
        Axes last = NormRules.lastAxes("layerNorm", self(), weight);
        NormRules.requireOneType("layerNorm", self(), weight, bias);
        NormRules.requireShape("layerNorm", "biases", bias, weight.shape());
        NormRules.requireEpsilon("layerNorm", epsilon);
        return Normalizer.normalized(self(), new How(last, true, epsilon), weight, bias);
    }

    /**
     * (x - mean) / √(variance + epsilon) * weight + bias for each feature of a batch {@code [n,
     * features, ...]}, with the mean and the variance, not corrected, of the batch over all other
     * axes: as in training. Weights and biases are {@code [features]}. Ioffe and Szegedy, ICML
     * 2015. What a running mean needs is in {@link #moments}.
     *
     * @throws ShapeException unless the shapes are these, with two numbers or more of each feature,
     * as one has no variance
     * @throws ElementTypeException if the three differ in type
     * @throws ArgumentException unless epsilon is finite and 0 or more
     */
    default Tensor batchNorm(Tensor weight, Tensor bias, double epsilon) {
        Shape shape = self().shape();
        NormRules.requireOneType("batchNorm", self(), weight, bias);
        requireFeatures(weight, bias);
        Axes others = Axes.of(
                IntStream.range(0, shape.rank()).filter(axis -> axis != 1).toArray());
        if (others.count("batchNorm", shape) < 2) {
            throw new ShapeException(
                    "batchNorm", "two numbers or more of each feature", shape.toString(), "or a mean and a variance");
        }
        NormRules.requireEpsilon("batchNorm", epsilon);
        return Normalizer.normalized(
                self(),
                new How(others, true, epsilon),
                NormRules.perChannel(weight, self()),
                NormRules.perChannel(bias, self()));
    }

    /**
     * As {@link #batchNorm(Tensor, Tensor, double)} with a given mean and variance, {@code
     * [features]} both: as in evaluation. Where the variance and epsilon are 0, what equals the mean
     * is 0 before weight and bias, with derivatives of 0, as in {@link #standardize}; what does not is
     * infinite.
     *
     * @throws ShapeException unless {@code x} is {@code [n, features, ...]} and the others are
     * {@code [features]}
     * @throws ElementTypeException if they differ in type
     * @throws ArgumentException unless epsilon is finite and 0 or more
     */
    default Tensor batchNorm(Tensor mean, Tensor variance, Tensor weight, Tensor bias, double epsilon) {
        NormRules.requireOneType("batchNorm", self(), mean, variance, weight, bias);
        requireFeatures(mean, variance, weight, bias);
        NormRules.requireEpsilon("batchNorm", epsilon);
        Tensor centered = self().sub(NormRules.perChannel(mean, self()));
        Tensor spread = NormRules.perChannel(variance, self()).add(epsilon);
        Tensor standardized = centered.mul(spread.rsqrt());
        Mask constant = spread.equal(0);
        if (constant.any()) {
            standardized = Tensor.where(constant.and(centered.equal(0)), 0, standardized);
        }
        return standardized.mul(NormRules.perChannel(weight, self())).add(NormRules.perChannel(bias, self()));
    }

    private void requireFeatures(Tensor... vectors) {
        Shape shape = self().shape();
        if (shape.rank() < 2) {
            throw new ShapeException("batchNorm", "a batch [n, features, ...]", shape.toString(), "");
        }
        for (Tensor vector : vectors) {
            NormRules.requireShape("batchNorm", "a number for each feature,", vector, Shape.of(shape.dim(1)));
        }
    }
}
