package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.ConvolutionShape;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions on the Vector API; until their loops are compiled, the plain ones do the work. Which
 * form is taken depends on the shape alone.
 */
public interface VectorConvolutionF32 extends ScalarConvolutionF32 {
    @Override
    default void convolve(ConvolutionShape shape, float[] x, float[] weights, float @Nullable [] bias, float[] y) {
        if (shape.work() == 0 || !ConvolutionWarmUpF32.isReady(ConvolutionPlanF32.hasLongRows(shape), shape.work())) {
            ScalarConvolutionF32.super.convolve(shape, x, weights, bias, y);
            return;
        }
        ConvolutionPlanF32.convolve(shape, x, weights, bias, y);
    }

    @Override
    default void convolveWeights(ConvolutionShape shape, float[] x, float[] g, float[] w) {
        if (shape.work() == 0
                || !WeightsConvolutionF32.fits(shape)
                || !ConvolutionWarmUpF32.isReadyForWeights(shape.work())) {
            ScalarConvolutionF32.super.convolveWeights(shape, x, g, w);
            return;
        }
        WeightsConvolutionF32.convolve(shape, x, g, w);
    }
}
