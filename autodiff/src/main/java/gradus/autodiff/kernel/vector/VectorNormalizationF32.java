package gradus.autodiff.kernel.vector;

import gradus.autodiff.kernel.scalar.NormalizationF32;
import gradus.autodiff.kernel.scalar.Standardized;

/** Normalizations on the Vector API. */
public interface VectorNormalizationF32 extends NormalizationF32 {
    @Override
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
        if (NormalizationWarmUpF32.NORMALIZE.isReady(to - from)) {
            WideLoopsF32.normalize(x, y, from, to, group, weights, biases, w, dw);
        } else {
            NormalizationF32.super.normalizePart(x, y, from, to, group, weights, biases, w, dw);
        }
    }

    @Override
    default void distanceSums(float[] x, int from, int to, double scale, double level, double[] lanes) {
        if (NormalizationWarmUpF32.DISTANCES.isReady(to - from)) {
            WideLoopsF32.distanceSums(x, from, to, scale, level, lanes);
        } else {
            NormalizationF32.super.distanceSums(x, from, to, scale, level, lanes);
        }
    }

    @Override
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
        if (NormalizationWarmUpF32.COTANGENTS.isReady(to - from)) {
            WideLoopsF32.cotangentSums(x, g, from, to, group, weights, w, dw, lanes);
        } else {
            NormalizationF32.super.cotangentSums(x, g, from, to, group, weights, w, dw, lanes);
        }
    }

    @Override
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
        if (NormalizationWarmUpF32.SLOPE.isReady(to - from)) {
            WideLoopsF32.slope(x, g, y, from, to, group, mean, share, weights, w, dw);
        } else {
            NormalizationF32.super.slopePart(x, g, y, from, to, group, mean, share, weights, w, dw);
        }
    }

    @Override
    default void addProducts(float[] x, float[] g, int from, int to, Standardized group, double[] sums, int s) {
        if (NormalizationWarmUpF32.PRODUCTS.isReady(to - from)) {
            WideLoopsF32.addProducts(x, g, from, to, group, sums, s);
        } else {
            NormalizationF32.super.addProducts(x, g, from, to, group, sums, s);
        }
    }
}
