package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.ElementwiseKernels;
import gradus.autodiff.kernel.threads.Recycler;
import org.jspecify.annotations.Nullable;

/**
 * Many short rows, turned: their first elements stand side by side, then their second ones, ..., so
 * that the long loops over one or two inputs work on all rows at once. The bits are those of
 * working row by row.
 */
final class NarrowRowsF32 {
    /** Rows from this length on are worked on by themselves. */
    private static final int LONG = 32;

    /** Fewer rows, too. */
    private static final int MANY = 32;

    /** As many elements are turned at a time as the first cache holds with ease. */
    private static final int TOGETHER = 4096;

    private static final float[] ZERO = {0};

    private final ElementwiseKernels<float[]> k;
    private final int rows;
    private final int length;

    /** Element {@code i} of row {@code row} stands at {@code i * rows + row}. */
    private float[] turned;

    /** What the exponentials were taken of; before that, null. */
    private float @Nullable [] before;

    /** A copy of rows that stand one after the other. */
    NarrowRowsF32(ElementwiseKernels<float[]> k, float[] x, int x0, int rows, int length) {
        this.k = k;
        this.rows = rows;
        this.length = length;
        this.turned = Recycler.floats(rows * length, false);
        for (int i = 0; i < length; i++) {
            int from = x0 + i;
            for (int to = i * rows; to < (i + 1) * rows; to++, from += length) {
                turned[to] = x[from];
            }
        }
    }

    static boolean suits(int rows, int length) {
        return rows >= MANY && 0 < length && length < LONG;
    }

    /** The sums of rows in the lanes of {@link ReductionF32#blockSum}. */
    static void sum(ElementwiseKernels<float[]> k, float[] x, int x0, int rows, int length, float[] y, int y0) {
        int most = Math.min(rows, TOGETHER / length);
        for (int row = 0; row < rows; row += most) {
            NarrowRowsF32 some = new NarrowRowsF32(k, x, x0 + row * length, Math.min(most, rows - row), length);
            some.fold(some.turned, y, y0 + row);
            some.giveBack();
        }
    }

    static void max(ElementwiseKernels<float[]> k, float[] x, int x0, int rows, int length, float[] y, int y0) {
        int most = Math.min(rows, TOGETHER / length);
        for (int row = 0; row < rows; row += most) {
            NarrowRowsF32 some = new NarrowRowsF32(k, x, x0 + row * length, Math.min(most, rows - row), length);
            some.largest(y, y0 + row);
            some.giveBack();
        }
    }

    /** The largest element of each row. */
    void largest(float[] y, int y0) {
        System.arraycopy(turned, 0, y, y0, rows);
        for (int i = 1; i < length; i++) {
            k.maximum(y, y0, 1, turned, i * rows, 1, y, y0, rows);
        }
    }

    private void fold(float[] terms, float[] y, int y0) {
        for (int half = LONG / 2; half > 0; half /= 2) {
            int above = Math.min(half, length - half);
            if (above > 0) {
                k.add(terms, 0, 1, terms, half * rows, 1, terms, 0, above * rows);
            }
        }
        k.add(terms, 0, 1, ZERO, 0, 0, y, y0, rows);
    }

    /**
     * Puts -infinity, whose exponential is 0, in the place of the first largest element of each
     * row. To look for it in bits, without a branch, is what the compiler makes vectors of.
     */
    void dropFirst(float[] largest) {
        float[] places = Recycler.floats(rows, true);
        for (int i = length - 1; i > 0; i--) {
            int from = i * rows;
            for (int row = 0; row < rows; row++) {
                var difference = // no bits but the sign where both are equal
                        Float.floatToRawIntBits(turned[from + row] - largest[row]) << 1;
                float kept = (difference | -difference) >>> (Float.SIZE - 1);
                places[row] = i + kept * (places[row] - i);
            }
        }
        for (int row = 0; row < rows; row++) {
            int place = turned[row] == largest[row] ? 0 : (int) places[row];
            turned[place * rows + row] = Float.NEGATIVE_INFINITY;
        }
        Recycler.giveBack(places);
    }

    /**
     * From now on each element is e^(element - largest), with one largest element a row: not in
     * place, since vector loops may compute an element twice.
     */
    void exponentials(float[] largest, float[] sums) {
        float[] x = turned;
        before = x;
        turned = Recycler.floats(x.length, false);
        for (int i = 0; i < length; i++) {
            k.expOfDifference(x, i * rows, 1, largest, 0, 1, turned, i * rows, rows);
        }
        System.arraycopy(turned, 0, x, 0, x.length);
        fold(x, sums, 0);
    }

    /** Each element divided by its row's number. */
    void divide(float[] numbers) {
        for (int i = 0; i < length; i++) {
            k.div(turned, i * rows, 1, numbers, 0, 1, turned, i * rows, rows);
        }
    }

    /** Each element times its row's number, where 0 times anything is 0. */
    void chain(float[] numbers, int first) {
        for (int i = 0; i < length; i++) {
            k.chain(turned, i * rows, 1, numbers, first, 1, turned, i * rows, rows);
        }
    }

    /**
     * Probabilities less 1 at the label of each row, which is minus the sum of the others, in
     * order, in double precision: -1 where none of them is known.
     */
    @SuppressWarnings("cast") // the double version of this file casts double to double
    void subtractOneAt(int[] labels, int first) {
        float[] own = Recycler.floats(rows, false);
        for (int row = 0; row < rows; row++) {
            int label = labels[first + row] * rows + row;
            own[row] = turned[label];
            turned[label] = 0;
        }
        double[] others = Recycler.doubles(rows, true);
        for (int i = 0; i < length; i++) {
            int from = i * rows;
            for (int row = 0; row < rows; row++) {
                others[row] += turned[from + row];
            }
        }
        for (int row = 0; row < rows; row++) {
            float sum = (float) others[row];
            turned[labels[first + row] * rows + row] = own[row] == 0 && !(sum > 0) ? -1 : -sum;
        }
        Recycler.giveBack(others);
        Recycler.giveBack(own);
    }

    /** Writes the rows one after the other. */
    void copyTo(float[] y, int y0) {
        for (int i = 0; i < length; i++) {
            int to = y0 + i;
            for (int from = i * rows; from < (i + 1) * rows; from++, to += length) {
                y[to] = turned[from];
            }
        }
    }

    /** These are not needed any more. */
    void giveBack() {
        Recycler.giveBack(turned);
        if (before != null) {
            Recycler.giveBack(before);
        }
    }
}
