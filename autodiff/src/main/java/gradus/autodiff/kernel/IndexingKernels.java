package gradus.autodiff.kernel;

/**
 * Loops that look elements up by index. The shapes are {@code outer x axis x inner}.
 *
 * @param <A> the array: {@code float[]} or {@code double[]}
 */
public interface IndexingKernels<A> {
    /**
     * y[o, i, :] = x[o, rows[i], :], where x has {@code axis} and y has {@code rows.length}
     * entries.
     */
    void select(A x, A y, int[] rows, int outer, int axis, int inner);

    /**
     * y[o, rows[i], :] += x[o, i, :]; what is added to one place, in the order of {@link LongSums}.
     */
    void addSelected(A x, A y, int[] rows, int outer, int axis, int inner);

    /**
     * y[o, i, j] = x[o, index[o, i, j], j], where x has {@code axis} and y has {@code length}
     * entries.
     */
    void take(A x, A y, int[] index, int outer, int axis, int length, int inner);

    /**
     * y[o, index[o, i, j], j] += x[o, i, j]; what is added to one place, in the order of {@link
     * LongSums}.
     */
    void addTaken(A x, A y, int[] index, int outer, int axis, int length, int inner);
}
