package gradus.autodiff.kernel.vector;

import gradus.autodiff.kernel.NormalizationShape;
import gradus.autodiff.kernel.scalar.NormalizationF32;
import gradus.autodiff.kernel.scalar.NormalizationLoopsF32;

/** Normalizations on the Vector API. */
public interface VectorNormalizationF32 extends NormalizationF32 {
    @Override
    default NormalizationLoopsF32 loops(NormalizationShape shape) {
        return WideWarmUp.areReady((long) shape.count() * shape.length(), shape.step() == 1)
                ? WideLoops.WIDE_LOOPS
                : NormalizationLoopsF32.PLAIN;
    }
}
