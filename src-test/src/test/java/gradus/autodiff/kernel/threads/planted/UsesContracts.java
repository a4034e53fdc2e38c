package gradus.autodiff.kernel.threads.planted;

import gradus.autodiff.kernel.Kernels;

/** A fault for the architecture tests to catch. */
public final class UsesContracts {
    float[] array(Kernels<float[]> k) {
        return k.allocate(1);
    }
}
