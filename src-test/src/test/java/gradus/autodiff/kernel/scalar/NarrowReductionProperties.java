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
class NarrowReductionProperties {
    private static final float[] SPECIAL = {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e-45f
    };

    private final Kernels<float[]> kernels = new ScalarKernelsF32();

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

    private static void sameAsRowByRow(AlongRows kernel, int rows, int length, int resultsOfRow, long seed) {
        Random random = new Random(seed);
        float[] x = new float[rows * length];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextInt(50) == 0
                    ? SPECIAL[random.nextInt(SPECIAL.length)]
                    : (float) random.nextGaussian() * (random.nextInt(10) == 0 ? 1e6f : 1);
        }
        float[] together = new float[rows * resultsOfRow];
        kernel.run(x, together, rows, length, 1);
        float[] alone = new float[resultsOfRow];
        for (int row = 0; row < rows; row++) {
            kernel.run(Arrays.copyOfRange(x, row * length, (row + 1) * length), alone, 1, length, 1);
            assertThat(Arrays.toString(Arrays.copyOfRange(together, row * resultsOfRow, (row + 1) * resultsOfRow)))
                    .as("row %d of %d, %d long", row, rows, length)
                    .isEqualTo(Arrays.toString(alone));
        }
    }
}
