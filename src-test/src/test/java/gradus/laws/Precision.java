package gradus.laws;

import gradus.autodiff.Contraction;
import gradus.autodiff.DType;
import gradus.autodiff.Indexing;
import gradus.autodiff.Op;
import gradus.autodiff.Probability;
import gradus.autodiff.Reduction;
import java.util.Arrays;

/**
 * How exact a result is: its distance from the reference in units in the last place of the element type.
 *
 * <p>For sums and matrix products the unit belongs to the sum of the terms' sizes, since terms may cancel; likewise for the
 * two terms of the binary cross-entropy; for logSumExp to the
 * larger of the result and the largest element. For all others it belongs to the result itself.
 *
 * @param scale what the unit in the last place is taken of, an element of the result each
 * @param terms how many roundings follow each other, in a sum or product that runs along an axis
 * @param exponent the size of what is exponentiated after it was rounded: half a unit in its last place is as many in the result
 */
record Precision(Grid scale, int terms, double exponent) {
    /** In a longer sum about so many roundings follow each other at the last of its levels; those of lower levels count little. */
    private static final int RUN = 64;

    Precision(Grid scale, int terms) {
        this(scale, terms, 0);
    }

    static Precision of(Sample sample, Grid reference) {
        Grid x = sample.x().getFirst();
        return switch (sample.op()) {
            case Reduction.Sum _ -> summing(sample, Math.min(RUN, x.size() / Math.max(1, reference.size())));
            case Reduction.CumulativeSum(int axis) -> summing(sample, x.dim(axis));
            case Indexing.IndexAdd op -> summing(sample, x.dim(op.axis()));
            case Indexing.AddAlongAxis op -> summing(sample, x.dim(op.axis()));
            case Contraction.Matmul op -> summing(sample, x.dim(op.transposeA() ? -2 : -1));
            case Contraction.Linear _ -> summing(sample, x.dim(-1) + 1);
            case Probability.Softmax(int axis) -> new Precision(reference, x.dim(axis), spread(x));
            case Reduction.Prod _, Reduction.Norm _ -> new Precision(reference.abs(), x.size());
            case Probability.LogSoftmax(int axis) -> new Precision(reference.abs(), x.dim(axis));
            case Probability.CrossEntropy _ -> new Precision(reference.abs(), x.dim(-1));
            case Probability.CrossEntropySlope _ -> new Precision(reference.abs(), 2 * x.dim(-1), spread(x));
            case Probability.BinaryCrossEntropySlope() ->
                new Precision(Reference.pairwise(x, sample.x().getLast(), Precision::crossEntropySlopeTerms), 1);
            case Probability.BinaryCrossEntropy() ->
                new Precision(Reference.pairwise(x, sample.x().getLast(), Precision::crossEntropyTerms), 1);
            case Reduction.LogSumExp(var axes) ->
                new Precision(
                        Reference.pairwise(
                                reference.abs(),
                                ReductionReference.reduce(x.abs(), axes, ReductionReference::largest),
                                Math::max),
                        x.size());
            case Op.OfOne _, Op.OfTwo _, Op.OfMany _ -> new Precision(reference.abs(), 1);
        };
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

    /** The two terms have one sign only for targets from 0 to 1. */
    private static double crossEntropyTerms(double logit, double target) {
        return Math.abs(target) * ElementwiseReference.softplus(-logit)
                + Math.abs(1 - target) * ElementwiseReference.softplus(logit);
    }

    private static double crossEntropySlopeTerms(double logit, double target) {
        return Math.abs(target) * ElementwiseReference.sigmoid(-logit)
                + Math.abs(1 - target) * ElementwiseReference.sigmoid(logit);
    }

    private static Precision summing(Sample sample, int terms) {
        return new Precision(sample.with(sample.x().collect(Grid::abs)).reference(), terms);
    }

    /**
     * What {@link Domain#ulps(Op, DType)} allows, the exponent's part, and 1.5 times the square root of the roundings that follow each
     * other: they add up like a random walk.
     */
    double allowed(double ulps) {
        return ulps + exponent + 1.5 * Math.sqrt(Math.max(0, terms - 1));
    }

    /** The distance of one element in units in the last place; 0 if both are NaN or the same infinity. */
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
