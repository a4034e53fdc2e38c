package gradus.autodiff.kernel;

/**
 * The elementary functions, one number at a time: the same bits on every machine, because they are made of exact Java
 * operations and {@code StrictMath}, computed in double and rounded once.
 */
@SuppressWarnings("cast") // the double version of this file casts double to double
final class ScalarF32 {
    private ScalarF32() {}

    static float exp(float x) {
        return (float) StrictMath.exp(x);
    }

    static float expm1(float x) {
        return (float) StrictMath.expm1(x);
    }

    static float log(float x) {
        return (float) StrictMath.log(x);
    }

    static float log1p(float x) {
        return (float) StrictMath.log1p(x);
    }

    static float rsqrt(float x) {
        return (float) (1 / Math.sqrt(x));
    }

    static float sin(float x) {
        return (float) StrictMath.sin(x);
    }

    static float cos(float x) {
        return (float) StrictMath.cos(x);
    }

    static float tan(float x) {
        return (float) StrictMath.tan(x);
    }

    static float tanh(float x) {
        return (float) StrictMath.tanh(x);
    }

    static float pow(float x, double exponent) {
        return (float) StrictMath.pow(x, exponent);
    }

    static float sigmoid(float x) {
        return (float) SpecialFunctions.sigmoid(x);
    }

    static float logSigmoid(float x) {
        return (float) -SpecialFunctions.softplus(-x);
    }

    static float softplus(float x) {
        return (float) SpecialFunctions.softplus(x);
    }

    static float silu(float x) {
        return (float) SpecialFunctions.silu(x);
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
