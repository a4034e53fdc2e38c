package gradus.autodiff.kernel.scalar;

/**
 * Loops over a part of a run that is normalized, in plain Java. {@link Standardized} says what makes
 * numbers standardized ones.
 */
@SuppressWarnings("cast") // the double version of this file casts double to double
public class NormalizationLoopsF32 {
    /** Sums are made in so many lanes: element i goes to lane i mod 16. */
    public static final int SUM_LANES = 16;

    /** The loops, which have no state. */
    public static final NormalizationLoopsF32 PLAIN = new NormalizationLoopsF32();

    /** The loops have no state. */
    protected NormalizationLoopsF32() {}

    /** y = the standardized x times a weight plus a bias. */
    public void normalizePart(float[] x, float[] y, int from, int to, Standardized group, double weight, double bias) {
        double scale = group.scale();
        double level = group.level();
        double offset = group.offset();
        double factor = group.factor();
        for (int i = from; i < to; i++) {
            y[i] = (float) ((x[i] * scale - level - offset) * factor * weight + bias);
        }
    }

    /** y = the standardized x times the weights from w on, plus the biases from there on. */
    public void normalizeRow(
            float[] x, float[] y, int from, int to, Standardized group, float[] weights, float[] biases, int w) {
        double scale = group.scale();
        double level = group.level();
        double offset = group.offset();
        double factor = group.factor();
        int ahead = w - from;
        for (int i = from; i < to; i++) {
            y[i] = (float) ((x[i] * scale - level - offset) * factor * weights[i + ahead] + biases[i + ahead]);
        }
    }

    /** Adds the scaled distances from the level to the first lanes, and their squares to the others. */
    public void distanceSums(float[] x, int from, int to, double scale, double level, double[] lanes) {
        for (int i = from; i < to; i += SUM_LANES) {
            int count = Math.min(SUM_LANES, to - i);
            for (int lane = 0; lane < count; lane++) {
                double distance = x[i + lane] * scale - level;
                lanes[lane] += distance;
                lanes[SUM_LANES + lane] += distance * distance;
            }
        }
    }

    /** Adds the weight times g to the first lanes, and its products with the standardized x to the others. */
    public void cotangentSums(
            float[] x, float[] g, int from, int to, Standardized group, double weight, double[] lanes) {
        for (int i = from; i < to; i += SUM_LANES) {
            int count = Math.min(SUM_LANES, to - i);
            for (int lane = 0; lane < count; lane++) {
                double cotangent = g[i + lane] == 0 ? 0 : g[i + lane] * weight;
                lanes[lane] += cotangent;
                lanes[SUM_LANES + lane] += cotangent == 0 ? 0 : cotangent * group.of(x[i + lane]);
            }
        }
    }

    /** The same with the weights from w on. */
    public void cotangentRowSums(
            float[] x, float[] g, int from, int to, Standardized group, float[] weights, int w, double[] lanes) {
        int ahead = w - from;
        for (int i = from; i < to; i += SUM_LANES) {
            int count = Math.min(SUM_LANES, to - i);
            for (int lane = 0; lane < count; lane++) {
                double cotangent = g[i + lane] == 0 ? 0 : (double) g[i + lane] * weights[i + lane + ahead];
                lanes[lane] += cotangent;
                lanes[SUM_LANES + lane] += cotangent == 0 ? 0 : cotangent * group.of(x[i + lane]);
            }
        }
    }

    /** y = (weight g - mean - z share) factor scale, where z is the standardized x. */
    public void slopePart(
            float[] x,
            float[] g,
            float[] y,
            int from,
            int to,
            Standardized group,
            double mean,
            double share,
            double weight) {
        double scale = group.scale();
        double level = group.level();
        double offset = group.offset();
        double factor = group.factor();
        for (int i = from; i < to; i++) {
            double standardized = (x[i] * scale - level - offset) * factor;
            double cotangent = g[i] == 0 ? 0 : g[i] * weight;
            y[i] = (float) ((cotangent - mean - standardized * share) * factor * scale);
        }
    }

    /** The same with the weights from w on. */
    public void slopeRow(
            float[] x,
            float[] g,
            float[] y,
            int from,
            int to,
            Standardized group,
            double mean,
            double share,
            float[] weights,
            int w) {
        double scale = group.scale();
        double level = group.level();
        double offset = group.offset();
        double factor = group.factor();
        int ahead = w - from;
        for (int i = from; i < to; i++) {
            double standardized = (x[i] * scale - level - offset) * factor;
            double cotangent = g[i] == 0 ? 0 : (double) g[i] * weights[i + ahead];
            y[i] = (float) ((cotangent - mean - standardized * share) * factor * scale);
        }
    }

    /** Adds the products of g with the standardized x to the sums from s on. */
    public void addProducts(float[] x, float[] g, int from, int to, Standardized group, double[] sums, int s) {
        double scale = group.scale();
        double level = group.level();
        double offset = group.offset();
        double factor = group.factor();
        int ahead = s - from;
        for (int i = from; i < to; i++) {
            double standardized = (x[i] * scale - level - offset) * factor;
            sums[i + ahead] += g[i] == 0 ? 0 : g[i] * standardized;
        }
    }
}
