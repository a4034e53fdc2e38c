package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.LongSums;

/**
 * Sums of elements that belong to the same target, which each element names by an index: each sum
 * by itself in the order of {@link LongSums}.
 *
 * @param ends where the group of each target ends in {@code order}; it begins where the one before
 *     ends
 * @param order the numbers of the elements, those of one target side by side, in ascending order
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call; never compared
record GroupedSumsF32(int[] ends, int[] order) {

    /** Groups so many elements by {@code index}, which is read from {@code from} on, in steps. */
    static GroupedSumsF32 by(int[] index, int from, int step, int count, int targets) {
        int[] ends = new int[targets];
        for (int i = 0; i < count; i++) {
            ends[index[from + i * step]]++;
        }
        for (int target = 1; target < targets; target++) {
            ends[target] += ends[target - 1];
        }
        int[] order = new int[count];
        int[] next = ends.clone();
        for (int i = count - 1; i >= 0; i--) {
            order[--next[index[from + i * step]]] = i;
        }
        return new GroupedSumsF32(ends, order);
    }

    /**
     * Adds to {@code y} the elements of each target: element i is {@code width} numbers from {@code
     * x0 + i * xStep} on, target t as many from {@code y0 + t * yStep} on.
     */
    void add(float[] x, int x0, int xStep, int width, float[] y, int y0, int yStep) {
        for (int target = 0, from = 0; target < ends.length; target++) {
            add(x, x0, xStep, width, from, ends[target], y, y0 + target * yStep);
            from = ends[target];
        }
    }

    private void add(float[] x, int x0, int xStep, int width, int from, int to, float[] y, int y0) {
        int left = LongSums.left(to - from);
        if (left == 0) {
            for (int i = from; i < to; i++) {
                addRow(x, x0 + order[i] * xStep, width, y, y0);
            }
        } else {
            add(x, x0, xStep, width, from, from + left, y, y0);
            float[] others = new float[width];
            add(x, x0, xStep, width, from + left, to, others, 0);
            addRow(others, 0, width, y, y0);
        }
    }

    private static void addRow(float[] x, int x0, int width, float[] y, int y0) {
        for (int i = 0; i < width; i++) {
            y[y0 + i] += x[x0 + i];
        }
    }
}
