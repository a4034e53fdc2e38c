package gradus.nn.layer;

import gradus.autodiff.DType;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/**
 * y = x / √(mean of x² + epsilon) * weight, with the mean of each example over the last axes, those of
 * the weight: {@code [..., features]} for a weight {@code [features]}. A {@link LayerNorm} that does
 * not take the mean away, and is cheaper. The same in training and evaluation. Zhang and Sennrich,
 * NeurIPS 2019. Names and shapes are PyTorch's.
 */
public record RMSNorm(Parameter weight, double epsilon) implements Layer {

    /**
     * A layer of this parameter.
     *
     * @throws ShapeException unless it has one axis or more, none empty
     * @throws gradus.autodiff.ArgumentException unless epsilon is finite and 0 or more
     */
    public RMSNorm {
        Normalization.require("RMSNorm", weight, weight, epsilon);
    }

    /**
     * Over the last axes of these lengths, of type F32, with weights 1. Epsilon is, as in PyTorch, the
     * distance from 1 to the next number of the type, 1.2e-7.
     */
    public static RMSNorm of(int... axes) {
        return of(DType.F32, axes);
    }

    /** As {@link #of(int...)}, in the given type; in F64 epsilon is 2.2e-16. */
    public static RMSNorm of(DType dtype, int... axes) {
        double epsilon = dtype == DType.F32 ? Math.ulp(1f) : Math.ulp(1.0);
        return new RMSNorm(Parameter.of("weight", Tensor.ones(dtype, Shape.of(axes))), epsilon);
    }

    /** The same layer, with the same weight and another epsilon. */
    public RMSNorm epsilon(double added) {
        return new RMSNorm(weight, added);
    }

    /**
     * The same layer with weights that start at 0: for the last norm of a {@link gradus.nn.Residual},
     * as {@link BatchNorm#zeroWeight()}.
     */
    public RMSNorm zeroWeight() {
        return new RMSNorm(Normalization.zero(weight), epsilon);
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
        return x.rmsNorm(weight.value(), epsilon);
    }

    /** Such as {@code RMSNorm[512]}. */
    @Override
    public String description() {
        return "RMSNorm" + weight.shape();
    }
}
