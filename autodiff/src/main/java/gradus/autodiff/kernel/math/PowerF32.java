package gradus.autodiff.kernel.math;

/** The power function of floats. */
public final class PowerF32 {
    private PowerF32() {}

    public static float pow(float x, double e) {
        return (float) ElementaryInDouble.pow(x, e);
    }
}
