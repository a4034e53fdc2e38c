package gradus.autodiff.kernel;

/**
 * The contract between operators and machine: few, chunky loops over arrays of one element type. An
 * implementation must give the same bits as every other one, whatever the machine's lanes and
 * threads; only IEEE-exact Java operations and the formulas in {@code math} may be used.
 *
 * <p>Arrays are given with what the loop needs to find its elements and nothing is checked again
 * here: shapes, axes and indices were checked by the operator. A loop may be told to write over an
 * input, element by element, but not beside one.
 *
 * @param <A> the array: {@code float[]} or {@code double[]}
 */
public interface Kernels<A>
        extends ArrayKernels<A>,
                ElementwiseKernels<A>,
                ReductionKernels<A>,
                ProductKernels<A>,
                ConvolutionKernels<A>,
                MovementKernels<A>,
                IndexingKernels<A>,
                NormalizationKernels<A>,
                PoolingKernels<A>,
                OptimizerKernels<A> {}
