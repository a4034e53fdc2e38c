package gradus.autodiff.kernel.scalar;

/** The loops in plain Java, all but the matrix product. */
public class ScalarLoopsF32
        implements ArraysF32,
                ElementwiseF32,
                ReductionF32,
                SoftmaxF32,
                MovementF32,
                IndexingF32,
                NormalizationF32,
                PoolingF32,
                OptimizerF32 {
    /** The loops, which have no state. */
    public static final ScalarLoopsF32 PLAIN = new ScalarLoopsF32();

    /** The loops have no state. */
    public ScalarLoopsF32() {}
}
