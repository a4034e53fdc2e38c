package gradus.autodiff.kernel.math;

import static gradus.autodiff.kernel.math.ElementaryF32.*;
import static gradus.autodiff.kernel.math.ExactArithmeticF32.*;

/**
 * Functions of a difference whose rounding must not reach the result; the build derives their
 * vector twins.
 */
public final class ShiftedExponentialF32 {
    private ShiftedExponentialF32() {}

    /**
     * e^(x - largest) for x up to the largest. What the difference lost by rounding (Knuth, The Art
     * of Computer Programming 2, 4.2.2) is put right: it would grow with the exponent.
     */
    public static float expOfDifference(float x, float largest) {
        float difference = sub(x, largest);
        float part = sub(difference, x);
        float lost = sub(sub(x, sub(difference, part)), add(part, largest));
        float e = exp(difference);
        return select(equal(e, 0f), 0f, fma(e, lost, e));
    }
}
