package gradus.nn.layer;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Initializer;
import gradus.nn.Layer;
import gradus.nn.Mode;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * y = x Wᵀ + b for each row x of a batch: {@code [..., in]} to {@code [..., out]}. As in PyTorch,
 * the weights W have the shape {@code [out, in]} and the name {@code weight}, the biases b the
 * shape {@code [out]} and the name {@code bias}.
 */
public record Linear(Parameter weight, @Nullable Parameter bias) implements Layer {

    /**
     * A layer of these parameters; a null bias leaves it out.
     *
     * @throws ShapeException unless the weights are {@code [out, in]}, neither 0, and the biases
     *     {@code [out]}
     * @throws ElementTypeException if the two differ in type
     */
    public Linear {
        Shape shape = weight.shape();
        if (shape.rank() != 2 || shape.size() == 0) {
            throw new ShapeException("Linear", "weights [out, in] with at least one of each", shape.toString(), "");
        }
        if (bias != null) {
            requireFits(weight, bias);
        }
    }

    private static void requireFits(Parameter weight, Parameter bias) {
        Shape need = Shape.of(weight.shape().dim(0));
        if (!bias.shape().equals(need)) {
            throw new ShapeException(
                    "Linear",
                    "biases " + need + " beside weights " + weight.shape(),
                    bias.shape().toString(),
                    "");
        }
        if (bias.dtype() != weight.dtype()) {
            throw new ElementTypeException(
                    "Linear",
                    "weights and biases of one type",
                    weight.dtype() + " and " + bias.dtype(),
                    "convert one with to(DType)");
        }
    }

    /**
     * From {@code in} to {@code out} features of type F32, with weights by {@link
     * Initializer#glorotUniform()} and biases 0.
     */
    public static Linear of(int in, int out, RandomGenerator random) {
        return of(DType.F32, in, out, Initializer.glorotUniform(), random);
    }

    /** As {@link #of(int, int, RandomGenerator)}, in the given type. */
    public static Linear of(DType dtype, int in, int out, RandomGenerator random) {
        return of(dtype, in, out, Initializer.glorotUniform(), random);
    }

    /** As {@link #of(int, int, RandomGenerator)}, with other weights. */
    public static Linear of(int in, int out, Initializer initializer, RandomGenerator random) {
        return of(DType.F32, in, out, initializer, random);
    }

    /** From {@code in} to {@code out} features, with weights by the initializer and biases 0. */
    public static Linear of(DType dtype, int in, int out, Initializer initializer, RandomGenerator random) {
        if (in < 1 || out < 1) {
            throw new ArgumentException("Linear", "1 feature or more on each side", in + " in, " + out + " out", "");
        }
        Tensor weight = initializer.create(dtype, Shape.of(out, in), random);
        return of(weight, Tensor.zeros(dtype, Shape.of(out)));
    }

    /** With the given weights {@code [out, in]} and biases {@code [out]} to begin with. */
    public static Linear of(Tensor weight, Tensor bias) {
        return new Linear(Parameter.of("weight", weight), Parameter.of("bias", bias));
    }

    /** The layer without biases: y = x Wᵀ, with the same weights. */
    public Linear withoutBias() {
        return new Linear(weight, null);
    }

    /**
     * Applies the layer.
     *
     * @throws ShapeException unless {@code x} is {@code [..., in]} with two axes or more
     * @throws ElementTypeException if {@code x} has another type than the weights
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        requireInput(x);
        return x.linear(weight, bias);
    }

    private void requireInput(Tensor x) {
        if (x.shape().rank() < 2 || x.shape().dim(-1) != in()) {
            throw new ShapeException(
                    description(), "a batch [n, " + in() + "]", x.shape().toString(), hint(x.shape()));
        }
        if (x.dtype() != weight.dtype()) {
            throw new ElementTypeException(
                    description(),
                    "inputs of its weights' type " + weight.dtype(),
                    x.type(),
                    "convert them with to(DType." + weight.dtype() + "), or make the layer with Linear.of(DType."
                            + x.dtype() + ", ...)");
        }
    }

    private String hint(Shape shape) {
        if (shape.equals(Shape.of(in()))) {
            return "expandDims(0) makes a batch of one example";
        }
        boolean flattens = shape.rank() > 2 && (long) shape.dim(0) * in() == shape.size();
        return flattens ? "new Flatten() before it, or reshape(-1, " + in() + "), makes a row of each example" : "";
    }

    /** How many features come in. */
    public int in() {
        return weight.shape().dim(1);
    }

    /** How many features go out. */
    public int out() {
        return weight.shape().dim(0);
    }

    /** Such as {@code Linear(784 -> 300)}. */
    @Override
    public String description() {
        return "Linear(" + in() + " -> " + out() + (bias == null ? ", no bias)" : ")");
    }
}
