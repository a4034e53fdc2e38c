package gradus.autodiff.kernel;

/**
 * The elementary functions, one number at a time: the same bits on every machine, because they are made of exact Java
 * operations and {@code StrictMath}, computed in double and rounded once.
 */
@SuppressWarnings("cast") // the double version of this file casts double to double
final class ScalarF32 {
    private ScalarF32() {}

    static float pow(float x, double exponent) {
        return (float) StrictMath.pow(x, exponent);
    }

    static float gelu(float x) {
        return (float) SpecialFunctions.gelu(x);
    }

    static float erf(float x) {
        return (float) SpecialFunctions.erf(x);
    }

    static float binaryCrossEntropy(float logit, float target) {
        return (float) SpecialFunctions.binaryCrossEntropy(logit, target);
    }
}
