package gradus.autodiff.kernel;

import gradus.autodiff.kernel.product.ScalarConvolutionF32;
import gradus.autodiff.kernel.product.ScalarMatmulF32;
import gradus.autodiff.kernel.scalar.ScalarLoopsF32;

/**
 * The loops in plain Java: they run everywhere, and every other implementation must give their
 * bits.
 */
public final class ScalarKernelsF32 extends ScalarLoopsF32
        implements Kernels<float[]>, ScalarMatmulF32, ScalarConvolutionF32 {
    /** The loops have no state. */
    public ScalarKernelsF32() {}
}
