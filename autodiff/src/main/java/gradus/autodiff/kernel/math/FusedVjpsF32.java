package gradus.autodiff.kernel.math;

import static gradus.autodiff.kernel.math.ElementaryF32.*;
import static gradus.autodiff.kernel.math.ExactArithmeticF32.*;

/**
 * Derivatives times a cotangent, 0 where either is 0: straight lines as in {@link ElementaryF32}.
 */
public final class FusedVjpsF32 {
    private FusedVjpsF32() {}

    /** g times the slope, but 0 where one is 0, whatever the other is. */
    private static float chain(float g, float slope) {
        float product = select(equal(slope, 0f), 0f, mul(g, slope));
        return select(equal(g, 0f), 0f, product);
    }

    /** g (1 - t²). */
    public static float tanhSlope(float g, float t) {
        return chain(g, fma(neg(t), t, 1f));
    }

    /** g σ(x) σ(-x) = g e / (1 + e)² with e = e^-|x|, which keeps the digits of both tails. */
    public static float sigmoidSlope(float g, float x) {
        float e = exp(neg(abs(x)));
        float sum = add(e, 1f);
        return chain(g, div(e, mul(sum, sum)));
    }

    /** g σ(x). */
    public static float softplusSlope(float g, float x) {
        return chain(g, sigmoid(x));
    }

    /** g where x > 0, otherwise 0. */
    public static float reluSlope(float g, float x) {
        return select(less(0f, x), g, 0f);
    }

    /**
     * (1 - b) σ(a) - b σ(-a): for targets in [0, 1] the terms have one sign or one is 0, or they
     * cancel as the result does.
     */
    public static float binaryCrossEntropySlope(float a, float b) {
        return fma(sub(1f, b), sigmoid(a), neg(mul(b, sigmoid(neg(a)))));
    }
}
