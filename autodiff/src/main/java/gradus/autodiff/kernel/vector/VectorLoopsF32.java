package gradus.autodiff.kernel.vector;

import gradus.autodiff.kernel.scalar.ArraysF32;
import gradus.autodiff.kernel.scalar.IndexingF32;
import gradus.autodiff.kernel.scalar.OptimizerF32;
import gradus.autodiff.kernel.scalar.PoolingF32;
import gradus.autodiff.kernel.scalar.SoftmaxF32;

/**
 * The loops on the Vector API, all but the matrix product. A loop that the compiler already turns
 * into vector instructions by itself, or that follows indices and strides, has no twin here: the
 * plain one is inherited.
 */
public class VectorLoopsF32
        implements ArraysF32,
                VectorElementwiseF32,
                VectorReductionF32,
                SoftmaxF32,
                VectorMovementF32,
                IndexingF32,
                VectorNormalizationF32,
                PoolingF32,
                OptimizerF32 {
    /** The loops, which have no state. */
    static final VectorLoopsF32 VECTOR = new VectorLoopsF32();

    /** The loops have no state. */
    protected VectorLoopsF32() {}
}
