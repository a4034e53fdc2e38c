package gradus.autodiff.planted;

import java.util.function.DoubleUnaryOperator;

/** A fault for the architecture test to catch. */
public final class RefersToMathTanh {
    DoubleUnaryOperator f() {
        return Math::tanh;
    }
}
