package gradus.autodiff;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Numbers whose squared distances from the mean leave the range of the type: each row is
 * multiplied by a power of two that takes its distances to ordinary size, and epsilon by its square,
 * which changes nothing in (x - mean) / √(variance + epsilon). The others are multiplied by 1.
 *
 * @param centered the scaled numbers less their mean
 * @param variance their variance and epsilon, infinity where that is 0
 */
record ScaledStandardization(Tensor centered, Tensor variance) {

    /**
     * Whether no variance, with epsilon, nor what derivatives to third order make of it leaves the
     * range: no NaN either.
     */
    static boolean isOrdinary(Tensor variance, double epsilon) {
        double most = greatest(variance.dtype());
        return Arrays.stream(variance.toDoubleArray()).allMatch(v -> isOrdinary(v + epsilon, most));
    }

    private static boolean isOrdinary(double variance, double most) {
        return variance >= 1 / most && variance <= most;
    }

    /** Their powers to -7/2, of the third derivative, stay in range. */
    private static double greatest(DType dtype) {
        return dtype == DType.F32 ? 0x1p32 : 0x1p256;
    }

    /**
     * For numbers along the axes. Where the variance and epsilon are 0, what is divided by the root
     * of {@link #variance} is 0, with derivatives of 0. The numbers are scaled before anything else,
     * so that what derivatives multiply by comes last: an overflow there is one of the derivative
     * itself.
     */
    static ScaledStandardization of(Tensor x, Standardization.Moments moments, Axes axes, double epsilon) {
        Tensor shifted = Centering.withoutLevel(x, axes);
        return of(shifted, moments.centered(), moments.variance(), y -> y.centered(axes), axes, epsilon);
    }

    /** As {@link #of}, where the distances are those from 0: the variance is the mean square. */
    static ScaledStandardization aroundZero(Tensor x, Tensor meanSquare, Axes axes, double epsilon) {
        return of(x, x, meanSquare, UnaryOperator.identity(), axes, epsilon);
    }

    private static ScaledStandardization of(
            Tensor shifted,
            Tensor distances,
            Tensor variance,
            UnaryOperator<Tensor> center,
            Axes axes,
            double epsilon) {
        Axes kept = axes.kept();
        double[] variances = variance.toDoubleArray();
        double[] sizes = largest(distances, kept);
        double[] whole = largest(shifted, kept);
        double[] scales = new double[sizes.length];
        double[] epsilons = new double[sizes.length];
        double most = greatest(shifted.dtype());
        for (int row = 0; row < sizes.length; row++) {
            boolean stays = isOrdinary(variances[row] + epsilon, most) || !Double.isFinite(whole[row]);
            double size = Double.isFinite(sizes[row]) ? sizes[row] : whole[row];
            scales[row] = stays ? 1 : scale(Math.max(size, Math.sqrt(epsilon)), shifted.dtype());
            epsilons[row] = epsilon * scales[row] * scales[row];
        }
        Tensor centered = center.apply(shifted.mul(like(variance, scales)));
        Tensor scaled = centered.square().mean(kept).add(like(variance, epsilons));
        return new ScaledStandardization(centered, Tensor.where(scaled.equal(0), Double.POSITIVE_INFINITY, scaled));
    }

    private static double[] largest(Tensor x, Axes kept) {
        return x.detach().abs().max(kept).toDoubleArray();
    }

    /** The inverse of the largest power of two up to a size, 1 for 0. */
    private static double scale(double size, DType dtype) {
        int limit = dtype == DType.F32 ? Float.MAX_EXPONENT : Double.MAX_EXPONENT - 1;
        return size == 0 ? 1 : Math.scalb(1.0, -Math.clamp(Math.getExponent(size), -limit, limit));
    }

    private static Tensor like(Tensor rows, double[] numbers) {
        return Tensor.of(rows.shape(), numbers).to(rows.dtype());
    }
}
