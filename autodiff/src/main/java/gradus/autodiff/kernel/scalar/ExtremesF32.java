package gradus.autodiff.kernel.scalar;

import static gradus.autodiff.kernel.scalar.FoldsF32.BLOCK;
import static gradus.autodiff.kernel.scalar.FoldsF32.GRAIN;
import static gradus.autodiff.kernel.scalar.FoldsF32.gather;
import static gradus.autodiff.kernel.scalar.FoldsF32.inBlocks;

import gradus.autodiff.kernel.ElementwiseKernels;
import gradus.autodiff.kernel.ReductionKernels;
import gradus.autodiff.kernel.scalar.FoldsF32.Fold;
import gradus.autodiff.kernel.threads.Parallel;

/**
 * The largest and smallest elements, and where they are, in plain Java. A faster implementation
 * replaces the loops over one block.
 */
interface ExtremesF32 extends ReductionKernels<float[]>, ElementwiseKernels<float[]> {
    @Override
    default void max(float[] x, float[] y, int outer, int length, int inner) {
        if (inner == 1) {
            Parallel.ranges(
                    outer,
                    GRAIN / Math.max(1, length) + 1,
                    (from, to) -> allLargest(x, from * length, to - from, length, y, from));
            return;
        }
        columns(outer, length, inner, (x0, y0, n) -> {
            System.arraycopy(x, x0, y, y0, n);
            for (int l = 1; l < length; l++) {
                maximum(y, y0, 1, x, x0 + l * inner, 1, y, y0, n);
            }
        });
    }

    /** Some results side by side, and where the first elements stand that they are made of. */
    interface Columns {
        void run(int x0, int y0, int n);
    }

    /** Works on all results along a middle axis, in parts of a row. */
    private static void columns(int outer, int length, int inner, Columns work) {
        Parallel.ranges(outer * inner, GRAIN / Math.max(1, length) + 1, (from, to) -> {
            for (int i = from; i < to; ) {
                int end = Math.min(to, (i / inner + 1) * inner);
                work.run(i / inner * length * inner + i % inner, i, end - i);
                i = end;
            }
        });
    }

    /** The largest elements of rows that stand one after the other. */
    default void allLargest(float[] x, int x0, int rows, int length, float[] y, int y0) {
        if (NarrowRowsF32.suits(rows, length)) {
            NarrowRowsF32.max(this, x, x0, rows, length, y, y0);
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
        columns(outer, length, inner, (x0, y0, n) -> {
            System.arraycopy(x, x0, y, y0, n);
            for (int l = 1; l < length; l++) {
                minimum(y, y0, 1, x, x0 + l * inner, 1, y, y0, n);
            }
        });
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
}
