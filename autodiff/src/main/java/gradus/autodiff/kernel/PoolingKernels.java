package gradus.autodiff.kernel;

/**
 * Loops over windows, for the images {@code from <= image < to} of an array, each by itself.
 *
 * @param <A> the array: {@code float[]} or {@code double[]}
 */
public interface PoolingKernels<A> {
    /** y = the largest element of each window, NaN if one is NaN. Windows hold no padding. */
    void maxPool(A x, A y, Windows windows, int from, int to);

    /**
     * Where the largest element of each window stands in its image: the first of equals in row-major
     * order, the first NaN if there is one.
     *
     * @param y what {@link #maxPool} gave
     */
    void largestPlaces(A x, A y, int[] places, Windows windows, int from, int to);

    /** y[i, o] = x[i, places[i, o]], where an image of x has {@code elements} and one of y {@code count}. */
    void pick(A x, A y, int[] places, int elements, int count, int from, int to);

    /** y[i, places[i, o]] += x[i, o] in the order of o, where an image of y has {@code elements}. */
    void unpool(A x, A y, int[] places, int elements, int count, int from, int to);

    /**
     * y[i, k, o] = what place k of window o reads, 0 for padding: an image becomes one row for each
     * place in a window. All windows have one size.
     */
    void unfold(A x, A y, Windows windows, int from, int to);

    /** The transpose of {@link #unfold}: y[i, the element] += x[i, k, o], in the order of k, then o. */
    void fold(A x, A y, Windows windows, int from, int to);

    /**
     * y[i, o, j] = the sum of weights[t] x[i, places[t], j] over {@code ends[o - 1] <= t < ends[o]}, in
     * that order, where x has {@code length x inner} elements for each i.
     */
    void resample(A x, A y, int[] ends, int[] places, double[] weights, int length, int inner, int from, int to);
}
