package gradus.nn.layer;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.GradusException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import org.jspecify.annotations.Nullable;

/**
 * y = (x - mean) / √(variance + epsilon) for a batch {@code [n, channels, ...]}, with the mean and the
 * variance (not corrected) of each channel of each example, and where it is affine times a weight and
 * plus a bias for each channel. The same in training and evaluation. Ulyanov et al., arXiv
 * 1607.08022. Names and shapes are those of PyTorch's {@code InstanceNorm1d}, {@code 2d} and {@code
 * 3d} without running statistics.
 */
public record InstanceNorm(
        int channels, @Nullable Parameter weight, @Nullable Parameter bias, double epsilon) implements Layer {

    /**
     * A layer of these parameters; without weight and bias it is not affine.
     *
     * @throws ShapeException unless both are {@code [channels]}
     * @throws gradus.autodiff.ElementTypeException if they differ in type
     * @throws ArgumentException unless there is a channel or more, epsilon is finite and 0 or more, and
     *     weight and bias are both there or none
     */
    public InstanceNorm {
        if (channels < 1) {
            throw new ArgumentException(
                    "InstanceNorm", "1 channel or more", GradusException.counted(channels, "channel"), "");
        }
        Normalization.requireEpsilon("InstanceNorm", epsilon);
        if (weight != null && bias != null) {
            Normalization.requireVectors("InstanceNorm", weight, bias, epsilon);
            if (weight.shape().dim(0) != channels) {
                throw new ShapeException(
                        "InstanceNorm",
                        "weights [" + channels + "]",
                        weight.shape().toString(),
                        "");
            }
        } else if (weight != null || bias != null) {
            throw new ArgumentException(
                    "InstanceNorm",
                    "weights and biases, or neither",
                    weight != null ? "weights alone" : "biases alone",
                    "");
        }
    }

    /** For so many channels, not affine, with an epsilon of 10⁻⁵, as PyTorch's own. */
    public static InstanceNorm of(int channels) {
        return new InstanceNorm(channels, null, null, Normalization.EPSILON);
    }

    /** For so many channels of type F32, with weights 1, biases 0 and an epsilon of 10⁻⁵. */
    public static InstanceNorm affine(int channels) {
        return affine(DType.F32, channels);
    }

    /** As {@link #affine(int)}, in the given type. */
    public static InstanceNorm affine(DType dtype, int channels) {
        Shape shape = Shape.of(channels);
        return new InstanceNorm(
                channels,
                Parameter.of("weight", Tensor.ones(dtype, shape)),
                Parameter.of("bias", Tensor.zeros(dtype, shape)),
                Normalization.EPSILON);
    }

    /**
     * Applies the layer.
     *
     * @throws ShapeException unless {@code x} is {@code [n, channels, ...]} with two numbers or more of
     *     each channel
     * @throws gradus.autodiff.ElementTypeException if {@code x} has another type than the weight
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        Normalization.requireChannels(description(), x, 3, channels);
        if (weight == null || bias == null) {
            return x.instanceNorm(epsilon);
        }
        Normalization.requireType(description(), x, weight);
        return x.instanceNorm(weight.value(), bias.value(), epsilon);
    }

    /** Such as {@code InstanceNorm(64)} or {@code InstanceNorm(64, affine)}. */
    @Override
    public String description() {
        return "InstanceNorm(" + channels + (weight == null ? ")" : ", affine)");
    }
}
