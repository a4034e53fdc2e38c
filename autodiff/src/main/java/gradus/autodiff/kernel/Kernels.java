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
        extends ArrayKernels<A>,
                ElementwiseKernels<A>,
                SlopeKernels<A>,
                ReductionKernels<A>,
                ProductKernels<A>,
                MovementKernels<A>,
                IndexingKernels<A>,
                OptimiserKernels<A> {}
