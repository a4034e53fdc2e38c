package gradus.autodiff.kernel;

import gradus.autodiff.kernel.vector.LanesF32;

/** A fault for the architecture tests to catch. */
public final class PlantedContract {
    int lanes() {
        return LanesF32.LANES;
    }
}
