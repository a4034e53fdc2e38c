package gradus.autodiff.planted;

import gradus.autodiff.kernel.math.ElementaryF32;

/** A fault for the architecture tests to catch. */
public final class UsesFormulas {
    float y(float x) {
        return ElementaryF32.exp(x);
    }
}
