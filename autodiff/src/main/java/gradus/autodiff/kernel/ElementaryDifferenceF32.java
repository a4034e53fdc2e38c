package gradus.autodiff.kernel;

import static gradus.autodiff.kernel.ElementaryF32.*;
import static gradus.autodiff.kernel.LaneArithmeticF32.*;

/** Functions of a difference whose rounding must not reach the result; the build derives their vector twins. */
final class ElementaryDifferenceF32 {
    private ElementaryDifferenceF32() {}

    /**
     * e^(x - largest) for x up to the largest. What the difference lost by rounding (Knuth, The Art of Computer Programming 2, 4.2.2) is put right: it
     * would grow with the exponent.
     */
    static float expOfDifference(float x, float largest) {
        float difference = sub(x, largest);
        float part = sub(difference, x);
        float lost = sub(sub(x, sub(difference, part)), add(part, largest));
        float e = exp(difference);
        return select(equal(e, 0f), 0f, fma(e, lost, e));
    }
}
