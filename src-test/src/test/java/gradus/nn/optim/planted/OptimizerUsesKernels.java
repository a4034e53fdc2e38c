package gradus.nn.optim.planted;

import gradus.autodiff.kernel.KernelChoice;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class OptimizerUsesKernels {
    String kernels() {
        return KernelChoice.describe();
    }
}
