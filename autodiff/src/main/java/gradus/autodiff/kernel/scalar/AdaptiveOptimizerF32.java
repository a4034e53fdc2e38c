package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.OptimizerKernels;

/**
 * Steps of optimizers that divide by a running root mean square of the gradients, in plain Java,
 * which the compiler turns into vector instructions by itself: what is asked of settings inside the
 * loops does not change there.
 */
@SuppressWarnings("cast") // the double version of this file casts double to double
interface AdaptiveOptimizerF32 extends OptimizerKernels<float[]> {
    @Override
    default void adam(
            float[] w,
            float[] g,
            float[] m,
            float[] v,
            int from,
            int to,
            double rate,
            double decay,
            double shrink,
            double beta1,
            double beta2,
            double root,
            double epsilon) {
        float eta = (float) -rate;
        float lambda = (float) decay;
        float kept = (float) shrink;
        float b1 = (float) beta1;
        float c1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float c2 = (float) (1 - beta2);
        float r = (float) root;
        float eps = (float) epsilon;
        for (int i = from; i < to; i++) {
            float slope = slope(w[i], g[i], lambda);
            m[i] = Math.fma(b1, m[i], c1 * slope);
            v[i] = Math.fma(b2, v[i], c2 * (slope * slope));
            w[i] = Math.fma(eta, m[i] / (sqrt(v[i]) / r + eps), kept * w[i]);
        }
    }

    @Override
    default void adagrad(float[] w, float[] g, float[] s, int from, int to, double rate, double decay, double epsilon) {
        float eta = (float) -rate;
        float lambda = (float) decay;
        float eps = (float) epsilon;
        for (int i = from; i < to; i++) {
            float slope = slope(w[i], g[i], lambda);
            s[i] = Math.fma(slope, slope, s[i]);
            w[i] = Math.fma(eta, slope / (sqrt(s[i]) + eps), w[i]);
        }
    }

    @Override
    default void rmsprop(
            float[] w,
            float[] g,
            float[] s,
            int from,
            int to,
            double rate,
            double decay,
            double alpha,
            double epsilon) {
        float eta = (float) -rate;
        float lambda = (float) decay;
        float a = (float) alpha;
        float c = (float) (1 - alpha);
        float eps = (float) epsilon;
        for (int i = from; i < to; i++) {
            float slope = slope(w[i], g[i], lambda);
            s[i] = Math.fma(a, s[i], c * (slope * slope));
            w[i] = Math.fma(eta, slope / (sqrt(s[i]) + eps), w[i]);
        }
    }

    @Override
    default void rmspropWithMomentum(
            float[] w,
            float[] g,
            float[] s,
            float[] v,
            int from,
            int to,
            double rate,
            double decay,
            double alpha,
            double epsilon,
            double momentum) {
        float eta = (float) -rate;
        float lambda = (float) decay;
        float a = (float) alpha;
        float c = (float) (1 - alpha);
        float eps = (float) epsilon;
        float mu = (float) momentum;
        for (int i = from; i < to; i++) {
            float slope = slope(w[i], g[i], lambda);
            s[i] = Math.fma(a, s[i], c * (slope * slope));
            v[i] = Math.fma(mu, v[i], slope / (sqrt(s[i]) + eps));
            w[i] = Math.fma(eta, v[i], w[i]);
        }
    }

    @Override
    default void rmspropCentered(
            float[] w,
            float[] g,
            float[] s,
            float[] m,
            int from,
            int to,
            double rate,
            double decay,
            double alpha,
            double epsilon) {
        float eta = (float) -rate;
        float lambda = (float) decay;
        float a = (float) alpha;
        float c = (float) (1 - alpha);
        float eps = (float) epsilon;
        for (int i = from; i < to; i++) {
            float slope = slope(w[i], g[i], lambda);
            s[i] = Math.fma(a, s[i], c * (slope * slope));
            m[i] = Math.fma(a, m[i], c * slope);
            w[i] = Math.fma(eta, slope / (deviation(s[i], m[i]) + eps), w[i]);
        }
    }

    @Override
    default void rmspropCenteredWithMomentum(
            float[] w,
            float[] g,
            float[] s,
            float[] m,
            float[] v,
            int from,
            int to,
            double rate,
            double decay,
            double alpha,
            double epsilon,
            double momentum) {
        float eta = (float) -rate;
        float lambda = (float) decay;
        float a = (float) alpha;
        float c = (float) (1 - alpha);
        float eps = (float) epsilon;
        float mu = (float) momentum;
        for (int i = from; i < to; i++) {
            float slope = slope(w[i], g[i], lambda);
            s[i] = Math.fma(a, s[i], c * (slope * slope));
            m[i] = Math.fma(a, m[i], c * slope);
            v[i] = Math.fma(mu, v[i], slope / (deviation(s[i], m[i]) + eps));
            w[i] = Math.fma(eta, v[i], w[i]);
        }
    }

    /** g + lambda w; without decay not 0 w, which is NaN for a weight that ran away. */
    private static float slope(float w, float g, float lambda) {
        return lambda == 0 ? g : Math.fma(lambda, w, g);
    }

    private static float sqrt(float x) {
        return (float) Math.sqrt(x);
    }

    /** The root of a mean square less the square of a mean, which rounding may bring below 0. */
    private static float deviation(float square, float mean) {
        return sqrt(Math.max(Math.fma(-mean, mean, square), 0f));
    }
}
