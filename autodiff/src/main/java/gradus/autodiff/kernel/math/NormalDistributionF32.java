package gradus.autodiff.kernel.math;

/** The error function and the normal distribution of floats. */
public final class NormalDistributionF32 {
    private NormalDistributionF32() {}

    public static float erf(float x) {
        return (float) ElementaryInDouble.erf(x);
    }

    public static float gelu(float x) {
        return (float) ElementaryInDouble.gelu(x);
    }
}
