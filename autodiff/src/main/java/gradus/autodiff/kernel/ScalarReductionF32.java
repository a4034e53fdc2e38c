package gradus.autodiff.kernel;

import java.util.Arrays;

/**
 * Reductions in plain Java. Elements that stand side by side are folded in blocks, whose results are folded in the same way; elements
 * along an outer axis are folded row by row, with the loops over two inputs. A faster implementation replaces the loops over
 * one block.
 */
@SuppressWarnings("cast") // the double version of this file casts double to double
interface ScalarReductionF32 extends ReductionKernels<float[]>, ElementwiseKernels<float[]> {
    /** A block is summed in this many lanes, whatever the machine's own number: element i goes to lane i mod 64. */
    int SUM_LANES = 64;

    /** Side by side elements are folded in blocks of this many: the error of a sum stays small, and cores can share the blocks. */
    int BLOCK = 4096;

    /** So many rows are summed in order; the sums of such runs are summed in the same way. */
    int RUN = 64;

    /** Rows narrower than half of this are summed several side by side. */
    int WIDTH = 128;

    /** Fewer elements are not worth another core. */
    int GRAIN = 1 << 16;

    /** Folds {@code from <= i < to} into one number. */
    interface Fold {
        float of(float[] x, int from, int to);
    }

    /** Folds side by side elements, in blocks. */
    static float inBlocks(float[] x, int start, int length, Fold block, Fold blocks) {
        if (length <= BLOCK) {
            return block.of(x, start, start + length);
        }
        float[] parts = new float[(length - 1) / BLOCK + 1];
        Parallel.ranges(parts.length, GRAIN / BLOCK, (from, to) -> {
            for (int part = from; part < to; part++) {
                int first = part * BLOCK;
                parts[part] = block.of(x, start + first, start + Math.min(length, first + BLOCK));
            }
        });
        return inBlocks(parts, 0, parts.length, blocks, blocks);
    }

    /** Folds each line along the middle axis; {@code fold} sees its elements side by side. */
    static void lines(float[] x, float[] y, int outer, int length, int inner, Fold fold) {
        float[] line = inner == 1 ? x : new float[length];
        for (int i = 0; i < outer * inner; i++) {
            int start = i / inner * length * inner + i % inner;
            gather(x, start, length, inner, line);
            int from = inner == 1 ? start : 0;
            y[i] = fold.of(line, from, from + length);
        }
    }

    /** Copies elements that stand {@code step} apart to the start of {@code line}; those side by side stay where they are. */
    static void gather(float[] x, int start, int length, int step, float[] line) {
        if (step > 1) {
            for (int l = 0; l < length; l++) {
                line[l] = x[start + l * step];
            }
        }
    }

    @Override
    default void sum(float[] x, float[] y, int outer, int length, int inner) {
        if (inner == 1) {
            Parallel.ranges(
                    outer,
                    GRAIN / Math.max(1, length) + 1,
                    (from, to) -> totals(x, from * length, to - from, length, y, from));
            return;
        }
        for (int o = 0; o < outer; o++) {
            sumRows(x, o * length * inner, length, inner, y, o * inner);
        }
    }

