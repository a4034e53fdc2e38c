package gradus.spark.planted;

import gradus.autodiff.kernel.KernelSettings;

/** Uses what is no one's business outside of the core. */
public final class SparkUsesKernels {
    private SparkUsesKernels() {}

    /** Some setting. */
    public static int threads() {
        return KernelSettings.THREADS;
    }
}
