package gradus.autodiff.kernel;

/**
 * Softmax and its relatives in plain Java. Everything is relative to the largest element, so that nothing overflows. The sums are
 * those of {@link ScalarReductionF32}.
 */
@SuppressWarnings("cast") // the double version of this file casts double to double
interface ScalarNormalizingF32 extends ScalarReductionF32 {
    /** Works along one line: {@code from <= i < to} of {@code x} and {@code y}. */
    interface Line {
        void run(float[] x, float[] y, int from, int to);
    }

    private static void lines(float[] x, float[] y, int outer, int length, int inner, Line line) {
        if (inner == 1) {
            for (int start = 0; start < outer * length; start += length) {
                line.run(x, y, start, start + length);
            }
            return;
        }
        float[] input = new float[length];
        float[] result = new float[length];
        for (int i = 0; i < outer * inner; i++) {
            int start = i / inner * length * inner + i % inner;
            ScalarReductionF32.gather(x, start, length, inner, input);
            line.run(input, result, 0, length);
            for (int l = 0; l < length; l++) {
                y[start + l * inner] = result[l];
            }
        }
    }

    /** y[y0 + i] = e^(x[i] - largest) for {@code from <= i < to}, y0 counted from {@code from}. */
    default void expOfDifferences(float[] x, int from, int to, float largest, float[] y, int y0) {
        for (int i = from; i < to; i++) {
            y[y0 + i - from] = ElementaryDifferenceF32.expOfDifference(x[i], largest);
        }
    }

    /** log of the sum of e^(x - largest). The largest's own 1 is left to log1p: tiny others still count. */
    default float logExpSum(float[] x, int from, int to, float largest) {
        int first = place(x, from, to, largest);
        float others = to - from <= BLOCK
                ? expSum(x, from, to, largest, first)
                : ScalarReductionF32.inBlocks(
                        x, from, to - from, (_, start, end) -> expSum(x, start, end, largest, first), this::blockSum);
        return ElementaryF32.log1p(others);
    }

    /** The sum of e^(x - largest) over a block, without the element {@code first}. */
    private float expSum(float[] x, int from, int to, float largest, int first) {
        float[] terms = new float[to - from];
        expOfDifferences(x, from, to, largest, terms, 0);
        if (from <= first && first < to) {
            terms[first - from] = 0;
        }
        return blockSum(terms, 0, terms.length);
    }

    @Override
    default void logSumExp(float[] x, float[] y, int outer, int length, int inner) {
        ScalarReductionF32.lines(x, y, outer, length, inner, (line, from, to) -> {
            float largest = largest(line, from, to - from);
            return Float.isInfinite(largest) ? largest : largest + logExpSum(line, from, to, largest);
        });
    }

    @Override
    default void softmax(float[] x, float[] y, int outer, int length, int inner) {
        lines(x, y, outer, length, inner, this::softmax);
    }

    /** Divides by the sum rather than taking e^(x - logSumExp x), so that the results add up to 1 more exactly. */
    private void softmax(float[] x, float[] y, int from, int to) {
        expOfDifferences(x, from, to, largest(x, from, to - from), y, from);
        float[] sum = {total(y, from, to - from)};
        div(y, from, 1, sum, 0, 0, y, from, to - from);
    }

    @Override
    default void logSoftmax(float[] x, float[] y, int outer, int length, int inner) {
        lines(x, y, outer, length, inner, this::logSoftmax);
    }

    /** Subtracting the largest first keeps the small differences that a huge common offset would swallow. */
    private void logSoftmax(float[] x, float[] y, int from, int to) {
        float[] largest = {largest(x, from, to - from)};
        float[] logSum = {logExpSum(x, from, to, largest[0])};
        sub(x, from, 1, largest, 0, 0, y, from, to - from);
        sub(y, from, 1, logSum, 0, 0, y, from, to - from);
    }

    @Override
    default void crossEntropy(float[] x, float[] y, int[] labels, int rows, int classes) {
        for (int row = 0, start = 0; row < rows; row++, start += classes) {
            float largest = largest(x, start, classes);
            y[row] = logExpSum(x, start, start + classes, largest) - (x[start + labels[row]] - largest);
        }
    }

    @Override
    default void crossEntropySlope(float[] x, float[] g, float[] y, int[] labels, int rows, int classes) {
        softmax(x, y, rows, classes, 1);
        for (int row = 0; row < rows; row++) {
            int start = row * classes;
            int label = start + labels[row];
            double others = 0;
            for (int i = start; i < start + classes; i++) {
                others += i == label ? 0 : y[i];
            }
            y[label] = (float) -others;
            float factor = g[row];
            for (int i = start; i < start + classes; i++) {
                y[i] = factor == 0 || y[i] == 0 ? 0 : factor * y[i];
            }
        }
    }
}
