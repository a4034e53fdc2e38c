package gradus.autodiff.kernel;

/** The error function and the normal distribution of floats. */
final class ElementaryNormalF32 {
    private ElementaryNormalF32() {}

    static float erf(float x) {
        return (float) ElementaryInDouble.erf(x);
    }

    static float gelu(float x) {
        return (float) ElementaryInDouble.gelu(x);
    }
}
