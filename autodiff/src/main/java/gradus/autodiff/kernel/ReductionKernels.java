package gradus.autodiff.kernel;

/**
 * Loops along one axis. The input is seen as {@code outer x length x inner} elements; the middle
 * axis is reduced to {@code outer x inner} results, or worked along where the result keeps its
 * length. Length is at least 1, except for {@link #sum}, {@link #prod}, {@link #norm} and {@link
 * #cumulativeSum}.
 *
 * @param <A> the array: {@code float[]} or {@code double[]}
 */
public interface ReductionKernels<A> {
    /** The sum, in a fixed order that does not depend on the machine. */
    void sum(A x, A y, int outer, int length, int inner);

    /** The product, in order. */
    void prod(A x, A y, int outer, int length, int inner);

    /** The largest element; NaN if one is NaN. */
    void max(A x, A y, int outer, int length, int inner);

    /** The smallest element; NaN if one is NaN. */
    void min(A x, A y, int outer, int length, int inner);

    /** The Euclidean norm, scaled so that no square overflows or vanishes. */
    void norm(A x, A y, int outer, int length, int inner);

    /** log of the sum of exponentials, shifted by the largest element. */
    void logSumExp(A x, A y, int outer, int length, int inner);

    /** Where the largest element stands: the first of equals; the first NaN if there is one. */
    void argMax(A x, int[] y, int outer, int length, int inner);

    /** Where the smallest element stands: the first of equals; the first NaN if there is one. */
    void argMin(A x, int[] y, int outer, int length, int inner);

    /** Running sums: each of them that of the elements so far, in the order of {@link LongSums}. */
    void cumulativeSum(A x, A y, int outer, int length, int inner);

    /**
     * The derivatives of products of rows along directions, for rows {@code from <= row < to} of
     * {@code length} elements: {@code x} holds the rows and then each direction. In double for
     * either type.
     */
    void productDerivatives(double[][] x, double[] y, int length, int from, int to);

    /** As {@link #productDerivatives}, of the norms of rows. */
    void normDerivatives(double[][] x, double[] y, int length, int from, int to);

    /** e^(x - logSumExp x). */
    void softmax(A x, A y, int outer, int length, int inner);

    /** x - logSumExp x. */
    void logSoftmax(A x, A y, int outer, int length, int inner);

    /** y[r] = logSumExp(x[r, :]) - x[r, labels[r]], for {@code rows x classes} elements. */
    void crossEntropy(A x, A y, int[] labels, int rows, int classes);

    /**
     * y[r, :] = g[r] p with p = softmax x[r, :], but minus the sum of the others in place of
     * p[labels[r]]; 0 where g[r] or the factor is 0.
     */
    void crossEntropySlope(A x, A g, A y, int[] labels, int rows, int classes);
}
