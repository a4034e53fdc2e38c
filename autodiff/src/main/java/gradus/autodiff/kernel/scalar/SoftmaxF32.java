package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.threads.Parallel;
import gradus.autodiff.kernel.threads.Recycler;
import java.util.Arrays;

/**
 * Softmax and its relatives in plain Java. Everything is relative to the largest element of a row,
 * so that nothing overflows. Short rows are worked on many at a time, so that the loops over their
 * elements are long. The sums are those of {@link ReductionF32}.
 */
@SuppressWarnings("cast") // the double version of this file casts double to double
public interface SoftmaxF32 extends ReductionF32 {
    /** Works on rows that stand one after the other, from {@code x0} and {@code y0} on. */
    interface Rows {
        void run(float[] x, int x0, float[] y, int y0, int rows, int length);
    }

    /** A part of the rows of a matrix. */
    interface Group {
        void run(int row, int rows);
    }

    private static void groups(int rows, int length, Group group) {
        int together = Math.max(1, FoldsF32.BLOCK / Math.max(1, length));
        int grain = Math.max(1, Parallel.GRAIN / 2 / Math.max(1, together * length));
        Parallel.ranges(Math.ceilDiv(rows, together), grain, (from, to) -> {
            for (int row = from * together; row < Math.min(rows, to * together); row += together) {
                group.run(row, Math.min(together, rows - row));
            }
        });
    }

    private static void alongAxis(float[] x, float[] y, int outer, int length, int inner, Rows work) {
        if (inner == 1) {
            groups(outer, length, (row, rows) -> work.run(x, row * length, y, row * length, rows, length));
            return;
        }
        groups(outer * inner, length, (line, lines) -> {
            float[] rows = Recycler.floats(lines * length, false);
            for (int i = 0; i < lines; i++) {
                int start = (line + i) / inner * length * inner + (line + i) % inner;
                for (int l = 0; l < length; l++) {
                    rows[i * length + l] = x[start + l * inner];
                }
            }
            float[] results = Recycler.floats(rows.length, false);
            work.run(rows, 0, results, 0, lines, length);
            for (int i = 0; i < lines; i++) {
                int start = (line + i) / inner * length * inner + (line + i) % inner;
                for (int l = 0; l < length; l++) {
                    y[start + l * inner] = results[i * length + l];
                }
            }
            Recycler.giveBack(results);
            Recycler.giveBack(rows);
        });
    }

    /** Fills {@code y} with one number a row, for each element of the row. */
    private static float[] repeat(float[] numbers, int first, int rows, int length, float[] y) {
        for (int row = 0; row < rows; row++) {
            Arrays.fill(y, row * length, (row + 1) * length, numbers[first + row]);
        }
        return y;
    }

    /**
     * log of the sum of e^(x - largest) of each row, whose largest elements are noted. The
     * largest's own 1 is left to log1p: tiny others still count.
     */
    private float[] logExpSums(float[] x, int x0, int rows, int length, float[] largest) {
        float[] logs = Recycler.floats(rows, false);
        float[] others = Recycler.floats(rows, false);
        if (NarrowRowsF32.suits(rows, length)) {
            NarrowRowsF32 narrow = new NarrowRowsF32(this, x, x0, rows, length);
            narrow.largest(largest, 0);
            narrow.dropFirst(largest);
            narrow.exponentials(largest, others);
            narrow.giveBack();
        } else {
            otherExpSums(x, x0, rows, length, largest, others);
        }
        log1p(others, logs, 0, rows);
        Recycler.giveBack(others);
        return logs;
    }

    private void otherExpSums(float[] x, int x0, int rows, int length, float[] largest, float[] others) {
        allLargest(x, x0, rows, length, largest, 0);
        float[] terms = Recycler.floats(rows * length, false);
        float[] each = repeat(largest, 0, rows, length, Recycler.floats(terms.length, false));
        expOfDifference(x, x0, 1, each, 0, 1, terms, 0, terms.length);
        for (int row = 0; row < rows; row++) {
            int start = x0 + row * length;
            terms[place(x, start, start + length, largest[row]) - x0] = 0;
        }
        totals(terms, 0, rows, length, others, 0);
        Recycler.giveBack(each);
        Recycler.giveBack(terms);
    }

    @Override
    default void logSumExp(float[] x, float[] y, int outer, int length, int inner) {
        if (inner == 1) {
            groups(outer, length, (row, rows) -> logSumExp(x, row * length, y, row, rows, length));
            return;
        }
        FoldsF32.lines(x, y, outer, length, inner, (line, from, to) -> {
            float[] result = new float[1];
            logSumExp(line, from, result, 0, 1, to - from);
            return result[0];
        });
    }

    private void logSumExp(float[] x, int x0, float[] y, int y0, int rows, int length) {
        float[] largest = Recycler.floats(rows, false);
        float[] logs = logExpSums(x, x0, rows, length, largest);
        for (int row = 0; row < rows; row++) {
            y[y0 + row] = Float.isInfinite(largest[row]) ? largest[row] : largest[row] + logs[row];
        }
        Recycler.giveBack(logs);
        Recycler.giveBack(largest);
    }

    @Override
    default void softmax(float[] x, float[] y, int outer, int length, int inner) {
        alongAxis(x, y, outer, length, inner, this::softmax);
    }

    private void softmax(float[] x, int x0, float[] y, int y0, int rows, int length) {
        float[] largest = Recycler.floats(rows, false);
        float[] sums = Recycler.floats(rows, false);
        if (NarrowRowsF32.suits(rows, length)) {
            NarrowRowsF32 narrow = probabilities(x, x0, rows, length, largest, sums);
            narrow.copyTo(y, y0);
            narrow.giveBack();
        } else {
            quotients(x, x0, y, y0, rows, length, largest, sums);
        }
        limits(x, x0, y, y0, length, largest, 0);
        Recycler.giveBack(sums);
        Recycler.giveBack(largest);
    }

