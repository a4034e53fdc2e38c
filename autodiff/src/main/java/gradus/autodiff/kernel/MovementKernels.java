package gradus.autodiff.kernel;

/**
 * Moving elements, and choosing between them.
 *
 * @param <A> the array: {@code float[]} or {@code double[]}
 */
public interface MovementKernels<A> {
    /**
     * Copies a block of {@code dims} elements: element {@code i} comes from {@code x0 + sum(i[k]
     * xStrides[k])} and goes to {@code y0 + sum(i[k] yStrides[k])}. Strides may be 0 (for {@code
     * x}: repeat) or negative.
     */
    void copy(A x, int x0, int[] xStrides, A y, int y0, int[] yStrides, int[] dims);

    /**
     * y = a where the mask holds, otherwise b; the mask is read along with y, and a and b as by
     * {@link ElementwiseKernels}.
     */
    void where(boolean[] mask, A a, int a0, int da, A b, int b0, int db, A y, int y0, int n);
}
