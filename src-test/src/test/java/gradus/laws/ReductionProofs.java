package gradus.laws;

import static gradus.laws.Domain.Wide.ANY;
import static gradus.laws.Domain.polynomial;
import static gradus.laws.Domain.smooth;
import static gradus.laws.Rows.along;
import static gradus.laws.Rows.reducing;

import gradus.autodiff.Axes;
import gradus.autodiff.Reduction;
import gradus.autodiff.Tensor;
import java.util.Arrays;

/** The proofs of {@link Reduction}. */
final class ReductionProofs {
    /**
     * In a longer sum about so many roundings follow each other at the last of its levels; those of
     * lower levels count little.
     */
    private static final int RUN = 64;

    private ReductionProofs() {}

    static Proof of(Reduction.OfOne op) {
        Domain noTies = polynomial(0).from(Values.DISTINCT).step(0.02).over(ANY);
        return switch (op) {
            case Reduction.Sum(Axes axes) ->
                reducing(
                                Reduction.Sum::new,
                                axes,
                                Tensor::sum,
                                Accurate::sum,
                                polynomial(0.5).upTo(1e30))
                        .summing((x, y) -> Math.min(RUN, x.size() / Math.max(1, y.size())));
            case Reduction.Prod(Axes axes) ->
                reducing(
                                Reduction.Prod::new,
                                axes,
                                Tensor::prod,
                                elements -> Arrays.stream(elements).reduce(1, (a, b) -> a * b),
                                smooth(0.5).from(Values.FACTORS).step(0.007).upTo(2))
                        .rounding((x, _) -> x.size());
            case Reduction.Max(Axes axes) ->
                reducing(Reduction.Max::new, axes, Tensor::max, ReductionReference::largest, noTies);
            case Reduction.Min(Axes axes) ->
                reducing(
                        Reduction.Min::new,
                        axes,
                        Tensor::min,
                        elements -> -ReductionReference.largest(
                                Arrays.stream(elements).map(e -> -e).toArray()),
                        noTies);
            case Reduction.Norm(Axes axes) ->
                reducing(
                                Reduction.Norm::new,
                                axes,
                                Tensor::norm,
                                ReductionReference::norm,
                                smooth(2).from(Values.AWAY_FROM_ZERO).over(ANY))
                        .rounding((x, _) -> x.size());
            case Reduction.LogSumExp(Axes axes) ->
                reducing(Reduction.LogSumExp::new, axes, Tensor::logSumExp, ReductionReference::logSumExp, smooth(2))
                        .measured((x, y) -> ofLargest(x.getFirst(), axes, y));
            case Reduction.CumulativeSum(int axis) ->
                along(
                                Reduction.CumulativeSum::new,
                                axis,
                                Tensor::cumulativeSum,
                                ReductionReference::runningSums,
                                polynomial(0.5).upTo(1e30))
                        .summing((x, _) -> x.dim(axis));
        };
    }

    /**
     * The unit in the last place of the largest element counts, if that is larger than the result.
     */
    private static Precision ofLargest(Grid x, Axes axes, Grid y) {
        Grid largest = ReductionReference.reduce(x.abs(), axes, ReductionReference::largest);
        return new Precision(Reference.pairwise(y.abs(), largest, Math::max), x.size());
    }
}
