package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.ConvolutionShape;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions on the Vector API; until their loops are compiled, the plain ones do the work. Which
 * form is taken depends on the shape alone.
 */
public interface VectorConvolutionF32 extends ScalarConvolutionF32 {
    @Override
    default void convolve(ConvolutionShape shape, float[] x, float[] weights, float @Nullable [] bias, float[] y) {
        if (shape.work() == 0 || !ConvolutionWarmUpF32.isReady(shape.work())) {
            ScalarConvolutionF32.super.convolve(shape, x, weights, bias, y);
            return;
        }
        PatchesF32 patches = PatchesF32.of(shape, x, LANES);
        if (DirectConvolutionF32.fits(patches.width())) {
            new DirectConvolutionF32(patches, weights, bias, y).convolve();
        } else {
            new PackedConvolutionF32(shape, patches, y).convolve(weights, bias);
        }
        patches.end();
    }

    @Override
    default void convolveWeights(ConvolutionShape shape, float[] x, float[] g, float[] w) {
        if (shape.work() == 0 || !WeightsConvolutionF32.fits(shape) || !ConvolutionWarmUpF32.isReady(shape.work())) {
            ScalarConvolutionF32.super.convolveWeights(shape, x, g, w);
            return;
        }
        PatchesF32 patches = PatchesF32.of(shape, x, LANES);
        new WeightsConvolutionF32(patches, g, w).convolve();
        patches.end();
    }
}
