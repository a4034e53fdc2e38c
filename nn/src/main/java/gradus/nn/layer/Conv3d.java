package gradus.nn.layer;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Convolution;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Parameter;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Initializer;
import gradus.nn.Layer;
import gradus.nn.Mode;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The convolution of images {@code [n, in, depth, height, width]} with learned weights, plus a bias
 * for each output: {@code [n, out, ...]}, by {@link gradus.autodiff.Filtering#convolve(Parameter,
 * Parameter, Convolution)}. As in PyTorch, the weights have the shape {@code [out, in / groups, k,
 * k, k]} and the name {@code weight}, the biases the shape {@code [out]} and the name {@code bias}.
 */
public record Conv3d(Parameter weight, @Nullable Parameter bias, Convolution how) implements Layer {

    /**
     * A layer of these parameters; a null bias leaves it out.
     *
     * @throws ShapeException unless weights and biases have the shapes above, and groups divide
     *     them
     * @throws ElementTypeException if the two differ in type
     */
    public Conv3d {
        parts(weight, bias, how);
    }

    private static ConvolutionParts parts(Parameter weight, @Nullable Parameter bias, Convolution how) {
        return ConvolutionParts.of("Conv3d", 3, weight, bias, how);
    }

    /**
     * From {@code in} to {@code out} channels of type F32 without padding, with {@code kernel x
     * kernel x kernel} weights for each pair of channels, drawn by {@link
     * Initializer#glorotUniform()}, and biases 0.
     */
    public static Conv3d of(int in, int out, int kernel, RandomGenerator random) {
        return of(in, out, kernel, Convolution.valid(), random);
    }

    /** As {@link #of(int, int, int, RandomGenerator)}, with settings. */
    public static Conv3d of(int in, int out, int kernel, Convolution how, RandomGenerator random) {
        return of(DType.F32, in, out, kernel, how, Initializer.glorotUniform(), random);
    }

    /**
     * With weights of a type by the initializer, and biases 0.
     *
     * @throws ArgumentException unless there are channels and a kernel of 1 or more, and the groups
     *     divide the channels on both sides
     */
    public static Conv3d of(
            DType dtype,
            int in,
            int out,
            int kernel,
            Convolution how,
            Initializer initializer,
            RandomGenerator random) {
        Parameter weight =
                ConvolutionParts.weight("Conv3d", dtype, in, out, kernel, 3, false, how, initializer, random);
        return new Conv3d(weight, ConvolutionParts.bias(dtype, out), how);
    }

    /** With the given weights and biases to begin with. */
    public static Conv3d of(Tensor weight, Tensor bias, Convolution how) {
        return new Conv3d(Parameter.of("weight", weight), Parameter.of("bias", bias), how);
    }

    /** The layer without biases, with the same weights. */
    public Conv3d withoutBias() {
        return new Conv3d(weight, null, how);
    }

    /**
     * Applies the layer.
     *
     * @throws ShapeException unless {@code x} is {@code [n, in, depth, height, width]}, large
     *     enough for the weights
     * @throws ElementTypeException if {@code x} has another type than the weights
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return parts(weight, bias, how).forward(x);
    }

    /** Such as {@code Conv3d(3 -> 16, 3x3x3, stride 2)}. */
    @Override
    public String description() {
        return parts(weight, bias, how).description();
    }
}
