package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.ConvolutionShape;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions on the Vector API, as products; until their loops are compiled, the plain ones do the
 * work.
 */
public interface VectorConvolutionF32 extends ScalarConvolutionF32 {
    @Override
    default void convolve(ConvolutionShape shape, float[] x, float[] weights, float @Nullable [] bias, float[] y) {
        long work = (long) shape.depth() * y.length;
        boolean inPlace = ConvolutionBlockingF32.readsInPlace(shape.outputs());
        if (work > 0 && MatmulWarmUpF32.isReady(inPlace, work)) {
            PatchesF32 patches = PatchesF32.of(shape, x);
            new ConvolutionBlockingF32(shape, patches, y).convolve(weights, bias);
            patches.end();
        } else {
            ScalarConvolutionF32.super.convolve(shape, x, weights, bias, y);
        }
    }
}
