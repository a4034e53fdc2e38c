package gradus.nn.layer;

import gradus.autodiff.DType;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/**
 * y = (x - mean) / √(variance + epsilon) * weight + bias for a batch {@code [n, channels, ...]}, with
 * the mean and the variance (not corrected) of each group of neighboring channels of each example,
 * and a weight and a bias for each channel. The same in training and evaluation, and for any size of
 * a batch. Wu and He, ECCV 2018. Names and shapes are PyTorch's.
 */
public record GroupNorm(int groups, Parameter weight, Parameter bias, double epsilon) implements Layer {

    /**
     * A layer of these parameters.
     *
     * @throws ShapeException unless both are {@code [channels]}, not 0, and the number of groups
     *     divides that of the channels
     * @throws gradus.autodiff.ElementTypeException if they differ in type
     * @throws gradus.autodiff.ArgumentException unless epsilon is finite and 0 or more
     */
    public GroupNorm {
        Normalization.requireVectors("GroupNorm", weight, bias, epsilon);
        int channels = weight.shape().dim(0);
        if (groups < 1 || channels % groups != 0) {
            throw new ShapeException(
                    "GroupNorm",
                    "a number of groups that divides the channels",
                    groups + " groups of " + channels + " channels",
                    "1 takes all channels together, " + channels + " each by itself");
        }
    }

    /** So many groups of so many channels, of type F32, with weights 1, biases 0 and an epsilon of 10⁻⁵. */
    public static GroupNorm of(int groups, int channels) {
        return of(DType.F32, groups, channels);
    }

    /** As {@link #of(int, int)}, in the given type. */
    public static GroupNorm of(DType dtype, int groups, int channels) {
        Shape shape = Shape.of(channels);
        return new GroupNorm(
                groups,
                Parameter.of("weight", Tensor.ones(dtype, shape)),
                Parameter.of("bias", Tensor.zeros(dtype, shape)),
                Normalization.EPSILON);
    }

    /**
     * The same layer with weights that start at 0: for the last norm of a {@link gradus.nn.Residual},
     * as {@link BatchNorm#zeroWeight()}.
     */
    public GroupNorm zeroWeight() {
        return new GroupNorm(groups, Normalization.zero(weight), bias, epsilon);
    }

    /**
     * Applies the layer.
     *
     * @throws ShapeException unless {@code x} is {@code [n, channels, ...]} with two numbers or more in
     *     each group
     * @throws gradus.autodiff.ElementTypeException if {@code x} has another type than the weight
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        Normalization.requireChannels(description(), x, 2, channels());
        Normalization.requireType(description(), x, weight);
        return x.groupNorm(groups, weight.value(), bias.value(), epsilon);
    }

    /** How many channels there are. */
    public int channels() {
        return weight.shape().dim(0);
    }

    /** Such as {@code GroupNorm(8 groups of 64)}. */
    @Override
    public String description() {
        return "GroupNorm(" + groups + (groups == 1 ? " group of " : " groups of ") + channels() + ")";
    }
}
