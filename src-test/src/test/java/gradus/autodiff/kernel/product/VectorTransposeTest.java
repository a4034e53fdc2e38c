package gradus.autodiff.kernel.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Eight and four columns become rows; nothing else is written, and nothing outside of them is read.
 */
class VectorTransposeTest {
    private static final float CANARY = -77;

    /** Columns that fill their array from the first to the last number. */
    private static float[] columns(int count, int columnStep, int steps) {
        float[] x = new float[(count - 1) * columnStep + steps];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        return x;
    }

    /** What is to stand in the rows {@code from <= step < to}, among canaries. */
    private static float[] rows(int count, int columnStep, int from, int to, int p0, int packedStep, int size) {
        float[] rows = canaries(size);
        for (int step = from; step < to; step++) {
            for (int column = 0; column < count; column++) {
                rows[p0 + step * packedStep + column] = column * columnStep + step;
            }
        }
        return rows;
    }

    private static float[] canaries(int size) {
        float[] canaries = new float[size];
        Arrays.fill(canaries, CANARY);
        return canaries;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 31, 64})
    void eightColumns(int steps) {
        assumeTrue(VectorTransposeF32.POSSIBLE, "vectors hold fewer than eight numbers here");
        for (int columnStep : new int[] {steps, steps + 3}) {
            for (int packedStep : new int[] {8, 13}) {
                float[] packed = canaries(5 + steps * packedStep + 9);
                int done = VectorTransposeF32.eight(
                        columns(8, columnStep, steps), 0, columnStep, steps, packed, 5, packedStep);
                assertThat(done).isEqualTo(steps - steps % 8);
                assertThat(packed).containsExactly(rows(8, columnStep, 0, done, 5, packedStep, packed.length));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 8})
    void fourColumns(int steps) {
        int columnStep = steps + 2;
        int from = steps / 2;
        float[] packed = canaries(3 + steps * 6 + 4);
        VectorTransposeF32.four(columns(4, columnStep, steps), 0, columnStep, 3, from, steps, packed, 3, 6);
        assertThat(packed).containsExactly(rows(4, columnStep, from, steps, 3, 6, packed.length));
    }

    /**
     * The last column stands for those that are missing: their rows are there, but not their
     * numbers.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void fewerThanFourColumns(int last) {
        float[] x = columns(last + 1, 10, 7);
        float[] packed = canaries(7 * 4);
        VectorTransposeF32.four(x, 0, 10, last, 0, 7, packed, 0, 4);
        for (int i = 0; i < packed.length; i++) {
            assertThat(packed[i]).isEqualTo(Math.min(i % 4, last) * 10 + i / 4);
        }
    }
}
