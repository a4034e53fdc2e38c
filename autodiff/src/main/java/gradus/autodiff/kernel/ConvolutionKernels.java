package gradus.autodiff.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Convolutions.
 *
 * @param <A> the array: {@code float[]} or {@code double[]}
 */
public interface ConvolutionKernels<A> {
    /**
     * A convolution in {@code y}; what it held does not matter. Each result is accumulated with
     * fused multiply-adds in the order of channels and then of the places of the window, in the
     * blocks and the tree of {@link LongSums}, and with zeros for what is not in the image. So it
     * has the bits of the matrix product of the weights with the patches. The first block starts
     * from the output's number of {@code bias}, or from 0.
     *
     * @param weights for each group {@code [outputs, channels, window]}
     * @param bias one for each output of each group
     */
    void convolve(ConvolutionShape shape, A x, A weights, @Nullable A bias, A y);

    /**
     * What multiplies the weights of that convolution, for results {@code g}: for each weight the sum
     * over images and then results of {@code g} times what the weight multiplies, in {@code w}, in the
     * same blocks and tree, from 0.
     *
     * @param w for each group {@code [outputs, channels, window]}; what it held does not matter
     */
    void convolveWeights(ConvolutionShape shape, A x, A g, A w);
}
