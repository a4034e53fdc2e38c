package gradus.autodiff.kernel.scalar;

/**
 * Steps down the gradient in plain Java, which the compiler turns into vector instructions by
 * itself.
 */
@SuppressWarnings("cast") // the double version of this file casts double to double
public interface OptimizerF32 extends AdaptiveOptimizerF32 {
    @Override
    default void descend(float[] w, float[] g, int from, int to, double rate, double decay) {
        float eta = (float) -rate;
        float lambda = (float) decay;
        if (decay == 0) { // not 0 w, which is NaN for a weight that ran away
            for (int i = from; i < to; i++) {
                w[i] = Math.fma(eta, g[i], w[i]);
            }
        } else {
            for (int i = from; i < to; i++) {
                w[i] = Math.fma(eta, Math.fma(lambda, w[i], g[i]), w[i]);
            }
        }
    }

    @Override
    default void descendWithMomentum(
            float[] w,
            float[] g,
            float[] v,
            int from,
            int to,
            double rate,
            double decay,
            double momentum,
            boolean nesterov) {
        float eta = (float) -rate;
        float lambda = (float) decay;
        float mu = (float) momentum;
        if (decay == 0) {
            descendWithMomentum(w, g, v, from, to, eta, mu, nesterov);
        } else if (nesterov) {
            for (int i = from; i < to; i++) {
                float slope = Math.fma(lambda, w[i], g[i]);
                v[i] = Math.fma(mu, v[i], slope);
                w[i] = Math.fma(eta, Math.fma(mu, v[i], slope), w[i]);
            }
        } else {
            for (int i = from; i < to; i++) {
                v[i] = Math.fma(mu, v[i], Math.fma(lambda, w[i], g[i]));
                w[i] = Math.fma(eta, v[i], w[i]);
            }
        }
    }

    private static void descendWithMomentum(
            float[] w, float[] g, float[] v, int from, int to, float eta, float mu, boolean nesterov) {
        if (nesterov) {
            for (int i = from; i < to; i++) {
                v[i] = Math.fma(mu, v[i], g[i]);
                w[i] = Math.fma(eta, Math.fma(mu, v[i], g[i]), w[i]);
            }
        } else {
            for (int i = from; i < to; i++) {
                v[i] = Math.fma(mu, v[i], g[i]);
                w[i] = Math.fma(eta, v[i], w[i]);
            }
        }
    }
}
