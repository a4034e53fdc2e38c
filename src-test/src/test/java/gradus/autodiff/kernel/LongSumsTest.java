package gradus.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.kernel.threads.Parallel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The order of long sums, written once more in the plainest way and compared to the bit: in products, look-ups and
 * running sums.
 */
class LongSumsTest {
    private static final int[] LENGTHS = {1, 511, 512, 513, 1024, 1025, 1536, 1537, 2048, 2600, 5000};

    private final Kernels<float[]> floats = new ScalarKernelsF32();
    private final Kernels<double[]> doubles = new ScalarKernelsF64();

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0",
        "512, 0",
        "513, 512",
        "1024, 512",
        "1025, 1024",
        "1536, 1024",
        "2048, 1024",
        "2049, 2048",
        "1048577, 1048576",
        "2147483647, 1073741824"
    })
    void theLeftHalfIsTheLargestPowerOfTwoOfBlocksThatLeavesSomething(int terms, int left) {
        assertThat(LongSums.left(terms)).isEqualTo(left);
    }

    /** The tree by its definition, over terms {@code from <= i < to}. */
    private static float sum(float[] terms, int from, int to) {
        int left = LongSums.left(to - from);
        float sum = 0;
        if (left > 0) {
            return sum(terms, from, from + left) + sum(terms, from + left, to);
        }
        for (int i = from; i < to; i++) {
            sum += terms[i];
        }
        return sum;
    }

    /** Blocks one after the other, with the joins that follow each, make the same tree. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 512, 513, 1025, 1536, 1537, 2560, 3000, 3584, 3585, 5000})
    void joinsMakeTheTree(int terms) {
        int blocks = LongSums.blocks(terms);
        Deque<String> waiting = new ArrayDeque<>();
        for (int done = 1; done <= blocks; done++) {
            assertThat(waiting).hasSize(Integer.bitCount(done - 1));
            waiting.push("" + (done - 1));
            for (int joins = LongSums.joins(done, blocks); joins > 0; joins--) {
                String right = waiting.pop();
                waiting.push("(" + waiting.pop() + " " + right + ")");
            }
        }
        assertThat(waiting).containsExactly(tree(0, terms));
    }

    private static String tree(int from, int terms) {
        int left = LongSums.left(terms);
        return left == 0
                ? "" + from / LongSums.BLOCK
                : "(" + tree(from, left) + " " + tree(from + left, terms - left) + ")";
    }

    private static float[] draw(int size, int seed) {
        Random random = new Random(seed);
        float[] drawn = new float[size];
        for (int i = 0; i < size; i++) {
            drawn[i] = (float) random.nextGaussian();
        }
        return drawn;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void runningSumsAreTheTreesOfTheirElements(int inner) {
        for (int length : LENGTHS) {
            float[] x = draw(length * inner, length);
            float[] y = new float[length * inner];
            floats.cumulativeSum(x, y, 1, length, inner);
            for (int column = 0; column < inner; column++) {
                float[] line = every(x, column, inner);
                float[] sums = every(y, column, inner);
                for (int i = 0; i < length; i++) {
                    assertThat(sums[i]).as("sum of %d of %d", i + 1, length).isEqualTo(sum(line, 0, i + 1));
                }
            }
        }
    }

    private static float[] every(float[] x, int from, int step) {
        float[] line = new float[x.length / step];
        for (int i = 0; i < line.length; i++) {
            line[i] = x[from + i * step];
        }
        return line;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatIsAddedToAPlaceIsTheTreeOfItsTerms(int inner) {
        int targets = 3;
        for (int length : LENGTHS) {
            float[] x = draw(2 * length * inner, length);
            int[] rows = new Random(length)
                    .ints(length, 0, 2 * targets)
                    .map(i -> Math.min(i, targets - 1))
                    .toArray();
            float[] y = new float[2 * targets * inner];
            floats.addSelected(x, y, rows, 2, targets, inner);
            int[] index = new int[x.length];
            for (int i = 0; i < index.length; i++) {
                index[i] = rows[i / inner % length];
            }
            float[] taken = new float[y.length];
            floats.addTaken(x, taken, index, 2, targets, length, inner);
            assertThat(taken).isEqualTo(y);
            for (int at = 0; at < y.length; at++) {
                int outer = at / (targets * inner);
                int target = at / inner % targets;
                float[] terms = new float[length];
                int count = 0;
                for (int i = 0; i < length; i++) {
                    if (rows[i] == target) {
                        terms[count++] = x[(outer * length + i) * inner + at % inner];
                    }
                }
                assertThat(y[at]).isEqualTo(sum(terms, 0, count));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void productsAreTheTreesOfTheirTermsFromTheirBias(int columns) {
        for (int depth : LENGTHS) {
            float[] a = draw(2 * depth, depth);
            float[] b = draw(depth * columns, depth + 1);
            float[] y = draw(2 * columns, depth + 2);
            float[] bias = draw(columns, depth + 3);
            floats.matmul(a, 0, false, b, 0, false, bias, y, 0, 2, depth, columns);
            for (int at = 0; at < y.length; at++) {
                assertThat(y[at])
                        .isEqualTo(product(
                                a, at / columns * depth, b, at % columns, columns, 0, depth, bias[at % columns]));
            }
        }
    }

    private static float product(float[] a, int a0, float[] b, int b0, int step, int from, int to, float start) {
        int left = LongSums.left(to - from);
        if (left > 0) {
            return product(a, a0, b, b0, step, from, from + left, start)
                    + product(a, a0, b, b0, step, from + left, to, 0);
        }
        float sum = start;
        for (int i = from; i < to; i++) {
            sum = Math.fma(a[a0 + i], b[b0 + i * step], sum);
        }
        return sum;
    }

    /** In double as in float: sums of whole numbers are exact, whatever the order. */
    @ParameterizedTest
    @ValueSource(ints = {512, 513, 3000})
    void doublesTakeTheSameWay(int length) {
        double[] x = new Random(length).ints(length, -9, 10).asDoubleStream().toArray();
        double[] running = new double[length];
        doubles.cumulativeSum(x, running, 1, length, 1);
        double[] placed = new double[1];
        doubles.addSelected(x, placed, new int[length], 1, 1, 1);
        double[] square = new double[1];
        doubles.matmul(x, 0, false, x, 0, true, null, square, 0, 1, length, 1);
        double sum = 0;
        double squares = 0;
        for (double each : x) {
            sum += each;
            squares += each * each;
        }
        assertThat(new double[] {running[length - 1], placed[0], square[0]}).containsExactly(sum, sum, squares);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void theThreadsDoNotMatter(int threads) {
        float[] a = draw(70 * 3000, 1);
        float[] b = draw(3000 * 90, 2);
        float[] expected = new float[70 * 90];
        floats.matmul(a, 0, false, b, 0, false, null, expected, 0, 70, 3000, 90);
        int before = Parallel.threads();
        try {
            Parallel.setThreads(threads);
            float[] y = new float[70 * 90];
            new VectorKernelsF32().matmul(a, 0, false, b, 0, false, null, y, 0, 70, 3000, 90);
            assertThat(y).isEqualTo(expected);
        } finally {
            Parallel.setThreads(before);
        }
    }
}
