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

/**
 * y = x where x > 0, otherwise weight x, with a slope that is learned: one for all, {@code [1]}, or one
 * for each channel of a batch {@code [n, channels, ...]}. He et al., ICCV 2015. Names and shapes are
 * PyTorch's.
 */
public record PReLU(Parameter weight) implements Layer {
    private static final double SLOPE = 0.25;

    /**
     * A layer of this weight.
     *
     * @throws ShapeException unless it is {@code [1]} or {@code [channels]}
     */
    public PReLU {
        if (weight.shape().rank() != 1 || weight.shape().size() == 0) {
            throw new ShapeException(
                    "PReLU", "weights [1] or [channels]", weight.shape().toString(), "");
        }
    }

    /** One slope for all, of type F32, which starts at 0.25. */
    public static PReLU of() {
        return of(1);
    }

    /** A slope for each channel, of type F32, which start at 0.25. */
    public static PReLU of(int channels) {
        return of(DType.F32, channels);
    }

    /** As {@link #of(int)}, in the given type; 1 is one slope for all. */
    public static PReLU of(DType dtype, int channels) {
        if (channels < 1) {
            throw new ArgumentException("PReLU", "1 channel or more", GradusException.counted(channels, "channel"), "");
        }
        return new PReLU(Parameter.of("weight", Tensor.full(dtype, Shape.of(channels), SLOPE)));
    }

    /**
     * Applies the layer.
     *
     * @throws ShapeException if there is a slope for each channel and {@code x} is not {@code [n,
     *     channels, ...]}
     * @throws gradus.autodiff.ElementTypeException if {@code x} has another type than the weight
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        int channels = weight.shape().dim(0);
        if (channels > 1) {
            Normalization.requireChannels(description(), x, 2, channels);
        }
        Normalization.requireType(description(), x, weight);
        return x.prelu(weight.value());
    }

    /** Such as {@code PReLU(1)}. */
    @Override
    public String description() {
        return "PReLU(" + weight.shape().dim(0) + ")";
    }
}
