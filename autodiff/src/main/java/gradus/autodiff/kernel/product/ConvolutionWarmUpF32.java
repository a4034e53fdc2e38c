package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.ConvolutionKernels;
import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.ConvolutionShape.Along;
import gradus.autodiff.kernel.vector.RaceF32;
import gradus.autodiff.kernel.vector.RaceNumbersF32;
import gradus.autodiff.kernel.vector.WarmUpF32;
import java.util.Arrays;
import org.eclipse.collections.api.factory.Lists;

/**
 * Whether the vector convolutions are ready: they practice their innermost loops, and race. Results in
 * long rows, results in short ones and weights take turns of their own, since the compiler takes long
 * for all of them.
 */
final class ConvolutionWarmUpF32 {
    /** So many multiplications count as one element. */
    private static final int WORK_OF_AN_ELEMENT = 8;

    /** Calls with fewer numbers are in practice. */
    private static final int LEAST_OF_A_RACE = 96;

    /** Steps of depth in practice: before they are compiled they take long. */
    private static final int MOST_IN_PRACTICE = 12;

    private static final int SIZE = 1 << 15;
    private static final float[] X = new float[SIZE];
    private static final float[] W = new float[SIZE];
    private static final float[] P = new float[SIZE];
    private static final float[] Y = new float[16 * LANES];
    private static final float[] START = new float[8];
    private static final int[] AT = new int[8];
    private static final int[] TO = new int[8];

    static {
        RaceNumbersF32.fill(X);
        RaceNumbersF32.fill(W);
    }

    private static final ScalarConvolutionF32 PLAIN = new ScalarConvolutionF32() {};
    private static final VectorConvolutionF32 VECTOR = new VectorConvolutionF32() {};

    private static final WarmUpF32 LONG_ROWS = warmUp(
            "convolution",
            false,
            ConvolutionWarmUpF32::practiceLongRows,
            new Sizes(2 * LANES, 1, 8, 3),
            new Sizes(LANES, 1, 4, 5),
            new Sizes(2 * LANES, LANES, 1, 3),
            new Sizes(LANES + LANES / 2 + LANES / 4, 1, 2 * LANES + 1, 3),
            new Sizes(LANES, LANES, 1, 5));
    private static final WarmUpF32 SHORT_ROWS = warmUp(
            "convolution of short rows",
            false,
            ConvolutionWarmUpF32::practiceShortRows,
            new Sizes(LANES / 2, 1, 8, 3),
            new Sizes(LANES / 2, 1, 12, 5),
            new Sizes(LANES / 2, 1, 2 * LANES + 1, 3));
    private static final WarmUpF32 WEIGHTS = warmUp(
            "gradient of the weights of a convolution",
            true,
            ConvolutionWarmUpF32::practiceWeights,
            new Sizes(2 * LANES, 1, 8, 3),
            new Sizes(LANES / 2, 1, 2 * LANES + 1, 3),
            new Sizes(LANES, LANES, 1, 3),
            new Sizes(LANES, 1, 4, 5));

    private interface Practice {
        void run(int depth, int call, int[] places, int[] runs);
    }

    /** Convolutions in practice are small: plain ones are large beside other loops. */
    private static WarmUpF32 warmUp(String name, boolean ofWeights, Practice practice, Sizes... sizes) {
        ConvolutionShape[] small = shapes(1, 1, sizes);
        ConvolutionShape[] large = shapes(16, 8, sizes);
        return new WarmUpF32(
                name,
                () -> RaceF32.of(
                        (_, _, n, call) -> practice(practice, Math.min(n, MOST_IN_PRACTICE), call),
                        (_, y, n, call) -> convolve(VECTOR, ofWeights, n < LEAST_OF_A_RACE ? small : large, call, y),
                        (_, y, n, call) -> convolve(PLAIN, ofWeights, n < LEAST_OF_A_RACE ? small : large, call, y),
                        SIZE));
    }

    private record Sizes(int width, int groups, int outputs, int window) {
        ConvolutionShape shape(int channels, int lines) {
            Along across = new Along(lines, 1, lines / 2, lines, 1, 1, lines);
            Along along = new Along(width, 1, window / 2, window, 1, 1, width);
            return new ConvolutionShape(
                    1, groups, groups > 1 ? 1 : channels, outputs, Lists.immutable.with(across, along));
        }
    }

    private static ConvolutionShape[] shapes(int channels, int lines, Sizes... sizes) {
        return Arrays.stream(sizes).map(some -> some.shape(channels, lines)).toArray(ConvolutionShape[]::new);
    }

    private ConvolutionWarmUpF32() {}

    /** For results of so many multiplications. */
    static boolean isReady(boolean longRows, long work) {
        return (longRows ? LONG_ROWS : SHORT_ROWS).isReady(work / WORK_OF_AN_ELEMENT);
    }

    /** For weights of so many multiplications. */
    static boolean isReadyForWeights(long work) {
        return WEIGHTS.isReady(work / WORK_OF_AN_ELEMENT);
    }

    private static void practice(Practice practice, int depth, int call) {
        int[] places = new int[Math.max(8, depth)];
        int[] runs = new int[depth + 1];
        for (int i = 0; i < depth; i++) {
            places[i] = i * 3;
            runs[i] = i * LANES;
        }
        practice.run(depth, call, places, runs);
    }

    private static void practiceLongRows(int depth, int call, int[] places, int[] runs) {
        int wide = 2 * LANES;
        PatchTilesF32.eightByTwo(W, 0, 32, 7, X, call % 64, LANES, places, 0, depth, START, Y, 0, LANES, wide);
        PatchTilesF32.fourByTwo(W, 0, 32, 3, X, call % 64, LANES, places, 0, depth, START, Y, 0, LANES, wide);
        PatchTilesF32.oneByEight(W, 0, X, AT, places, 0, depth, 0, Y, TO);
        PackingF32.add(X, call % 64, Y, 0, depth);
    }

    private static void practiceShortRows(int depth, int call, int[] places, int[] runs) {
        MatmulWarmUpF32.practice(depth, call);
        PatchPackingF32.copy(X, call % 64, places, P, 0, LANES);
        PatchPackingF32.copy(X, call % 64, places, P, 0, LANES / 2, PatchPackingF32.mask(call % LANES));
    }

    private static void practiceWeights(int depth, int call, int[] places, int[] runs) {
        int wide = 2 * LANES;
        PatchTilesF32.weightsOfGroups(X, places, 0, 7, runs, 0, 8, depth, W, 0, Y, 0);
        PatchTilesF32.weightsOfEightByTwo(X, places, 0, 7, runs, 0, 1, 8, depth, W, wide, Y, 0, wide);
        PatchTilesF32.weightsOfEightByOne(X, places, 0, 7, runs, 0, 1, 8, depth, W, LANES, Y, 0, LANES);
        PatchTilesF32.weightsOfFourByTwo(X, places, 0, 3, runs, 0, 1, 8, depth, W, wide, Y, 0, wide);
        if (VectorTransposeF32.POSSIBLE) {
            VectorTransposeF32.eight(X, 0, 64, depth, P, 0, LANES);
        }
        PackingF32.add(X, call % 64, Y, 0, depth);
    }

    private static void convolve(
            ConvolutionKernels<float[]> k, boolean ofWeights, ConvolutionShape[] shapes, int call, float[] y) {
        ConvolutionShape shape = shapes[call % shapes.length];
        if (ofWeights) {
            k.convolveWeights(shape, X, W, y);
        } else {
            k.convolve(shape, X, W, null, y);
        }
    }
}
