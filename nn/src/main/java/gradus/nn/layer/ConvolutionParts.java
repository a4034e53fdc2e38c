package gradus.nn.layer;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Convolution;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Initializer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * What all layers of convolutions have: weights {@code [outputs, channels / groups, ...]}, or for
 * transposed ones {@code [channels, outputs / groups, ...]}, biases {@code [outputs]} and settings.
 *
 * @param layer the layer's name
 * @param axes how many spatial axes it has
 * @param more elements at the end of each axis, of a transposed one
 */
record ConvolutionParts(
        String layer,
        int axes,
        Parameter weight,
        @Nullable Parameter bias,
        Convolution how,
        boolean transposed,
        ImmutableIntList more) {

    private static final String HINT = "the number of groups divides both; 1 takes all channels together";

    /**
     * Refuses what does not fit.
     *
     * @throws ShapeException unless weights and biases have the shapes above
     * @throws ElementTypeException if the two differ in type
     * @throws ArgumentException unless what is added is less than the stride
     */
    ConvolutionParts {
        Shape shape = weight.shape();
        if (shape.rank() != axes + 2 || shape.size() == 0) {
            throw new ShapeException(
                    layer,
                    "weights " + (transposed ? "[channels, outputs / groups, " : "[outputs, channels / groups, ")
                            + lengths(axes) + "] with at least one of each",
                    shape.toString(),
                    "");
        }
        if (shape.dim(0) % how.groups() != 0) {
            throw new ShapeException(
                    layer,
                    (transposed ? "channels" : "outputs") + " in " + how.groups() + " groups of one size",
                    shape.dim(0) + " of weights " + shape,
                    HINT);
        }
        if (bias != null) {
            requireFits(layer, bias, transposed ? shape.dim(1) * how.groups() : shape.dim(0), weight);
        }
        if (more.notEmpty()) {
            requireAdded(layer, axes, more, how.stride());
        }
    }

    private static void requireAdded(String layer, int axes, ImmutableIntList more, ImmutableIntList stride) {
        boolean fits = more.size() == 1 || more.size() == axes;
        for (int axis = 0; fits && axis < axes; axis++) {
            int added = more.get(Math.min(axis, more.size() - 1));
            fits = added >= 0 && added < stride.get(Math.min(axis, stride.size() - 1));
        }
        if (!fits) {
            throw new ArgumentException(
                    layer,
                    "0 or more elements to add at the end of each axis, fewer than the stride",
                    more + " beside strides of " + stride,
                    "");
        }
    }

    /** Of a layer that convolves. */
    static ConvolutionParts of(String layer, int axes, Parameter weight, @Nullable Parameter bias, Convolution how) {
        return new ConvolutionParts(layer, axes, weight, bias, how, false, IntLists.immutable.empty());
    }

    private static void requireFits(String layer, Parameter bias, int outputs, Parameter weight) {
        Shape need = Shape.of(outputs);
        if (!bias.shape().equals(need)) {
            throw new ShapeException(
                    layer,
                    "biases " + need + " beside weights " + weight.shape(),
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
    }

    /** First weights of a layer from {@code in} to {@code out} channels, with as many places along each axis. */
    static Parameter weight(
            String layer,
            DType dtype,
            int in,
            int out,
            int kernel,
            int axes,
            boolean transposed,
            Convolution how,
            Initializer initializer,
            RandomGenerator random) {
        if (in < 1 || out < 1 || kernel < 1) {
            throw new ArgumentException(
                    layer,
                    "1 channel or more on each side, and a kernel of 1 or more",
                    in + " to " + out + " channels, a kernel of " + kernel,
                    "");
        }
        if (in % how.groups() != 0 || out % how.groups() != 0) {
            throw new ArgumentException(
                    layer,
                    "channels on both sides in " + how.groups() + " groups of one size",
                    in + " to " + out + " channels",
                    HINT);
        }
        int[] dims = new int[axes + 2];
        Arrays.fill(dims, kernel);
        dims[0] = transposed ? in : out;
        dims[1] = (transposed ? out : in) / how.groups();
        return Parameter.of("weight", initializer.create(dtype, Shape.of(dims), random));
    }

    /** First biases: zeros. */
    static Parameter bias(DType dtype, int outputs) {
        return Parameter.of("bias", Tensor.zeros(dtype, Shape.of(outputs)));
    }

    /** How many channels come in. */
    int in() {
        return transposed ? weight.shape().dim(0) : weight.shape().dim(1) * how.groups();
    }

    /** How many channels go out. */
    int out() {
        return transposed
                ? weight.shape().dim(1) * how.groups()
                : weight.shape().dim(0);
    }

    /** Applies the convolution. */
    Tensor forward(Tensor x) {
        requireInput(x);
        if (!transposed) {
            return x.convolve(weight, bias, how);
        }
        Tensor y = x.convolveTransposed(weight.value(), how, more.toArray());
        if (bias == null) {
            return y;
        }
        int[] column = new int[axes + 1];
        Arrays.fill(column, 1);
        column[0] = out();
        return y.add(bias.value().reshape(column));
    }

    private void requireInput(Tensor x) {
        if (x.shape().rank() != axes + 2 || x.shape().dim(1) != in()) {
            throw new ShapeException(
                    description(),
                    "images [n, " + in() + ", " + lengths(axes) + "]",
                    x.shape().toString(),
                    hint(x.shape()));
        }
        if (x.dtype() != weight.dtype()) {
            throw new ElementTypeException(
                    description(),
                    "inputs of its weights' type " + weight.dtype(),
                    x.type(),
                    "convert them with to(DType." + weight.dtype() + "), or make the layer of type " + x.dtype());
        }
    }

    private static String lengths(int axes) {
        return switch (axes) {
            case 1 -> "length";
            case 2 -> "height, width";
            default -> "depth, height, width";
        };
    }

    private String hint(Shape shape) {
        if (shape.rank() == axes + 1) {
            return shape.dim(0) == in()
                    ? "expandDims(0) makes a batch of one image"
                    : "expandDims(1) adds a channel axis";
        }
        if (shape.rank() == 2) {
            return "Unflatten.of(" + in() + ", " + lengths(axes) + ") makes images of rows, channel by channel";
        }
        return shape.rank() == axes + 2 && shape.dim(-1) == in()
                ? "channels come second: permute(0, " + (axes + 1)
                        + IntStream.rangeClosed(1, axes)
                                .mapToObj(axis -> ", " + axis)
                                .collect(Collectors.joining())
                        + ")?"
                : "";
    }

    /** Such as {@code Conv2d(3 -> 16, 3x3, stride 2, padding 1)}. */
    String description() {
        String kernel = IntStream.range(2, axes + 2)
                .mapToObj(axis -> weight.shape().dim(axis) + "")
                .collect(Collectors.joining("x"));
        return layer + "(" + in() + " -> " + out() + ", " + kernel + described("stride", how.stride(), 1) + padding()
                + described("dilation", how.dilation(), 1) + described("input dilation", how.inputDilation(), 1)
                + (how.groups() == 1 ? "" : ", " + how.groups() + " groups") + described("more", more, 0)
                + (bias == null ? ", no bias)" : ")");
    }

    private String padding() {
        return switch (how.padding()) {
            case Convolution.Pads.Same() -> ", same";
            case Convolution.Pads.Numbers(ImmutableIntList before, ImmutableIntList after)
            when before.equals(after) -> described("padding", before, 0);
            case Convolution.Pads.Numbers(ImmutableIntList before, ImmutableIntList after) ->
                ", padding " + before + " and " + after;
        };
    }

    /** Nothing of numbers that are the usual ones. */
    private static String described(String name, ImmutableIntList numbers, int usual) {
        return numbers.allSatisfy(number -> number == usual) ? "" : ", " + name + " " + numbers.makeString("x");
    }
}
