package gradus.autodiff.kernel;

/**
 * The loops on the Vector API, with the bits of {@link ScalarKernelsF32}. A loop that the compiler already turns into vector
 * instructions by itself, or that follows indices and strides, has no twin here: the plain one is inherited.
 */
final class VectorKernelsF32
        implements Kernels<float[]>,
                ScalarArraysF32,
                VectorElementwiseF32,
                VectorFunctionsF32,
                VectorPairwiseF32,
                VectorSlopesF32,
                VectorReductionF32,
                VectorNormalizingF32,
                VectorProductF32,
                ScalarMovementF32,
                ScalarIndexingF32,
                ScalarOptimizerF32 {
    /** The loops, which have no state. */
    static final VectorKernelsF32 VECTOR = new VectorKernelsF32();
}
