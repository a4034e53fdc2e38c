package gradus.autodiff.kernel.math.planted;

import gradus.autodiff.kernel.threads.Parallel;

/** A fault for the architecture tests to catch. */
public final class UsesThreads {
    int threads() {
        return Parallel.threads();
    }
}
