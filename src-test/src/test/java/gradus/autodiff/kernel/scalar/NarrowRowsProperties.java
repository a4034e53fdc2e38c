package gradus.autodiff.kernel.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.kernel.Kernels;
import gradus.autodiff.kernel.ScalarKernelsF32;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Many short rows are worked on together; the bits must be those of each row alone. */
class NarrowRowsProperties {
    private static final float[] SPECIAL = {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e-45f
    };

    /** Their exponentials, relative to the largest, are rounded to 1. */
    private static final float[] NEARLY_TWO = {2, Math.nextDown(2f), Math.nextDown(Math.nextDown(2f))};

    private final Kernels<float[]> kernels = new ScalarKernelsF32();

    /** The row that is worked on by itself. */
    private int alone;

    /** A kernel that works along the last axis. */
    private interface AlongRows {
        void run(float[] x, float[] y, int outer, int length, int inner);
    }

    @Property
    void sumsAreThoseOfEachRow(
            @ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 40) int length,
            @ForAll long seed) {
        sameAsRowByRow(kernels::sum, rows, length, 1, seed);
    }

    @Property
    void theLargestAreThoseOfEachRow(
            @ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 40) int length,
            @ForAll long seed) {
        sameAsRowByRow(kernels::max, rows, length, 1, seed);
    }

    @Property
    void softmaxAndItsRelativesAreThoseOfEachRow(
            @ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 40) int length,
            @ForAll long seed) {
        sameAsRowByRow(kernels::logSumExp, rows, length, 1, seed);
        sameAsRowByRow(kernels::softmax, rows, length, length, seed);
        sameAsRowByRow(kernels::logSoftmax, rows, length, length, seed);
    }

    @Property
    void theCrossEntropyAndItsSlopeAreThoseOfEachRow(
            @ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 40) int classes,
            @ForAll long seed) {
        int[] labels = new Random(seed).ints(rows, 0, classes).toArray();
        float[] g = numbers(new Random(seed + 1), rows);
        sameAsRowByRow(
                (x, y, outer, length, _) -> kernels.crossEntropy(x, y, rowOf(labels, outer), outer, length),
                rows,
                classes,
                1,
                seed);
        sameAsRowByRow(
                (x, y, outer, length, _) ->
                        kernels.crossEntropySlope(x, rowOf(g, outer), y, rowOf(labels, outer), outer, length),
                rows,
                classes,
                classes,
                seed);
    }

    /** Of all rows together all labels, of a row alone its own. */
    private int[] rowOf(int[] labels, int rows) {
        return rows == labels.length ? labels : new int[] {labels[alone]};
    }

    private float[] rowOf(float[] g, int rows) {
        return rows == g.length ? g : new float[] {g[alone]};
    }

    /** Often equal, or nearly, so that rows have several that are the largest, or could be. */
    private static float[] numbers(Random random, int count) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = switch (random.nextInt(50)) {
                case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
                case 1, 2, 3, 4 -> (float) random.nextGaussian() * 1e6f;
                case 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 -> NEARLY_TWO[random.nextInt(NEARLY_TWO.length)];
                default -> (float) random.nextGaussian();
            };
        }
        return x;
    }

    private void sameAsRowByRow(AlongRows kernel, int rows, int length, int resultsOfRow, long seed) {
        float[] x = numbers(new Random(seed), rows * length);
        float[] together = new float[rows * resultsOfRow];
        kernel.run(x, together, rows, length, 1);
        float[] alone = new float[resultsOfRow];
        for (int row = 0; row < rows; row++) {
            this.alone = row;
            kernel.run(Arrays.copyOfRange(x, row * length, (row + 1) * length), alone, 1, length, 1);
            assertThat(Arrays.toString(Arrays.copyOfRange(together, row * resultsOfRow, (row + 1) * resultsOfRow)))
                    .as("row %d of %d, %d long", row, rows, length)
                    .isEqualTo(Arrays.toString(alone));
        }
    }
}
