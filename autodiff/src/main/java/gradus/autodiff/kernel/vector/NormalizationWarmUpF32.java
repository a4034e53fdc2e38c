package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.scalar.NormalizationF32.SUM_LANES;
import static gradus.autodiff.kernel.scalar.ScalarLoopsF32.PLAIN;
import static gradus.autodiff.kernel.vector.VectorLoopsF32.VECTOR;

import gradus.autodiff.kernel.scalar.NormalizationF32;
import gradus.autodiff.kernel.scalar.Standardized;
import java.util.function.Function;

/** The warm-up of the loops of {@link VectorNormalizationF32}; it is no part of that interface. */
@SuppressWarnings("cast") // the double version of this file casts double to double
final class NormalizationWarmUpF32 {
    private static final Standardized GROUP = new Standardized(0.5, 0.25, 0.125, 1, 3);

    static final WarmUpF32 NORMALIZE =
            of("normalize", loops -> (x, y, n, call) -> loops.normalizePart(x, y, 0, n, GROUP, x, x, 0, call & 1));
    static final WarmUpF32 DISTANCES = of("distances", loops -> (x, y, n, _) -> {
        double[] lanes = new double[2 * SUM_LANES];
        loops.distanceSums(x, 0, n, 0.5, 0.25, lanes);
        copy(lanes, y, n);
    });
    static final WarmUpF32 COTANGENTS = of("cotangents", loops -> (x, y, n, call) -> {
        double[] lanes = new double[2 * SUM_LANES];
        loops.cotangentSums(x, x, 0, n, GROUP, x, 0, call & 1, lanes);
        copy(lanes, y, n);
    });
    static final WarmUpF32 SLOPE = of(
            "slope of normalize",
            loops -> (x, y, n, call) -> loops.slopePart(x, x, y, 0, n, GROUP, 0.5, 2, x, 0, call & 1));
    static final WarmUpF32 PRODUCTS = of("products", loops -> (x, y, n, _) -> {
        double[] sums = new double[n];
        loops.addProducts(x, x, 0, n, GROUP, sums, 0);
        copy(sums, y, n);
    });

    private NormalizationWarmUpF32() {}

    private static WarmUpF32 of(String name, Function<NormalizationF32, RaceF32.Sample> sample) {
        return new WarmUpF32(name, () -> RaceF32.of(sample.apply(VECTOR), sample.apply(PLAIN)));
    }

    /** What was summed, each number in two halves; calls on nothing end here. */
    private static void copy(double[] sums, float[] y, int n) {
        for (int i = 0; n > 0 && i < Math.min(sums.length, y.length / 2); i++) {
            float first = (float) sums[i];
            y[2 * i] = first;
            y[2 * i + 1] = (float) (sums[i] - first);
        }
    }
}
