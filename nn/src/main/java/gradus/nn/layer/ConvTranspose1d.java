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
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * The transposed convolution, as the gradient of {@link Conv1d} has it, plus a bias for each
 * output: {@code [n, in, length]} to {@code [n, out, ...]}, by {@link
 * gradus.autodiff.Filtering#convolveTransposed}. A stride of 2 doubles the images. As in PyTorch,
 * the weights have the shape {@code [in, out / groups, k]} and the name {@code weight}, the biases
 * the shape {@code [out]} and the name {@code bias}.
 *
 * @param more how many elements are added at the end of each axis: PyTorch's {@code output_padding}
 */
public record ConvTranspose1d(Parameter weight, @Nullable Parameter bias, Convolution how, ImmutableIntList more)
        implements Layer {

    /**
     * A layer of these parameters; a null bias leaves it out.
     *
     * @throws ShapeException unless weights and biases have the shapes above, and groups divide
     *     them
     * @throws ElementTypeException if the two differ in type
     */
    public ConvTranspose1d {
        parts(weight, bias, how, more);
    }

    private static ConvolutionParts parts(
            Parameter weight, @Nullable Parameter bias, Convolution how, ImmutableIntList more) {
        return new ConvolutionParts("ConvTranspose1d", 1, weight, bias, how, true, more);
    }

    /**
     * From {@code in} to {@code out} channels of type F32 without padding, with {@code kernel}
     * weights for each pair of channels, drawn by {@link Initializer#glorotUniform()}, and biases
     * 0.
     */
    public static ConvTranspose1d of(int in, int out, int kernel, RandomGenerator random) {
        return of(in, out, kernel, Convolution.valid(), random);
    }

    /** As {@link #of(int, int, int, RandomGenerator)}, with settings. */
    public static ConvTranspose1d of(int in, int out, int kernel, Convolution how, RandomGenerator random) {
        return of(DType.F32, in, out, kernel, how, Initializer.glorotUniform(), random);
    }

    /**
     * With weights of a type by the initializer, and biases 0.
     *
     * @throws ArgumentException unless there are channels and a kernel of 1 or more, and the groups
     *     divide the channels on both sides
     */
    public static ConvTranspose1d of(
            DType dtype,
            int in,
            int out,
            int kernel,
            Convolution how,
            Initializer initializer,
            RandomGenerator random) {
        Parameter weight =
                ConvolutionParts.weight("ConvTranspose1d", dtype, in, out, kernel, 1, true, how, initializer, random);
        return new ConvTranspose1d(weight, ConvolutionParts.bias(dtype, out), how, IntLists.immutable.empty());
    }

    /** With the given weights and biases to begin with. */
    public static ConvTranspose1d of(Tensor weight, Tensor bias, Convolution how) {
        return new ConvTranspose1d(
                Parameter.of("weight", weight), Parameter.of("bias", bias), how, IntLists.immutable.empty());
    }

    /** The layer without biases, with the same weights. */
    public ConvTranspose1d withoutBias() {
        return new ConvTranspose1d(weight, null, how, more);
    }

    /**
     * The layer with more elements at the end of each axis, or of all.
     *
     * @throws ArgumentException unless these are 0 or more, and fewer than the stride
     */
    public ConvTranspose1d more(int... elements) {
        return new ConvTranspose1d(weight, bias, how, IntLists.immutable.with(elements));
    }

    /**
     * Applies the layer.
     *
     * @throws ShapeException unless {@code x} is {@code [n, in, length]}, large enough for the
     *     weights
     * @throws ElementTypeException if {@code x} has another type than the weights
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return parts(weight, bias, how, more).forward(x);
    }

    /** Such as {@code ConvTranspose1d(3 -> 16, 3, stride 2)}. */
    @Override
    public String description() {
        return parts(weight, bias, how, more).description();
    }
}
