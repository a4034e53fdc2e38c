package gradus.laws;

import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.hipparchus.util.FastMath;

/**
 * The error function and the normal distribution, integrated numerically from their definitions by
 * Gauss and Legendre: no series, no continued fraction, no fit. (The {@code Erf} of Hipparchus is
 * off by up to 30 units in the last place.)
 */
final class NormalReference {
    private static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(24);

    /** Beyond, 1 - erf is less than half a unit in the last place of 1. */
    private static final double ALL = 6;

    /** Below, the distribution function is less than half the smallest double. */
    private static final double NOTHING = -39;

    private NormalReference() {}

    /** 2/√π times the integral of e^(-t²) from 0 to x. */
    static double erf(double x) {
        if (!(Math.abs(x) <= ALL)) {
            return x > 0 ? 1 : x < 0 ? -1 : x;
        }
        int panels = (int) Math.ceil(Math.abs(x) / 1.5);
        Accurate sum = new Accurate();
        for (int panel = 0; panel < panels; panel++) {
            double half = x / panels / 2;
            for (int i = 0; i < RULE.getNumberOfPoints(); i++) {
                double t = half * (2 * panel + 1 + RULE.getPoint(i));
                sum.add(RULE.getWeight(i) * half * expMinusSquare(t));
            }
        }
        return 2 / FastMath.sqrt(FastMath.PI) * sum.value();
    }

    /**
     * The normal distribution function: for x < 0 the density at x times the integral of e^(xt -
     * t²/2) over t > 0.
     */
    static double distribution(double x) {
        if (!(x >= NOTHING)) {
            return Double.isNaN(x) ? x : 0;
        }
        if (x > 0) {
            return 1 - distribution(-x);
        }
        // where the integrand falls below 1e-17
        double end = x + FastMath.sqrt(x * x + 80);
        int panels = 4;
        double half = end / panels / 2;
        Accurate sum = new Accurate();
        for (int panel = 0; panel < panels; panel++) {
            for (int i = 0; i < RULE.getNumberOfPoints(); i++) {
                double t = half * (2 * panel + 1 + RULE.getPoint(i));
                sum.add(RULE.getWeight(i) * half * FastMath.exp(t * (x - t / 2)));
            }
        }
        return density(x) * sum.value();
    }

    private static double density(double x) {
        double half = x * x / 2;
        double lost = Math.fma(x, x / 2, -half);
        return FastMath.exp(-half) * (1 - lost) / FastMath.sqrt(2 * FastMath.PI);
    }

    /** With the rounding of the square put right. */
    private static double expMinusSquare(double x) {
        double square = x * x;
        double lost = Math.fma(x, x, -square);
        return FastMath.exp(-square) * (1 - lost);
    }
}
