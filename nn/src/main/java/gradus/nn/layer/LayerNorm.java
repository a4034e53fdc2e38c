package gradus.nn.layer;

import gradus.autodiff.DType;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/**
 * y = (x - mean) / √(variance + epsilon) * weight + bias, with the mean and the variance (not
 * corrected) of each example over the last axes, those of the weight: {@code [..., features]} for a
 * weight {@code [features]}. The same in training and evaluation. Ba, Kiros and Hinton, arXiv
 * 1607.06450. Names and shapes are PyTorch's.
 */
public record LayerNorm(Parameter weight, Parameter bias, double epsilon) implements Layer {

    /**
     * A layer of these parameters.
     *
     * @throws ShapeException unless the two have one shape, of one axis or more, none empty
     * @throws gradus.autodiff.ElementTypeException if they differ in type
     * @throws gradus.autodiff.ArgumentException unless epsilon is finite and 0 or more
     */
    public LayerNorm {
        Normalization.require("LayerNorm", weight, bias, epsilon);
    }

    /**
     * Over the last axes of these lengths, of type F32, with weights 1, biases 0 and an epsilon of
     * 10⁻⁵.
     */
    public static LayerNorm of(int... axes) {
        return of(DType.F32, axes);
    }

    /** As {@link #of(int...)}, in the given type. */
    public static LayerNorm of(DType dtype, int... axes) {
        Shape shape = Shape.of(axes);
        return new LayerNorm(
                Parameter.of("weight", Tensor.ones(dtype, shape)),
                Parameter.of("bias", Tensor.zeros(dtype, shape)),
                Normalization.EPSILON);
    }

    /**
     * The same layer with weights that start at 0: for the last norm of a {@link gradus.nn.Residual},
     * as {@link BatchNorm#zeroWeight()}.
     */
    public LayerNorm zeroWeight() {
        return new LayerNorm(Normalization.zero(weight), bias, epsilon);
    }

    /**
     * Applies the layer.
     *
     * @throws ShapeException unless the last axes of {@code x} are those of the weight
     * @throws gradus.autodiff.ElementTypeException if {@code x} has another type than the weight
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        Normalization.requireLastAxes(description(), x, weight.shape());
        Normalization.requireType(description(), x, weight);
        return x.layerNorm(weight.value(), bias.value(), epsilon);
    }

    /** Such as {@code LayerNorm[300]}. */
    @Override
    public String description() {
        return "LayerNorm" + weight.shape();
    }
}
