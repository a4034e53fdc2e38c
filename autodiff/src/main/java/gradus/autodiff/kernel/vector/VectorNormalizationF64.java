package gradus.autodiff.kernel.vector;

import gradus.autodiff.kernel.scalar.NormalizationF64;

/** Doubles are normalized by the plain loops: nothing is widened, and the compiler makes vectors of most. */
public interface VectorNormalizationF64 extends NormalizationF64 {}
