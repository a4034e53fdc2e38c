package gradus.laws;

import gradus.autodiff.Activations;
import gradus.autodiff.Arithmetic;
import gradus.autodiff.Comparisons;
import gradus.autodiff.Contraction;
import gradus.autodiff.CustomOp;
import gradus.autodiff.DType;
import gradus.autodiff.Elementary;
import gradus.autodiff.Filtering;
import gradus.autodiff.FusedNormalization;
import gradus.autodiff.FusedVjps;
import gradus.autodiff.Indexing;
import gradus.autodiff.Movement;
import gradus.autodiff.Op;
import gradus.autodiff.Piecewise;
import gradus.autodiff.Pooling;
import gradus.autodiff.Probability;
import gradus.autodiff.Reduction;
import gradus.autodiff.ReductionDerivatives;
import gradus.autodiff.Resampling;
import gradus.autodiff.Tensor;

/**
 * The proof of every operator: each family's class holds one row for each of its operators. The
 * rows are exhaustive {@code switch}es over the sealed operators, so that an operator without a row
 * does not compile.
 */
final class Proofs {
    private Proofs() {}

    static Proof of(Op op) {
        return switch (op) {
            case Arithmetic.Unary one -> ArithmeticProofs.of(one);
            case Arithmetic.Binary two -> ArithmeticProofs.of(two);
            case Elementary.Unary one -> ElementaryProofs.of(one);
            case Activations.Unary one -> ActivationsProofs.of(one);
            case Piecewise.Unary one -> PiecewiseProofs.of(one);
            case Piecewise.Binary two -> PiecewiseProofs.of(two);
            case Comparisons.OfTwo two -> ComparisonsProofs.of(two);
            case FusedVjps.Binary two -> FusedVjpsProofs.of(two);
            case Reduction.OfOne one -> ReductionProofs.of(one);
            case Probability.OfOne one -> ProbabilityProofs.of(one);
            case Probability.Binary two -> ProbabilityProofs.of(two);
            case Probability.OfTwo two -> ProbabilityProofs.of(two);
            case Movement.OfOne one -> MovementProofs.of(one);
            case Movement.OfMany many -> MovementProofs.of(many);
            case Indexing.OfOne one -> IndexingProofs.of(one);
            case Pooling.OfOne one -> PoolingProofs.of(one);
            case Resampling.OfOne one -> ResamplingProofs.of(one);
            case Contraction.OfTwo two -> ContractionProofs.of(two);
            case Contraction.OfMany many -> ContractionProofs.of(many);
            case Filtering.OfTwo two -> FilteringProofs.of(two);
            case Filtering.OfMany many -> FilteringProofs.of(many);
            case ReductionDerivatives.OfMany many -> ReductionDerivativesProofs.of(many);
            case FusedNormalization.OfMany many -> FusedNormalizationProofs.of(many);
            case CustomOp custom -> of(custom);
        };
    }

    /** The row of an operator, for what does not depend on its settings: how they are drawn. */
    static Fitting draw(Class<? extends Op> operator, Source source) {
        Op prototype = Prototype.of(operator);
        return of(prototype).drawing().draw(prototype, source);
    }

    /**
     * A user's operator is its own reference. It is not drawn: tests make their samples themselves.
     */
    private static Proof of(CustomOp custom) {
        return Proof.of(
                (_, _) -> {
                    throw new AssertionError("a user's operator is not drawn");
                },
                x -> custom.apply(x.toArray(new Tensor[0])),
                x -> Grid.of(custom.forward(x.collect(input -> input.tensor(DType.F64)))),
                Domain.smooth(4),
                (sample, x, _) ->
                        Expression.repeating(sample.op(), x, sample.x().size(), Expression.STEP));
    }
}
