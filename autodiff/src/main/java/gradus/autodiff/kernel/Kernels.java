package gradus.autodiff.kernel;

/**
 * The contract between operators and machine: few, chunky loops over arrays of one element type. An implementation must
 * give the same bits as every other one, whatever the machine's lanes and threads; only IEEE-exact Java operations and
 * {@link ScalarF32} or {@link ScalarF64} functions may be used.
 *
 * <p>Arrays are given with what the loop needs to find its elements and nothing is checked again here: shapes, axes and
 * indices were checked by the operator. No loop writes to an input.
 *
 * @param <A> the array: {@code float[]} or {@code double[]}
 */
public interface Kernels<A>
        extends ElementwiseKernels<A>, ReductionKernels<A>, ProductKernels<A>, MovementKernels<A>, IndexingKernels<A> {

    /** The same object as an array of this element type. */
    A cast(Object data);

    /** A new array of {@code size} zeros. */
    A allocate(int size);

    /** The element at {@code index}, widened. */
    double get(A x, int index);

    /** Stores {@code value}, rounded to the element type. */
    void set(A x, int index, double value);

    /** Stores {@code value}, rounded to the element type, at {@code from <= index < to}. */
    void fill(A x, int from, int to, double value);

    /** The same elements as a new array of doubles. */
    double[] toDoubles(A x);

    /** The same elements, rounded to the element type, as a new array. */
    A fromDoubles(double[] x);
}
