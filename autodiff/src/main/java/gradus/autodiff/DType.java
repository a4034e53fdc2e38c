package gradus.autodiff;

import gradus.autodiff.kernel.KernelChoice;
import gradus.autodiff.kernel.Kernels;

/**
 * The element type of a tensor. Java's own literals choose it: {@code 1f} makes {@link #F32},
 * {@code 1.0} {@link #F64}.
 */
public enum DType {
    /** 32-bit IEEE 754 numbers, Java's {@code float}: the default for training. */
    F32(KernelChoice.f32()),
    /** 64-bit IEEE 754 numbers, Java's {@code double}: where exactness matters. */
    F64(KernelChoice.f64());

    @SuppressWarnings("ImmutableEnumChecker") // kernels have no state
    private final Kernels<?> kernels;

    DType(Kernels<?> kernels) {
        this.kernels = kernels;
    }

    /**
     * The loops that compute with this type.
     *
     * @throws ArgumentException if a system property that says how to compute is wrong
     */
    Kernels<?> kernels() {
        Gradus.requireSoundSettings();
        return kernels;
    }
}
