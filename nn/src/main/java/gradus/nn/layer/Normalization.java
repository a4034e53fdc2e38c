package gradus.nn.layer;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Parameter;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;

/** What the normalizing layers have in common. */
final class Normalization {
    /** PyTorch's, added to variances. */
    static final double EPSILON = 1e-5;

    private Normalization() {}

    static void require(String layer, Parameter weight, Parameter bias, double epsilon) {
        if (weight.shape().rank() == 0 || weight.shape().size() == 0) {
            throw new ShapeException(
                    layer,
                    "weights with one axis or more, none empty",
                    weight.shape().toString(),
                    "");
        }
        if (!bias.shape().equals(weight.shape())) {
            throw new ShapeException(
                    layer,
                    "biases of the weights' shape " + weight.shape(),
                    bias.shape().toString(),
                    "");
        }
        if (bias.dtype() != weight.dtype()) {
            throw new ElementTypeException(
                    layer,
                    "weights and biases of one type",
                    weight.dtype() + " and " + bias.dtype(),
                    "convert one with to(DType)");
        }
        if (!(epsilon >= 0) || !Double.isFinite(epsilon)) {
            throw new ArgumentException(layer, "a finite epsilon of 0 or more", epsilon + "", "");
        }
    }

    static void requireType(String layer, Tensor x, Parameter weight) {
        if (x.dtype() != weight.dtype()) {
            throw new ElementTypeException(
                    layer,
                    "inputs of its weights' type " + weight.dtype(),
                    x.type(),
                    "convert them with to(DType." + weight.dtype() + ")");
        }
    }
}
