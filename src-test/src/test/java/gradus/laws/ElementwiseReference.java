package gradus.laws;

import org.hipparchus.util.FastMath;

/** Functions of one or two numbers from their definitions, where these are longer than a line. */
final class ElementwiseReference {
    private ElementwiseReference() {}

    static double chain(double a, double b) {
        return a == 0 || b == 0 ? 0 : a * b;
    }

    static double sigmoid(double x) {
        return x < 0 ? FastMath.exp(x) / (1 + FastMath.exp(x)) : 1 / (1 + FastMath.exp(-x));
    }

    /** Above 40, log(1 + e^x) is x + e^-x to more than all digits. */
    static double softplus(double x) {
        return x > 40 ? x + FastMath.exp(-x) : FastMath.log1p(FastMath.exp(x));
    }

    /** A target of 0 or 1 leaves one term, whatever the other's logarithm is. */
    static double binaryCrossEntropy(double logit, double target) {
        if (target == 0) {
            return softplus(logit);
        }
        return target == 1 ? softplus(-logit) : target * softplus(-logit) + (1 - target) * softplus(logit);
    }

    static double round(double x) {
        double below = FastMath.floor(x);
        double rest = x - below;
        if (Double.isNaN(rest) || rest == 0) {
            return x;
        }
        boolean down = rest < 0.5 || (rest == 0.5 && below % 2 == 0);
        return down ? below : below + 1;
    }
}
