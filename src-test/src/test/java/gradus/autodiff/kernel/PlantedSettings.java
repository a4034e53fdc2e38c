package gradus.autodiff.kernel;

/** A fault for the architecture tests to catch. */
public final class PlantedSettings {
    Kernels<float[]> kernels() {
        return KernelChoice.f32();
    }
}
