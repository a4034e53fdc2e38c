package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.scalar.NormalizationLoopsF32.PLAIN;
import static gradus.autodiff.kernel.scalar.NormalizationLoopsF32.SUM_LANES;
import static gradus.autodiff.kernel.vector.WideLoops.WIDE_LOOPS;

import gradus.autodiff.kernel.scalar.NormalizationLoopsF32;
import gradus.autodiff.kernel.scalar.Standardized;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;

/** The warm-up of {@link WideLoops}. */
final class WideWarmUp {

    /** The compiler makes vectors of plain loops without sums, too: then both take about as long. */
    private static final double AS_QUICK = 1.1;

    private static final Standardized GROUP = new Standardized(0.5, 0.25, 0.125, 1, 3);

    private static final WarmUpF32 NORMALIZE_PART =
            of("normalize part", loops -> (x, y, n, _) -> loops.normalizePart(x, y, 0, n, GROUP, 0.5, 2));
    private static final WarmUpF32 NORMALIZE_ROW =
            of("normalize row", loops -> (x, y, n, _) -> loops.normalizeRow(x, y, 0, n, GROUP, x, x, 0));
    private static final WarmUpF32 DISTANCES =
            lanes("distances", loops -> (x, n, sums) -> loops.distanceSums(x, 0, n, 0.5, 0.25, sums));
    private static final WarmUpF32 COTANGENTS =
            lanes("cotangents", loops -> (x, n, sums) -> loops.cotangentSums(x, x, 0, n, GROUP, 0.5, sums));
    private static final WarmUpF32 COTANGENTS_OF_ROW =
            lanes("cotangents of row", loops -> (x, n, sums) -> loops.cotangentRowSums(x, x, 0, n, GROUP, x, 0, sums));
    private static final WarmUpF32 SLOPE_PART =
            of("slope of part", loops -> (x, y, n, _) -> loops.slopePart(x, x, y, 0, n, GROUP, 0.5, 2, 3));
    private static final WarmUpF32 SLOPE_ROW =
            of("slope of row", loops -> (x, y, n, _) -> loops.slopeRow(x, x, y, 0, n, GROUP, 0.5, 2, x, 0));
    private static final WarmUpF32 PRODUCTS =
            summing("products", Math::max, loops -> (x, n, sums) -> loops.addProducts(x, x, 0, n, GROUP, sums, 0));

    private static final WarmUpF32[] OF_PARTS = {DISTANCES, NORMALIZE_PART, COTANGENTS, SLOPE_PART};
    private static final WarmUpF32[] OF_ROWS = {DISTANCES, NORMALIZE_ROW, COTANGENTS_OF_ROW, SLOPE_ROW, PRODUCTS};

    /** A loop that adds to sums. */
    private interface Summing {
        void add(float[] x, int n, double[] sums);
    }

    private WideWarmUp() {}

    /**
     * Whether the loops are ready for so many elements, in runs with a weight each or for each of their
     * elements. Whoever works on many runs asks once: a compiler that has seen millions of answers drops
     * the code behind the rare other one, and the vector code with it when that comes.
     */
    static boolean areReady(long elements, boolean rows) {
        boolean ready = true;
        for (WarmUpF32 loop : rows ? OF_ROWS : OF_PARTS) {
            ready &= loop.isReady(elements);
        }
        return ready;
    }

    private static WarmUpF32 of(String name, Function<NormalizationLoopsF32, RaceF32.Sample> sample) {
        return new WarmUpF32(
                name,
                () -> RaceF32.of(sample.apply(WIDE_LOOPS), sample.apply(PLAIN)).wonWithin(AS_QUICK));
    }

    /** Of a loop that adds to lanes. */
    private static WarmUpF32 lanes(String name, Function<NormalizationLoopsF32, Summing> loop) {
        return summing(name, (_, lanes) -> lanes, loop);
    }

    /**
     * No more sums than there are: what is around the loop is not to hide which one is quicker.
     *
     * @param sums how many there are, of the elements and the lanes
     */
    private static WarmUpF32 summing(
            String name, IntBinaryOperator sums, Function<NormalizationLoopsF32, Summing> loop) {
        return of(name, loops -> {
            Summing summing = loop.apply(loops);
            return (x, y, n, _) -> {
                double[] added = new double[sums.applyAsInt(n, 2 * SUM_LANES)];
                summing.add(x, n, added);
                copy(added, y, n);
            };
        });
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
