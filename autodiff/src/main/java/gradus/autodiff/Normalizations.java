package gradus.autodiff;

import gradus.autodiff.FusedNormalization.How;

/**
 * Normalizations that look at one example at a time, so that they are the same in training and
 * evaluation and for any size of a batch: beside {@link Standardization#layerNorm}, those over
 * channels. Made of other operators: no rules of their own, and derivatives with respect to whatever
 * is given as a tensor, weights too. Squares that leave the range of the type do no harm, and where
 * what is divided by is 0, with an epsilon of 0, the result is 0 before weights and biases, with
 * derivatives of 0.
 */
public sealed interface Normalizations extends Operand permits Tensor {

    /**
     * (x - mean) / √(variance + epsilon) * weight + bias for a batch {@code [n, channels, ...]}, with
     * the mean and the variance, not corrected, of each group of neighboring channels of each example.
     * Weights and biases are {@code [channels]}. Wu and He, ECCV 2018.
     *
     * @throws ShapeException unless the shapes are these, the groups are as many as divide the
     *     channels, and have two numbers or more each, as one has no variance
     * @throws ElementTypeException if the three differ in type
     * @throws ArgumentException unless epsilon is finite and 0 or more
     */
    default Tensor groupNorm(int groups, Tensor weight, Tensor bias, double epsilon) {
        Tensor x = self();
        requireChannels("groupNorm", 2, weight, bias);
        NormRules.requireEpsilon("groupNorm", epsilon);
        int channels = x.shape().dim(1);
        if (groups < 1 || channels % groups != 0) {
            throw new ShapeException(
                    "groupNorm",
                    "a number of groups that divides the channels",
                    groups + " for " + x.shape(),
                    channels + " channels make groups of one size");
        }
        int examples = x.shape().dim(0);
        int each = examples == 0 ? 2 : x.shape().size() / examples / groups;
        if (each < 2) {
            throw new ShapeException(
                    "groupNorm",
                    "two numbers or more in each group",
                    groups + " groups of " + x.shape(),
                    "fewer groups have more");
        }
        int along = channels / groups;
        Tensor rows = x.reshape(Shape.of(examples, groups, along, examples == 0 ? 0 : each / along));
        Shape one = Shape.of(groups, along, 1);
        How how = new How(Axes.of(2, 3), true, epsilon);
        return Normalizer.normalized(rows, how, weight.reshape(one), bias.reshape(one))
                .reshape(x.shape());
    }

    /**
     * (x - mean) / √(variance + epsilon) for a batch {@code [n, channels, ...]}, with the mean and the
     * variance, not corrected, of each channel of each example. Ulyanov et al., arXiv 1607.08022.
     *
     * @throws ShapeException unless there are two numbers or more of each channel
     * @throws ArgumentException unless epsilon is finite and 0 or more
     */
    default Tensor instanceNorm(double epsilon) {
        Shape shape = self().shape();
        if (shape.rank() < 3) {
            throw new ShapeException("instanceNorm", "a batch [n, channels, ...]", shape.toString(), "");
        }
        return instances(epsilon);
    }

    /**
     * As {@link #instanceNorm(double)}, times weights and plus biases {@code [channels]}.
     *
     * @throws ShapeException likewise, or if weights and biases have another shape
     * @throws ElementTypeException if the three differ in type
     * @throws ArgumentException unless epsilon is finite and 0 or more
     */
    default Tensor instanceNorm(Tensor weight, Tensor bias, double epsilon) {
        requireChannels("instanceNorm", 3, weight, bias);
        return instances(epsilon, NormRules.perChannel(weight, self()), NormRules.perChannel(bias, self()));
    }

    /**
     * x / √(mean of x² + epsilon) * weight, with the mean of each example over the last axes, those of
     * the weights: {@code [..., features]} for weights {@code [features]}. Zhang and Sennrich, NeurIPS
     * 2019.
     *
     * @throws ShapeException unless the shape of the weights, of one axis or more, none empty, is that
     *     of the last axes
     * @throws ElementTypeException if the two differ in type
     * @throws ArgumentException unless epsilon is finite and 0 or more
     */
    default Tensor rmsNorm(Tensor weight, double epsilon) {
        Tensor x = self();
        Axes last = NormRules.lastAxes("rmsNorm", x, weight);
        NormRules.requireOneType("rmsNorm", x, weight);
        NormRules.requireEpsilon("rmsNorm", epsilon);
        return Normalizer.normalized(x, new How(last, false, epsilon), weight);
    }

    private Tensor instances(double epsilon, Tensor... weightAndBias) {
        Shape shape = self().shape();
        NormRules.requireEpsilon("instanceNorm", epsilon);
        Axes places = NormRules.axes(2, shape.rank());
        if (places.count("instanceNorm", shape) < 2) {
            throw new ShapeException(
                    "instanceNorm", "two numbers or more of each channel", shape.toString(), "one has no variance");
        }
        return Normalizer.normalized(self(), new How(places, true, epsilon), weightAndBias);
    }

    private void requireChannels(String operator, int rank, Tensor weight, Tensor bias) {
        Shape shape = self().shape();
        NormRules.requireOneType(operator, self(), weight, bias);
        if (shape.rank() < rank) {
            throw new ShapeException(operator, "a batch [n, channels, ...]", shape.toString(), "");
        }
        Shape vector = Shape.of(shape.dim(1));
        NormRules.requireShape(operator, "a weight for each channel,", weight, vector);
        NormRules.requireShape(operator, "a bias for each channel,", bias, vector);
    }
}
