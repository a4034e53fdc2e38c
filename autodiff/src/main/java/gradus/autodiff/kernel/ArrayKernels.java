package gradus.autodiff.kernel;

/**
 * Arrays of one element type: making, reading and converting them.
 *
 * @param <A> the array: {@code float[]} or {@code double[]}
 */
public interface ArrayKernels<A> {
    /** The same object as an array of this element type. */
    A cast(Object data);

    /**
     * An array of {@code size} zeros that nobody else sees: a new one, or one from the {@link
     * Recycler} that the caller runs under.
     */
    A allocate(int size);

    /** As {@link #allocate}, but the elements may be anything: for a loop that writes every one. */
    A reserve(int size);

    /** Takes back an array of here that nobody needs any more: of one size in the reverse order. */
    void giveBack(A array);

    /** The same elements in an array of their own. */
    A duplicate(A x);

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
