package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.NormalizationKernels;
import gradus.autodiff.kernel.NormalizationShape;
import gradus.autodiff.kernel.threads.Parallel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Normalizations in plain Java, computed in double and rounded once. A faster implementation replaces
 * the loops over a part of a run.
 */
@SuppressWarnings("cast") // the double version of this file casts double to double
public interface NormalizationF32 extends NormalizationKernels<float[]> {
    /** Sums of a part are made in so many lanes: element i goes to lane i mod 16. */
    int SUM_LANES = 16;

    /** The sums of cotangents that share weights element by element are made in so many pieces. */
    int PIECES = 64;

    @Override
    default void normalize(
            float[] x,
            float @Nullable [] weight,
            float @Nullable [] bias,
            float[] y,
            NormalizationShape shape,
            boolean centered,
            double epsilon) {
        Standardized[] groups = StandardizedF32.groups(this, x, shape, centered, epsilon);
        float[] weights = orAll(weight, shape, 1);
        float[] biases = orAll(bias, shape, -0f);
        shape.forEachPart((_, run, from, to) -> normalizePart(
                x, y, from, to, groups[shape.group(run)], weights, biases, shape.weight(run, from), shape.step()));
    }

    @Override
    default void normalizeSlope(
            float[] x,
            float[] g,
            float @Nullable [] weight,
            float[] y,
            NormalizationShape shape,
            boolean centered,
            double epsilon) {
        Standardized[] groups = StandardizedF32.groups(this, x, shape, centered, epsilon);
        float[] weights = orAll(weight, shape, 1);
        GroupSums sums = GroupSums.of(
                shape,
                (run, from, to, lanes) -> cotangentSums(
                        x,
                        g,
                        from,
                        to,
                        groups[shape.group(run)],
                        weights,
                        shape.weight(run, from),
                        shape.step(),
                        lanes));
        double[] means = sums.byGroup(0);
        double[] shares = sums.byGroup(1);
        for (int group = 0; group < shape.groups(); group++) {
            means[group] = centered ? means[group] / shape.each() : 0;
            shares[group] /= shape.each();
        }
        shape.forEachPart((_, run, from, to) -> {
            int group = shape.group(run);
            int w = shape.weight(run, from);
            Standardized standardized = groups[group];
            if (standardized.isFinite() && standardized.factor() > 0) {
                slopePart(x, g, y, from, to, standardized, means[group], shares[group], weights, w, shape.step());
            } else {
                boolean none = shares[group] == 0 && (means[group] == 0 || standardized.isFinite());
                Arrays.fill(y, from, to, none ? 0 : Float.NaN);
            }
        });
    }

    @Override
    default void normalizeWeights(
            float[] x, float[] g, float[] y, NormalizationShape shape, boolean centered, double epsilon) {
        Standardized[] groups = StandardizedF32.groups(this, x, shape, centered, epsilon);
        if (shape.step() == 0) {
            float[] one = {1};
            GroupSums sums = GroupSums.of(
                    shape,
                    (run, from, to, lanes) ->
                            cotangentSums(x, g, from, to, groups[shape.group(run)], one, 0, 0, lanes));
            double[] each = sums.byWeight(1);
            for (int i = 0; i < y.length; i++) {
                y[i] = (float) each[i];
            }
            return;
        }
        int together = Math.ceilDiv(Math.max(1, shape.count()), PIECES);
        int pieces = Math.ceilDiv(shape.count(), together);
        double[][] sums = new double[pieces][shape.weights()];
        Parallel.ranges(pieces, Parallel.GRAIN / Math.max(1, together * shape.length()) + 1, (from, to) -> {
            for (int piece = from; piece < to; piece++) {
                int end = Math.min(shape.count(), (piece + 1) * together);
                for (int run = piece * together; run < end; run++) {
                    int start = run * shape.length();
                    addProducts(
                            x,
                            g,
                            start,
                            start + shape.length(),
                            groups[shape.group(run)],
                            sums[piece],
                            shape.weight(run, start));
                }
            }
        });
        for (int i = 0; i < y.length; i++) {
            double sum = 0;
            for (double[] piece : sums) {
                sum += piece[i];
            }
            y[i] = (float) sum;
        }
    }