    /**
     * Divides by the sum rather than taking e^(x - logSumExp x), so that the results add up to 1
     * more exactly.
     */
    private void quotients(float[] x, int x0, float[] y, int y0, int rows, int length, float[] largest, float[] sums) {
        float[] each = Recycler.floats(rows * length, false);
        allLargest(x, x0, rows, length, largest, 0);
        repeat(largest, 0, rows, length, each);
        expOfDifference(x, x0, 1, each, 0, 1, y, y0, rows * length);
        totals(y, y0, rows, length, sums, 0);
        div(y, y0, 1, repeat(sums, 0, rows, length, each), 0, 1, y, y0, rows * length);
        Recycler.giveBack(each);
    }

    /**
     * The softmax of narrow rows, but for those whose largest element is infinite. The largest
     * elements and the sums are noted.
     */
    private NarrowRowsF32 probabilities(float[] x, int x0, int rows, int length, float[] largest, float[] sums) {
        NarrowRowsF32 narrow = new NarrowRowsF32(this, x, x0, rows, length);
        narrow.largest(largest, 0);
        narrow.exponentials(largest, sums);
        narrow.divide(sums);
        return narrow;
    }

    /**
     * Rows whose largest element is infinite: beside infinity a finite element has probability 0,
     * and of -infinities alone each has, so {@code none} is its result; how infinities share is not
     * a number.
     */
    private static void limits(float[] x, int x0, float[] y, int y0, int length, float[] largest, float none) {
        for (int row = 0; row < largest.length; row++) {
            if (Float.isInfinite(largest[row])) {
                for (int i = row * length; i < (row + 1) * length; i++) {
                    y[y0 + i] = limit(x[x0 + i], none);
                }
            }
        }
    }

    private static float limit(float x, float none) {
        return x == Float.POSITIVE_INFINITY ? Float.NaN : none;
    }

    @Override
    default void logSoftmax(float[] x, float[] y, int outer, int length, int inner) {
        alongAxis(x, y, outer, length, inner, this::logSoftmax);
    }

    /**
     * Subtracting the largest first keeps the small differences that a huge common offset would
     * swallow.
     */
    private void logSoftmax(float[] x, int x0, float[] y, int y0, int rows, int length) {
        float[] largest = Recycler.floats(rows, false);
        float[] logs = logExpSums(x, x0, rows, length, largest);
        float[] each = Recycler.floats(rows * length, false);
        sub(x, x0, 1, repeat(largest, 0, rows, length, each), 0, 1, y, y0, each.length);
        sub(y, y0, 1, repeat(logs, 0, rows, length, each), 0, 1, y, y0, each.length);
        limits(x, x0, y, y0, length, largest, Float.NEGATIVE_INFINITY);
        Recycler.giveBack(each);
        Recycler.giveBack(logs);
        Recycler.giveBack(largest);
    }

    @Override
    default void crossEntropy(float[] x, float[] y, int[] labels, int rows, int classes) {
        groups(rows, classes, (first, some) -> {
            float[] largest = Recycler.floats(some, false);
            float[] logs = logExpSums(x, first * classes, some, classes, largest);
            for (int i = 0; i < some; i++) {
                int row = first + i;
                float logit = x[row * classes + labels[row]];
                y[row] = Float.isInfinite(largest[i])
                        ? limit(logit, Float.POSITIVE_INFINITY)
                        : logs[i] - (logit - largest[i]);
            }
            Recycler.giveBack(logs);
            Recycler.giveBack(largest);
        });
    }

    @Override
    default void crossEntropySlope(float[] x, float[] g, float[] y, int[] labels, int rows, int classes) {
        groups(rows, classes, (first, some) -> {
            if (NarrowRowsF32.suits(some, classes)) {
                narrowSlopes(x, g, y, labels, first, some, classes);
            } else {
                slopes(x, g, y, labels, first, some, classes);
            }
        });
    }

    private void narrowSlopes(float[] x, float[] g, float[] y, int[] labels, int first, int rows, int classes) {
        float[] largest = Recycler.floats(rows, false);
        float[] sums = Recycler.floats(rows, false);
        NarrowRowsF32 narrow = probabilities(x, first * classes, rows, classes, largest, sums);
        narrow.subtractOneAt(labels, first);
        narrow.chain(g, first);
        narrow.copyTo(y, first * classes);
        narrow.giveBack();
        Recycler.giveBack(sums);
        for (int i = 0; i < rows; i++) {
            if (Float.isInfinite(largest[i])) {
                slopes(x, g, y, labels, first + i, 1, classes);
            }
        }
        Recycler.giveBack(largest);
    }

    private void slopes(float[] x, float[] g, float[] y, int[] labels, int first, int rows, int classes) {
        int start = first * classes;
        softmax(x, start, y, start, rows, classes);
        for (int row = first; row < first + rows; row++) {
            int label = row * classes + labels[row];
            float others = others(y, row * classes, classes, label);
            y[label] = y[label] == 0 && !(others > 0) ? -1 : limit(x[label], -others);
        }
        float[] each = Recycler.floats(rows * classes, false);
        chain(y, start, 1, repeat(g, first, rows, classes, each), 0, 1, y, start, each.length);
        Recycler.giveBack(each);
    }

    /** The sum of a row but for one element, in order, in double precision. */
    private static float others(float[] y, int start, int length, int without) {
        double others = 0;
        for (int i = start; i < start + length; i++) {
            others += i == without ? 0 : y[i];
        }
        return (float) others;
    }
}
