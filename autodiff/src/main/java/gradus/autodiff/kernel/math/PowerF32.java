package gradus.autodiff.kernel.math;

/** The power function of floats. */
public final class PowerF32 {
    private PowerF32() {}

    /** a to the power of b. */
    public static float pow(float a, double b) {
        return (float) ElementaryInDouble.pow(a, b);
    }

    /** x to the power of {@code exponent}. */
    public static float powConstant(float x, @Constant double exponent) {
        return (float) ElementaryInDouble.pow(x, exponent);
    }
}
