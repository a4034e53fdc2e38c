package gradus.autodiff.kernel.scalar.planted;

import gradus.autodiff.kernel.KernelChoice;

/** A fault for the architecture tests to catch. */
public final class UsesChoice {
    String kernels() {
        return KernelChoice.describe();
    }
}
