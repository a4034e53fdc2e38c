package gradus.autodiff.kernel.planted;

import gradus.autodiff.Tensor;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class KernelUsesTensors {
    Tensor two() {
        return Tensor.scalar(2.0);
    }
}