    /** The sums of rows that stand one after the other. */
    default void totals(float[] x, int x0, int rows, int length, float[] y, int y0) {
        if (ScalarShortRowsF32.suits(rows, length)) {
            ScalarShortRowsF32.sum(this, x, x0, rows, length, y, y0);
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

    /** The sum of at most a block, in lanes, which are then added in halves: 0 to 32, 1 to 33, ..., then 0 to 16, ... */
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
            float[] sums = new float[beside * inner];
            sumRows(x, x0, wide, sums.length, sums, 0);
            Arrays.fill(y, y0, y0 + inner, 0);
            addRows(sums, 0, beside, inner, y, y0);
            addRows(x, x0 + wide * sums.length, length - wide * beside, inner, y, y0);
        } else if (length > RUN) {
            float[] sums = new float[((length - 1) / RUN + 1) * inner];
            Parallel.ranges(sums.length / inner, GRAIN / (RUN * inner) + 1, (from, to) -> {
                for (int run = from; run < to; run++) {
                    int first = run * RUN;
                    addRows(x, x0 + first * inner, Math.min(RUN, length - first), inner, sums, run * inner);
                }
            });
            sumRows(sums, 0, sums.length / inner, inner, y, y0);
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

    @Override
    default void prod(float[] x, float[] y, int outer, int length, int inner) {
        Arrays.fill(y, 0, outer * inner, 1);
        for (int o = 0; o < outer; o++) {
            if (inner == 1) {
                for (int i = o * length; i < (o + 1) * length; i++) {
                    y[o] *= x[i];
                }
            } else {
                for (int l = 0; l < length; l++) {
                    mul(y, o * inner, 1, x, (o * length + l) * inner, 1, y, o * inner, inner);
                }
            }
        }
    }

    @Override
    default void max(float[] x, float[] y, int outer, int length, int inner) {
        if (inner == 1) {
            Parallel.ranges(
                    outer,
                    GRAIN / Math.max(1, length) + 1,
                    (from, to) -> allLargest(x, from * length, to - from, length, y, from));
            return;
        }
        for (int o = 0; o < outer; o++) {
            System.arraycopy(x, o * length * inner, y, o * inner, inner);
            for (int l = 1; l < length; l++) {
                maximum(y, o * inner, 1, x, (o * length + l) * inner, 1, y, o * inner, inner);
            }
        }
    }

    /** The largest elements of rows that stand one after the other. */
    default void allLargest(float[] x, int x0, int rows, int length, float[] y, int y0) {
        if (ScalarShortRowsF32.suits(rows, length)) {
            ScalarShortRowsF32.max(this, x, x0, rows, length, y, y0);
            return;
        }
        for (int row = 0; row < rows; row++) {
            y[y0 + row] = largest(x, x0 + row * length, length);
        }
    }

    /** The largest of elements that stand side by side; NaN if one is NaN. */
    default float largest(float[] x, int start, int length) {
        return length <= BLOCK
                ? blockMax(x, start, start + length)
                : inBlocks(x, start, length, this::blockMax, this::blockMax);
    }

    /** The largest of at least one element. */
    default float blockMax(float[] x, int from, int to) {
        float largest = x[from];
        for (int i = from + 1; i < to; i++) {
            largest = Math.max(largest, x[i]);
        }
        return largest;
    }

    @Override
    default void min(float[] x, float[] y, int outer, int length, int inner) {
        if (inner == 1) {
            Parallel.ranges(outer, GRAIN / Math.max(1, length) + 1, (from, to) -> {
                for (int row = from; row < to; row++) {
                    y[row] = smallest(x, row * length, length);
                }
            });
            return;
        }
        for (int o = 0; o < outer; o++) {
            System.arraycopy(x, o * length * inner, y, o * inner, inner);
            for (int l = 1; l < length; l++) {
                minimum(y, o * inner, 1, x, (o * length + l) * inner, 1, y, o * inner, inner);
            }
        }
    }

    /** The smallest of elements that stand side by side; NaN if one is NaN. */
    default float smallest(float[] x, int start, int length) {
        return length <= BLOCK
                ? blockMin(x, start, start + length)
                : inBlocks(x, start, length, this::blockMin, this::blockMin);
    }

    /** The smallest of at least one element. */
    default float blockMin(float[] x, int from, int to) {
        float smallest = x[from];
        for (int i = from + 1; i < to; i++) {
            smallest = Math.min(smallest, x[i]);
        }
        return smallest;
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
    default void argMax(float[] x, int[] y, int outer, int length, int inner) {
        places(x, y, outer, length, inner, (line, from, to) -> largest(line, from, to - from));
    }

    @Override
    default void argMin(float[] x, int[] y, int outer, int length, int inner) {
        places(x, y, outer, length, inner, (line, from, to) -> smallest(line, from, to - from));
    }

    private void places(float[] x, int[] y, int outer, int length, int inner, Fold fold) {
        float[] line = inner == 1 ? x : new float[length];
        for (int i = 0; i < outer * inner; i++) {
            int start = i / inner * length * inner + i % inner;
            gather(x, start, length, inner, line);
            int from = inner == 1 ? start : 0;
            y[i] = place(line, from, from + length, fold.of(line, from, from + length)) - from;
        }
    }

    /** Where {@code wanted}, which may be NaN, stands first; {@code to} if it is missing. */
    default int place(float[] x, int from, int to, float wanted) {
        int i = from;
        while (i < to && x[i] != wanted && !(Float.isNaN(wanted) && Float.isNaN(x[i]))) {
            i++;
        }
        return i;
    }

    @Override
    default void cumulativeSum(float[] x, float[] y, int outer, int length, int inner) {
        float[] zero = new float[1];
        for (int o = 0; o < outer; o++) {
            int start = o * length * inner;
            if (inner == 1) {
                float running = 0;
                for (int i = start; i < start + length; i++) {
                    running += x[i];
                    y[i] = running;
                }
            } else {
                for (int row = start; row < start + length * inner; row += inner) {
                    boolean first = row == start;
                    add(first ? zero : y, first ? 0 : row - inner, first ? 0 : 1, x, row, 1, y, row, inner);
                }
            }
        }
    }
}
