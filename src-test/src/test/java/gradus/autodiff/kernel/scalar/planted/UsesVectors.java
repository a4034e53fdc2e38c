package gradus.autodiff.kernel.scalar.planted;

import gradus.autodiff.kernel.vector.LanesF32;

/** A fault for the architecture tests to catch. */
public final class UsesVectors {
    int lanes() {
        return LanesF32.LANES;
    }
}
