package gradus.autodiff.kernel.scalar;

import static gradus.autodiff.kernel.scalar.FoldsF32.BLOCK;
import static gradus.autodiff.kernel.scalar.FoldsF32.GRAIN;
import static gradus.autodiff.kernel.scalar.FoldsF32.inBlocks;
import static gradus.autodiff.kernel.scalar.FoldsF32.lines;

import gradus.autodiff.kernel.LongSums;
import gradus.autodiff.kernel.threads.Parallel;
import gradus.autodiff.kernel.threads.Recycler;
import java.util.Arrays;

/**
 * Reductions in plain Java. Elements that stand side by side are folded in blocks, whose results
 * are folded in the same way; elements along an outer axis are folded row by row, with the loops
 * over two inputs. A faster implementation replaces the loops over one block.
 */
@SuppressWarnings("cast") // the double version of this file casts double to double
public interface ReductionF32 extends ExtremesF32 {
    /**
     * A block is summed in this many lanes, whatever the machine's own number: element i goes to
     * lane i mod 64.
     */
    int SUM_LANES = 64;

    /** So many rows are summed in order; the sums of such runs are summed in the same way. */
    int RUN = 64;

    /** Rows narrower than half of this are summed several side by side. */
    int WIDTH = 128;

    /** A product of numbers up to this size, and from its inverse on, stays in the range of the type. */
    float MODERATE = 0x1p60f;

    /** More powers of two than any number has. */
    int FAR = 3000;

    @Override
    default void sum(float[] x, float[] y, int outer, int length, int inner) {
        if (inner == 1) {
            Parallel.ranges(
                    outer,
                    GRAIN / Math.max(1, length) + 1,
                    (from, to) -> totals(x, from * length, to - from, length, y, from));
            return;
        }
        Parallel.ranges(outer, GRAIN / Math.max(1, length * inner) + 1, (from, to) -> {
            for (int o = from; o < to; o++) {
                sumRows(x, o * length * inner, length, inner, y, o * inner);
            }
        });
    }

    /** The sums of rows that stand one after the other. */
    default void totals(float[] x, int x0, int rows, int length, float[] y, int y0) {
        if (NarrowRowsF32.suits(rows, length)) {
            NarrowRowsF32.sum(this, x, x0, rows, length, y, y0);
            return;
        }
        for (int row = 0; row < rows; row++) {
            y[y0 + row] = total(x, x0 + row * length, length);
        }
    }

    /** The sum of elements that stand side by side. */
    default float total(float[] x, int start, int length) {
        return length <= BLOCK
                ? blockSum(x, start, start + length)
                : inBlocks(x, start, length, this::blockSum, this::blockSum);
    }

    /**
     * The sum of at most a block, in lanes, which are then added in halves: 0 to 32, 1 to 33, ...,
     * then 0 to 16, ...
     */
    default float blockSum(float[] x, int from, int to) {
        float[] lanes = new float[Math.clamp(to - from, 1, SUM_LANES)];
        int i = from;
        for (; i <= to - SUM_LANES; i += SUM_LANES) {
            for (int lane = 0; lane < SUM_LANES; lane++) {
                lanes[lane] += x[i + lane];
            }
        }
        for (int lane = 0; i < to; i++, lane++) {
            lanes[lane] += x[i];
        }
        return foldLanes(lanes);
    }

    /** Missing lanes are 0, and stay out. */
    static float foldLanes(float[] lanes) {
        for (int half = SUM_LANES / 2; half > 0; half /= 2) {
            for (int lane = 0; lane + half < lanes.length && lane < half; lane++) {
                lanes[lane] += lanes[lane + half];
            }
        }
        return lanes[0];
    }

    private void sumRows(float[] x, int x0, int length, int inner, float[] y, int y0) {
        int beside = WIDTH / inner;
        if (beside > 1 && length >= 2 * beside) {
            int wide = length / beside;
            float[] sums = Recycler.floats(beside * inner, false);
            sumRows(x, x0, wide, sums.length, sums, 0);
            Arrays.fill(y, y0, y0 + inner, 0);
            addRows(sums, 0, beside, inner, y, y0);
            addRows(x, x0 + wide * sums.length, length - wide * beside, inner, y, y0);
            Recycler.giveBack(sums);
        } else if (length > RUN) {
            float[] sums = Recycler.floats(((length - 1) / RUN + 1) * inner, true);
            Parallel.ranges(sums.length / inner, GRAIN / (RUN * inner) + 1, (from, to) -> {
                for (int run = from; run < to; run++) {
                    int first = run * RUN;
                    addRows(x, x0 + first * inner, Math.min(RUN, length - first), inner, sums, run * inner);
                }
            });
            sumRows(sums, 0, sums.length / inner, inner, y, y0);
            Recycler.giveBack(sums);
        } else {
            Arrays.fill(y, y0, y0 + inner, 0);
            addRows(x, x0, length, inner, y, y0);
        }
    }

    private void addRows(float[] x, int x0, int length, int inner, float[] y, int y0) {
        for (int row = 0, start = x0; row < length; row++, start += inner) {
            add(y, y0, 1, x, start, 1, y, y0, inner);
        }
    }

