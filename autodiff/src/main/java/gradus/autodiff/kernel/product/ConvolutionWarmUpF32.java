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

/** Whether the vector convolutions are ready: they practice their innermost loops, and race. */
final class ConvolutionWarmUpF32 {
    /** So many multiplications count as one element. */
    private static final int WORK_OF_AN_ELEMENT = 8;

    /** Calls with fewer numbers are in practice. */
    private static final int LEAST_OF_A_RACE = 96;

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

    /** Convolutions that need all loops. */
    private static final Sizes[] SIZES = {
        new Sizes(2 * LANES, 8, 3),
        new Sizes(LANES / 2, 8, 3),
        new Sizes(2 * LANES, 1, 3),
        new Sizes(LANES, 4, 5),
        new Sizes(LANES, 2 * LANES + 1, 3)
    };

    /** Those in practice are small: plain convolutions are large beside other loops. */
    private static final ConvolutionShape[] SMALL = shapes(1, 1);

    private static final ConvolutionShape[] LARGE = shapes(16, 8);

    private record Sizes(int width, int outputs, int window) {
        ConvolutionShape shape(int channels, int lines) {
            Along across = new Along(lines, 1, lines / 2, lines, 1, 1, lines);
            Along along = new Along(width, 1, window / 2, window, 1, 1, width);
            return new ConvolutionShape(1, 1, channels, outputs, Lists.immutable.with(across, along));
        }
    }

    private static ConvolutionShape[] shapes(int channels, int lines) {
        return Arrays.stream(SIZES).map(sizes -> sizes.shape(channels, lines)).toArray(ConvolutionShape[]::new);
    }

    private static final WarmUpF32 LOOPS = new WarmUpF32(
            "convolution",
            () -> RaceF32.of(
                    (_, _, n, call) -> practice(Math.min(n, 26), call),
                    (_, y, n, call) -> convolve(VECTOR, n, call, y),
                    (_, y, n, call) -> convolve(PLAIN, n, call, y),
                    SIZE));

    private ConvolutionWarmUpF32() {}

    /** For so many multiplications. */
    static boolean isReady(long work) {
        return LOOPS.isReady(work / WORK_OF_AN_ELEMENT);
    }

    private static void practice(int depth, int call) {
        int[] places = new int[Math.max(8, depth)];
        int[] runs = new int[depth + 1];
        for (int i = 0; i < depth; i++) {
            places[i] = i * 3;
            runs[i] = i * LANES;
        }
        MatmulWarmUpF32.practice(depth, call);
        int wide = 2 * LANES;
        PatchTilesF32.eightByTwo(W, 0, 32, 7, X, call % 64, LANES, places, 0, depth, START, Y, 0, LANES, wide);
        PatchTilesF32.fourByTwo(W, 0, 32, 3, X, call % 64, LANES, places, 0, depth, START, Y, 0, LANES, wide);
        PatchTilesF32.oneByEight(W, 0, X, AT, places, 0, depth, 0, Y, TO);
        PatchTilesF32.weightsOfGroups(X, places, 0, 7, runs, 0, 8, depth, W, 0, Y, 0);
        PatchTilesF32.weightsOfEightByTwo(X, places, 0, 7, runs, 0, 1, 8, depth, W, wide, Y, 0, wide);
        PatchTilesF32.weightsOfEightByOne(X, places, 0, 7, runs, 0, 1, 8, depth, W, LANES, Y, 0, LANES);
        PatchTilesF32.weightsOfFourByTwo(X, places, 0, 3, runs, 0, 1, 8, depth, W, wide, Y, 0, wide);
        PatchPackingF32.copy(X, call % 64, places, P, 0, LANES);
        PatchPackingF32.copy(X, call % 64, places, P, 0, LANES / 2, PatchPackingF32.mask(call % LANES));
    }

    private static void convolve(ConvolutionKernels<float[]> k, int n, int call, float[] y) {
        ConvolutionShape[] shapes = n < LEAST_OF_A_RACE ? SMALL : LARGE;
        ConvolutionShape shape = shapes[call % shapes.length];
        if (n % 2 == 0) { // both are compared: one would write over the other's results
            k.convolve(shape, X, W, null, y);
        } else {
            k.convolveWeights(shape, X, W, y);
        }
    }
}
