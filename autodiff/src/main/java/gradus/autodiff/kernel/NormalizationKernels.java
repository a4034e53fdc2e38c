package gradus.autodiff.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Normalizations. The mean of a group and the square root of its mean squared distance from there, plus
 * epsilon, are computed in double; where not centered, the mean counts as 0. What is divided by a root
 * of 0 is 0. In a product with a cotangent of 0 anything else is 0.
 *
 * @param <A> the array: {@code float[]} or {@code double[]}
 */
public interface NormalizationKernels<A> {
    /** y = (x - mean) / root times the weights plus the biases, of which either may be missing. */
    void normalize(
            A x, @Nullable A weight, @Nullable A bias, A y, NormalizationShape shape, boolean centered, double epsilon);

    /**
     * y = (w g - mean of w g - z (mean of w g z)) / root, where z is the {@linkplain #normalize
     * normalized} x without weights: the cotangent of x. Where not centered, the first mean is left out.
     */
    void normalizeSlope(A x, A g, @Nullable A weight, A y, NormalizationShape shape, boolean centered, double epsilon);

    /** y = the sum of g z over all elements with the same weight: the cotangent of the weights. */
    void normalizeWeights(A x, A g, A y, NormalizationShape shape, boolean centered, double epsilon);

    /** y = the variance of each group, not corrected; where not centered, the mean square. */
    void variances(A x, A y, NormalizationShape shape, boolean centered);

    /** y = 1 / root of each group; 0 where that is 0. */
    void inverseRoots(A x, A y, NormalizationShape shape, boolean centered, double epsilon);
}