    /** In order, each result with an exponent of its own, so that none overflows or underflows on the way. */
    @Override
    default void prod(float[] x, float[] y, int outer, int length, int inner) {
        Arrays.fill(y, 0, outer * inner, 1);
        long[] exponents = new long[inner];
        for (int o = 0; o < outer; o++) {
            int start = o * inner;
            Arrays.fill(exponents, 0);
            for (int i = o * length * inner; i < (o + 1) * length * inner; i += inner) {
                multiply(x, i, y, start, exponents);
            }
            for (int i = 0; i < inner; i++) {
                if (exponents[i] != 0) {
                    y[start + i] = Math.scalb(y[start + i], Math.clamp(exponents[i], -FAR, FAR));
                }
            }
        }
    }

    /** As long as a product stays moderate it is the plain one; the powers of two that keep it so are exact. */
    private static void multiply(float[] x, int x0, float[] y, int y0, long[] exponents) {
        for (int i = 0; i < exponents.length; i++) {
            float a = y[y0 + i];
            float b = x[x0 + i];
            float product = a * b;
            float size = Math.abs(product);
            if (size > MODERATE || !(size >= 1 / MODERATE)) {
                int exponentA = exponent(a);
                int exponentB = exponent(b);
                product = Math.scalb(a, -exponentA) * Math.scalb(b, -exponentB);
                exponents[i] += exponentA + exponentB;
            }
            y[y0 + i] = product;
        }
    }

    private static int exponent(float x) {
        return x == 0 || !Float.isFinite(x) ? 0 : Math.getExponent(x);
    }

    @Override
    default void norm(float[] x, float[] y, int outer, int length, int inner) {
        lines(x, y, outer, length, inner, this::norm);
    }

    private float norm(float[] x, int from, int to) {
        float largest = from == to ? 0 : Math.max(largest(x, from, to - from), -smallest(x, from, to - from));
        if (largest == 0 || Float.isNaN(largest) || Float.isInfinite(largest)) {
            return largest;
        }
        // A power of two: dividing by it is exact, and no square overflows.
        int exponent = Math.clamp(Math.getExponent(largest), 1 - Float.MAX_EXPONENT, Float.MAX_EXPONENT - 1);
        float scale = Math.scalb(1f, -exponent);
        float squares =
                inBlocks(x, from, to - from, (a, first, end) -> blockSquares(a, first, end, scale), this::blockSum);
        return Math.scalb((float) Math.sqrt(squares), exponent);
    }

    /** The sum of the squares of scaled elements, in lanes as {@link #blockSum}. */
    default float blockSquares(float[] x, int from, int to, float scale) {
        float[] lanes = new float[Math.clamp(to - from, 1, SUM_LANES)];
        int i = from;
        for (; i <= to - SUM_LANES; i += SUM_LANES) {
            for (int lane = 0; lane < SUM_LANES; lane++) {
                float scaled = x[i + lane] * scale;
                lanes[lane] = Math.fma(scaled, scaled, lanes[lane]);
            }
        }
        for (int lane = 0; i < to; i++, lane++) {
            float scaled = x[i] * scale;
            lanes[lane] = Math.fma(scaled, scaled, lanes[lane]);
        }
        return foldLanes(lanes);
    }

    @Override
    default void productDerivatives(double[][] x, double[] y, int length, int from, int to) {
        ProductDerivatives.rows(x, y, length, from, to);
    }

    @Override
    default void normDerivatives(double[][] x, double[] y, int length, int from, int to) {
        NormDerivatives.rows(x, y, length, from, to);
    }

    @Override
    default void cumulativeSum(float[] x, float[] y, int outer, int length, int inner) {
        Parallel.ranges(outer, GRAIN / Math.max(1, length * inner) + 1, (from, to) -> {
            for (int o = from; o < to; o++) {
                accumulate(x, y, o * length * inner, length, inner);
            }
        });
    }

    private void accumulate(float[] x, float[] y, int start, int length, int inner) {
        int left = LongSums.left(length);
        if (left == 0) {
            accumulateBlock(x, y, start, length, inner);
            return;
        }
        int middle = start + left * inner;
        int end = start + length * inner;
        accumulate(x, y, start, left, inner);
        accumulate(x, y, middle, length - left, inner);
        int last = middle - inner;
        if (inner == 1) {
            add(y, last, 0, y, middle, 1, y, middle, length - left);
        } else {
            for (int row = middle; row < end; row += inner) {
                add(y, last, 1, y, row, 1, y, row, inner);
            }
        }
    }

    private void accumulateBlock(float[] x, float[] y, int start, int length, int inner) {
        if (inner == 1) {
            float running = 0;
            for (int i = start; i < start + length; i++) {
                running += x[i];
                y[i] = running;
            }
            return;
        }
        float[] zero = new float[1];
        for (int row = start; row < start + length * inner; row += inner) {
            boolean first = row == start;
            add(first ? zero : y, first ? 0 : row - inner, first ? 0 : 1, x, row, 1, y, row, inner);
        }
    }
}
