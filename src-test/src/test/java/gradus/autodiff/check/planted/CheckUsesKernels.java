package gradus.autodiff.check.planted;

import gradus.autodiff.kernel.KernelChoice;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class CheckUsesKernels {
    String kernels() {
        return KernelChoice.describe();
    }
}
