package gradus.autodiff.kernel;

/** The power function of floats. */
final class ElementaryPowerF32 {
    private ElementaryPowerF32() {}

    static float pow(float x, double e) {
        return (float) ElementaryInDouble.pow(x, e);
    }
}
