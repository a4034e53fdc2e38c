package gradus.autodiff.kernel.product.planted;

import gradus.autodiff.kernel.scalar.ScalarLoopsF32;

/** A fault for the architecture tests to catch. */
public final class UsesPlainLoops {
    ScalarLoopsF32 loops() {
        return ScalarLoopsF32.PLAIN;
    }
}
