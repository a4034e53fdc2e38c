package gradus.nn.layer;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Axes;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

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
        requireEpsilon(layer, epsilon);
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

    /** As {@link #require}, of weights {@code [channels]}. */
    static void requireVectors(String layer, Parameter weight, Parameter bias, double epsilon) {
        require(layer, weight, bias, epsilon);
        if (weight.shape().rank() != 1) {
            throw new ShapeException(layer, "weights [channels]", weight.shape().toString(), "");
        }
    }

    static void requireEpsilon(String layer, double epsilon) {
        if (!(epsilon >= 0) || !Double.isFinite(epsilon)) {
            throw new ArgumentException(layer, "a finite epsilon of 0 or more", epsilon + "", "");
        }
    }

    /** Refuses what is no batch {@code [n, channels, ...]} of so many axes or more. */
    static void requireChannels(String layer, Tensor x, int rank, int channels) {
        if (x.shape().rank() < rank || x.shape().dim(1) != channels) {
            throw new ShapeException(
                    layer,
                    "a batch [n, " + channels + (rank == 2 ? "]" : ", length]") + " or [n, " + channels + ", ...]",
                    x.shape().toString(),
                    "");
        }
    }

    /** Refuses what does not end with the axes of the weight. */
    static void requireLastAxes(String layer, Tensor x, Shape weight) {
        int rank = weight.rank();
        int outer = x.shape().rank() - rank;
        if (outer < 0 || !Arrays.equals(x.shape().toArray(), outer, outer + rank, weight.toArray(), 0, rank)) {
            throw new ShapeException(
                    layer, "a batch whose last axes are " + weight, x.shape().toString(), "");
        }
    }

    static Axes allBut(int axis, int rank) {
        return Axes.of(IntStream.range(0, rank).filter(other -> other != axis).toArray());
    }

    /** A parameter of the name, shape and type of another one that starts at 0. */
    static Parameter zero(Parameter weight) {
        return Parameter.of(weight.name(), Tensor.zeros(weight.dtype(), weight.shape()));
    }
}
