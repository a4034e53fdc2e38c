package gradus.plots.planted;

import gradus.autodiff.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class PlotsUseKernels {
    @Nullable
    Kernels kernels;
}
