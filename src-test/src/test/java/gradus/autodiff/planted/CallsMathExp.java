package gradus.autodiff.planted;

/** A fault for the architecture test to catch. */
public final class CallsMathExp {
    double y(double x) {
        return Math.exp(x);
    }
}