    @Override
    default void variances(float[] x, float[] y, NormalizationShape shape, boolean centered) {
        Standardized[] groups = StandardizedF32.groups(this, x, shape, centered, 0);
        for (int group = 0; group < groups.length; group++) {
            y[group] = (float) groups[group].variance();
        }
    }

    @Override
    default void inverseRoots(float[] x, float[] y, NormalizationShape shape, boolean centered, double epsilon) {
        Standardized[] groups = StandardizedF32.groups(this, x, shape, centered, epsilon);
        for (int group = 0; group < groups.length; group++) {
            y[group] = (float) (groups[group].factor() * groups[group].scale());
        }
    }

    private static float[] orAll(float @Nullable [] numbers, NormalizationShape shape, float otherwise) {
        if (numbers != null) {
            return numbers;
        }
        float[] all = new float[shape.weights()];
        Arrays.fill(all, otherwise);
        return all;
    }

    /** y = the standardized x times the weights, which begin at w and advance by dw, plus the biases. */
    default void normalizePart(
            float[] x,
            float[] y,
            int from,
            int to,
            Standardized group,
            float[] weights,
            float[] biases,
            int w,
            int dw) {
        double scale = group.scale();
        double level = group.level();
        double offset = group.offset();
        double factor = group.factor();
        if (dw == 0) {
            double weight = weights[w];
            double bias = biases[w];
            for (int i = from; i < to; i++) {
                y[i] = (float) ((x[i] * scale - level - offset) * factor * weight + bias);
            }
        } else {
            int ahead = w - from;
            for (int i = from; i < to; i++) {
                y[i] = (float) ((x[i] * scale - level - offset) * factor * weights[i + ahead] + biases[i + ahead]);
            }
        }
    }

    /** Adds the scaled distances from the level to the first lanes, and their squares to the others. */
    default void distanceSums(float[] x, int from, int to, double scale, double level, double[] lanes) {
        for (int i = from; i < to; i += SUM_LANES) {
            int count = Math.min(SUM_LANES, to - i);
            for (int lane = 0; lane < count; lane++) {
                double distance = x[i + lane] * scale - level;
                lanes[lane] += distance;
                lanes[SUM_LANES + lane] += distance * distance;
            }
        }
    }

    /** Adds w g to the first lanes, and its products with the standardized x to the others. */
    default void cotangentSums(
            float[] x,
            float[] g,
            int from,
            int to,
            Standardized group,
            float[] weights,
            int w,
            int dw,
            double[] lanes) {
        for (int i = from; i < to; i += SUM_LANES) {
            int count = Math.min(SUM_LANES, to - i);
            for (int lane = 0; lane < count; lane++) {
                double cotangent = (double) g[i + lane] * weights[w + (i + lane - from) * dw];
                lanes[lane] += cotangent;
                lanes[SUM_LANES + lane] += cotangent == 0 ? 0 : cotangent * group.of(x[i + lane]);
            }
        }
    }

    /** y = (w g - mean - z share) factor scale, where z is the standardized x. */
    default void slopePart(
            float[] x,
            float[] g,
            float[] y,
            int from,
            int to,
            Standardized group,
            double mean,
            double share,
            float[] weights,
            int w,
            int dw) {
        double scale = group.scale();
        double level = group.level();
        double offset = group.offset();
        double factor = group.factor();
        if (dw == 0) {
            double weight = weights[w];
            for (int i = from; i < to; i++) {
                double standardized = (x[i] * scale - level - offset) * factor;
                y[i] = (float) ((g[i] * weight - mean - standardized * share) * factor * scale);
            }
        } else {
            int ahead = w - from;
            for (int i = from; i < to; i++) {
                double standardized = (x[i] * scale - level - offset) * factor;
                y[i] = (float) (((double) g[i] * weights[i + ahead] - mean - standardized * share) * factor * scale);
            }
        }
    }

    /** sums[s + i] += g z for the elements of a run. */
    default void addProducts(float[] x, float[] g, int from, int to, Standardized group, double[] sums, int s) {
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
