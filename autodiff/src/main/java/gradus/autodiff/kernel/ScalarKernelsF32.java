package gradus.autodiff.kernel;

/** The loops in plain Java: they run everywhere, and every other implementation must give their bits. */
public final class ScalarKernelsF32
        implements Kernels<float[]>,
                ScalarArraysF32,
                ScalarElementwiseF32,
                ScalarPairwiseF32,
                ScalarSlopesF32,
                ScalarReductionF32,
                ScalarNormalizingF32,
                ScalarProductF32,
                ScalarMovementF32,
                ScalarIndexingF32,
                ScalarOptimizerF32 {

    /** The loops, which have no state. */
    static final ScalarKernelsF32 PLAIN = new ScalarKernelsF32();

    /** The loops have no state. */
    public ScalarKernelsF32() {}
}
