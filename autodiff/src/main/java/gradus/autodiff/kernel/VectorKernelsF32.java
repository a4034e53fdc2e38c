package gradus.autodiff.kernel;

import gradus.autodiff.kernel.product.VectorConvolutionF32;
import gradus.autodiff.kernel.product.VectorMatmulF32;
import gradus.autodiff.kernel.vector.VectorLoopsF32;

/** The loops on the Vector API, with the bits of {@link ScalarKernelsF32}. */
public final class VectorKernelsF32 extends VectorLoopsF32
        implements Kernels<float[]>, VectorMatmulF32, VectorConvolutionF32 {
    /** The loops have no state. */
    public VectorKernelsF32() {}
}
