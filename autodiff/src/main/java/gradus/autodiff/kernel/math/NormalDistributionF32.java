package gradus.autodiff.kernel.math;

/** The error function and the normal distribution of floats. */
public final class NormalDistributionF32 {
    private NormalDistributionF32() {}

    /** The error function. */
    public static float erf(float x) {
        return (float) ElementaryInDouble.erf(x);
    }

    /** x Φ(x), Φ the normal distribution function, with its limit -0 at minus infinity. */
    public static float gelu(float x) {
        return (float) ElementaryInDouble.gelu(x);
    }
}
