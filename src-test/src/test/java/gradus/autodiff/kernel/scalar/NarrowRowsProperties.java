package gradus.autodiff.kernel.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Scope;
import gradus.autodiff.kernel.Kernels;
import gradus.autodiff.kernel.ScalarKernelsF32;
import gradus.autodiff.kernel.ScalarKernelsF64;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Many short rows are worked on together; the bits must be those of each row alone. */
class NarrowRowsProperties {
    private static final double[] SPECIAL = {
        0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-45, Double.MIN_VALUE
    };

    private static final Kernels<float[]> FLOATS = new ScalarKernelsF32();
    private static final Kernels<double[]> DOUBLES = new ScalarKernelsF64();

    /** A kernel that works along the last axis of some rows, of which the first has this number. */
    private interface AlongRows<A> {
        void run(A x, A y, int first, int rows);
    }

    @Property
    void sumsAreThoseOfEachRow(
            @ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 40) int length,
            @ForAll long seed) {
        sums(FLOATS, rows, length, seed);
        sums(DOUBLES, rows, length, seed);
    }

    private static <A> void sums(Kernels<A> k, int rows, int length, long seed) {
        sameAsRowByRow(k, (x, y, _, some) -> k.sum(x, y, some, length, 1), rows, length, 1, seed);
    }

    @Property
    void theLargestAreThoseOfEachRow(
            @ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 40) int length,
            @ForAll long seed) {
        largest(FLOATS, rows, length, seed);
        largest(DOUBLES, rows, length, seed);
    }

    private static <A> void largest(Kernels<A> k, int rows, int length, long seed) {
        sameAsRowByRow(k, (x, y, _, some) -> k.max(x, y, some, length, 1), rows, length, 1, seed);
    }

    @Property
    void softmaxAndItsRelativesAreThoseOfEachRow(
            @ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 40) int length,
            @ForAll long seed) {
        softmax(FLOATS, rows, length, seed);
        softmax(DOUBLES, rows, length, seed);
    }

    private static <A> void softmax(Kernels<A> k, int rows, int length, long seed) {
        sameAsRowByRow(k, (x, y, _, some) -> k.logSumExp(x, y, some, length, 1), rows, length, 1, seed);
        sameAsRowByRow(k, (x, y, _, some) -> k.softmax(x, y, some, length, 1), rows, length, length, seed);
        sameAsRowByRow(k, (x, y, _, some) -> k.logSoftmax(x, y, some, length, 1), rows, length, length, seed);
    }

    @Property
    void theCrossEntropyAndItsSlopeAreThoseOfEachRow(
            @ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 40) int classes,
            @ForAll long seed) {
        crossEntropy(FLOATS, rows, classes, seed);
        crossEntropy(DOUBLES, rows, classes, seed);
    }

    private static <A> void crossEntropy(Kernels<A> k, int rows, int classes, long seed) {
        int[] labels = new Random(seed).ints(rows, 0, classes).toArray();
        double[] g = k.toDoubles(numbers(k, new Random(seed + 1), rows));
        sameAsRowByRow(
                k,
                (x, y, first, some) ->
                        k.crossEntropy(x, y, Arrays.copyOfRange(labels, first, first + some), some, classes),
                rows,
                classes,
                1,
                seed);
        sameAsRowByRow(
                k,
                (x, y, first, some) -> k.crossEntropySlope(
                        x,
                        k.fromDoubles(Arrays.copyOfRange(g, first, first + some)),
                        y,
                        Arrays.copyOfRange(labels, first, first + some),
                        some,
                        classes),
                rows,
                classes,
                classes,
                seed);
    }

    /**
     * Often equal, or nearly, so that rows have several that are the largest, or whose exponentials
     * are rounded to those of the largest.
     */
    private static <A> A numbers(Kernels<A> k, Random random, int count) {
        double nearly = k == FLOATS ? Math.nextDown(2f) : Math.nextDown(2.0);
        double[] x = new double[count];
        for (int i = 0; i < count; i++) {
            x[i] = switch (random.nextInt(50)) {
                case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
                case 1, 2, 3, 4 -> random.nextGaussian() * 1e6;
                case 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 -> random.nextBoolean() ? 2 : nearly;
                default -> random.nextGaussian();
            };
        }
        return k.fromDoubles(x);
    }

    private static <A> void sameAsRowByRow(
            Kernels<A> k, AlongRows<A> kernel, int rows, int length, int resultsOfRow, long seed) {
        A x = numbers(k, new Random(seed), rows * length);
        A together = k.allocate(rows * resultsOfRow);
        kernel.run(x, together, 0, rows);
        double[] all = k.toDoubles(x);
        double[] results = k.toDoubles(together);
        for (int row = 0; row < rows; row++) {
            A alone = k.allocate(resultsOfRow);
            A numbers = k.fromDoubles(Arrays.copyOfRange(all, row * length, (row + 1) * length));
            kernel.run(numbers, alone, row, 1);
            assertThat(Arrays.toString(Arrays.copyOfRange(results, row * resultsOfRow, (row + 1) * resultsOfRow)))
                    .as("row %d of %d, %d long", row, rows, length)
                    .isEqualTo(Arrays.toString(k.toDoubles(alone)));
        }
    }

    /** Also where rows have one element, so that all arrays have one size. */
    @Test
    void arraysInBetweenAreUsedAgainAtOnce() {
        for (int length : new int[] {1, 2, 5, 31}) {
            long ofOne = bytesKept(length, 1);
            assertThat(ofOne).isPositive();
            assertThat(bytesKept(length, 4)).as("%d in a row", length).isEqualTo(ofOne);
        }
    }

    /** What a scope keeps after so many groups of rows of this length. */
    private static long bytesKept(int length, int groups) {
        Scope scope = new Scope();
        int rows = 4096 / length * groups;
        float[] x = new float[rows * length];
        float[] y = new float[rows * length];
        float[] g = new float[rows];
        int[] labels = new int[rows];
        scope.run(() -> {
            FLOATS.softmax(x, y, rows, length, 1);
            FLOATS.logSoftmax(x, y, rows, length, 1);
            FLOATS.logSumExp(x, g, rows, length, 1);
            FLOATS.crossEntropy(x, g, labels, rows, length);
            FLOATS.crossEntropySlope(x, g, y, labels, rows, length);
        });
        return scope.bytes();
    }
}
