package gradus.autodiff.kernel.vector.planted;

import gradus.autodiff.kernel.product.ScalarMatmulF32;

/** A fault for the architecture tests to catch. */
public final class UsesProduct {
    ScalarMatmulF32 product() {
        return new ScalarMatmulF32() {};
    }
}
