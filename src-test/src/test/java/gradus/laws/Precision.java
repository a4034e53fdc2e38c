package gradus.laws;

import gradus.autodiff.DType;
import java.util.Arrays;

/**
 * How exact a result is: its distance from the reference in units in the last place of the element
 * type.
 *
 * <p>For sums and matrix products the unit belongs to the sum of the terms' sizes, since terms may
 * cancel; likewise for the two terms of the binary cross-entropy; for logSumExp to the larger of
 * the result and the largest element. For all others it belongs to the result itself.
 *
 * @param scale what the unit in the last place is taken of, an element of the result each
 * @param terms how many roundings follow each other, in a sum or product that runs along an axis
 * @param exponent the size of what is exponentiated after it was rounded: half a unit in its last
 *     place is as many in the result
 */
record Precision(Grid scale, int terms, double exponent) {
    Precision(Grid scale, int terms) {
        this(scale, terms, 0);
    }

    /** Of a result that is made of powers of e: their exponents were rounded. */
    static Precision ofPowers(Grid exponents, Grid scale, int terms) {
        return new Precision(scale, terms, spread(exponents));
    }

    /** How far finite elements lie apart, up to where the smaller ones count nothing. */
    private static double spread(Grid x) {
        double[] finite = Arrays.stream(x.data()).filter(Double::isFinite).toArray();
        return finite.length == 0
                ? 0
                : Math.min(
                        745,
                        ReductionReference.largest(finite)
                                - Arrays.stream(finite).min().orElseThrow());
    }

    /**
     * What {@link Domain#ulps(DType)} allows, the exponent's part, and 1.5 times the square root of
     * the roundings that follow each other: they add up like a random walk.
     */
    double allowed(double ulps) {
        return ulps + exponent + 1.5 * Math.sqrt(Math.max(0, terms - 1));
    }

    /**
     * The distance of one element in units in the last place; 0 if both are NaN or the same
     * infinity.
     */
    double ulps(DType dtype, double result, double reference, int position) {
        double expected = dtype == DType.F32 ? overflowed(reference) : reference;
        if (Double.compare(result, expected) == 0 || result == expected) {
            return 0;
        }
        double unit = dtype == DType.F32
                ? Math.ulp((float) Math.min(scale.data()[position], Float.MAX_VALUE))
                : Math.ulp(scale.data()[position]);
        double distance = Math.abs(result - expected) / unit;
        return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
    }

    private static double overflowed(double reference) {
        return Double.isInfinite((float) reference) ? (float) reference : reference;
    }
}
