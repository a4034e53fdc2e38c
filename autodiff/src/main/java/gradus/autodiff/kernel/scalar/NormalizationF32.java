package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.NormalizationKernels;
import gradus.autodiff.kernel.NormalizationShape;
import gradus.autodiff.kernel.threads.Parallel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Normalizations, computed in double and rounded once. A faster implementation has other loops over a run. */
@SuppressWarnings("cast") // the double version of this file casts double to double
public interface NormalizationF32 extends NormalizationKernels<float[]> {
    /** The sums of cotangents that share weights element by element are made in so many pieces. */
    int PIECES = 64;

    /** The loops over runs of this shape. */
    default NormalizationLoopsF32 loops(NormalizationShape shape) {
        return NormalizationLoopsF32.PLAIN;
    }

    @Override
    default void normalize(
            float[] x,
            float @Nullable [] weight,
            float @Nullable [] bias,
            float[] y,
            NormalizationShape shape,
            boolean centered,
            double epsilon) {
        NormalizationLoopsF32 loops = loops(shape);
        Standardized[] groups = StandardizedF32.groups(loops, x, shape, centered, epsilon);
        float[] weights = orAll(weight, shape, 1);
        float[] biases = orAll(bias, shape, -0f);
        forEachPart(shape, (run, from, to) -> {
            Standardized group = groups[shape.group(run)];
            int w = shape.weight(run, from);
            if (shape.step() == 0) {
                loops.normalizePart(x, y, from, to, group, weights[w], biases[w]);
            } else {
                loops.normalizeRow(x, y, from, to, group, weights, biases, w);
            }
        });
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
        NormalizationLoopsF32 loops = loops(shape);
        Standardized[] groups = StandardizedF32.groups(loops, x, shape, centered, epsilon);
        float[] weights = orAll(weight, shape, 1);
        double[][] sums = GroupSums.ofGroups(shape, (run, from, to, lanes) -> {
            Standardized group = groups[shape.group(run)];
            int w = shape.weight(run, from);
            if (shape.step() == 0) {
                loops.cotangentSums(x, g, from, to, group, weights[w], lanes);
            } else {
                loops.cotangentRowSums(x, g, from, to, group, weights, w, lanes);
            }
        });
        double[] means = sums[0];
        double[] shares = sums[1];
        for (int group = 0; group < shape.groups(); group++) {
            means[group] = centered ? means[group] / shape.each() : 0;
            shares[group] /= shape.each();
        }
        forEachPart(shape, (run, from, to) -> {
            int group = shape.group(run);
            int w = shape.weight(run, from);
            Standardized standardized = groups[group];
            if (!standardized.isFinite() || standardized.factor() == 0) {
                boolean none = shares[group] == 0 && (means[group] == 0 || standardized.isFinite());
                Arrays.fill(y, from, to, none ? 0 : Float.NaN);
            } else if (shape.step() == 0) {
                loops.slopePart(x, g, y, from, to, standardized, means[group], shares[group], weights[w]);
            } else {
                loops.slopeRow(x, g, y, from, to, standardized, means[group], shares[group], weights, w);
            }
        });
    }

    @Override
    default void normalizeWeights(
            float[] x, float[] g, float[] y, NormalizationShape shape, boolean centered, double epsilon) {
        NormalizationLoopsF32 loops = loops(shape);
        Standardized[] groups = StandardizedF32.groups(loops, x, shape, centered, epsilon);
        double[] sums =
                shape.step() == 0 ? sumsOfRuns(loops, x, g, shape, groups) : sumsOfElements(loops, x, g, shape, groups);
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) sums[i];
        }
    }

    private static double[] sumsOfRuns(
            NormalizationLoopsF32 loops, float[] x, float[] g, NormalizationShape shape, Standardized[] groups) {
        double[][] sums = GroupSums.ofWeights(
                shape,
                (run, from, to, lanes) -> loops.cotangentSums(x, g, from, to, groups[shape.group(run)], 1, lanes));
        return sums[1];
    }

    private static double[] sumsOfElements(
            NormalizationLoopsF32 loops, float[] x, float[] g, NormalizationShape shape, Standardized[] groups) {
        int together = Math.ceilDiv(Math.max(1, shape.count()), PIECES);
        double[][] pieces = new double[Math.ceilDiv(shape.count(), together)][shape.weights()];
        int grain = Parallel.GRAIN / Math.max(1, together * shape.length()) + 1;
        Parallel.ranges(pieces.length, grain, (from, to) -> {
            for (int run = from * together; run < Math.min(shape.count(), to * together); run++) {
                int start = run * shape.length();
                Standardized group = groups[shape.group(run)];
                double[] piece = pieces[run / together];
                loops.addProducts(x, g, start, start + shape.length(), group, piece, shape.weight(run, start));
            }
        });
        double[] sums = new double[shape.weights()];
        for (double[] piece : pieces) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += piece[i];
            }
        }
        return sums;
    }

    @Override
    default void variances(float[] x, float[] y, NormalizationShape shape, boolean centered) {
        NormalizationLoopsF32 loops = loops(shape);
        Standardized[] groups = StandardizedF32.groups(loops, x, shape, centered, 0);
        for (int group = 0; group < groups.length; group++) {
            y[group] = (float) groups[group].variance();
        }
    }

    @Override
    default void inverseRoots(float[] x, float[] y, NormalizationShape shape, boolean centered, double epsilon) {
        NormalizationLoopsF32 loops = loops(shape);
        Standardized[] groups = StandardizedF32.groups(loops, x, shape, centered, epsilon);
        for (int group = 0; group < groups.length; group++) {
            y[group] = (float) (groups[group].factor() * groups[group].scale());
        }
    }

    /** A loop over a part of a run, for the elements {@code from <= i < to}. */
    interface PartLoop {
        void run(int run, int from, int to);
    }

    /** Runs a loop over each part, on several threads where there are many elements. */
    private static void forEachPart(NormalizationShape shape, PartLoop loop) {
        int parts = shape.count() * shape.parts();
        Parallel.ranges(parts, Math.max(1, Parallel.GRAIN / shape.partSize()), (first, end) -> {
            for (int part = first; part < end; part++) {
                loop.run(part / shape.parts(), shape.from(part), shape.to(part));
            }
        });
    }

    private static float[] orAll(float @Nullable [] numbers, NormalizationShape shape, float otherwise) {
        if (numbers != null) {
            return numbers;
        }
        float[] all = new float[shape.weights()];
        Arrays.fill(all, otherwise);
        return all;
    }
}
