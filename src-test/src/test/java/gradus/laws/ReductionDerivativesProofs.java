package gradus.laws;

import static gradus.laws.Domain.smooth;
import static gradus.laws.Refusal.mixedTypes;
import static gradus.laws.Refusal.wrongAxis;
import static gradus.laws.Refusal.wrongShape;
import static gradus.laws.Refusal.x;

import gradus.autodiff.Applied;
import gradus.autodiff.Axes;
import gradus.autodiff.Op;
import gradus.autodiff.ReductionDerivatives;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** The proofs of {@link ReductionDerivatives}. */
final class ReductionDerivativesProofs {
    private ReductionDerivativesProofs() {}

    static Proof of(ReductionDerivatives.OfMany op) {
        return switch (op) {
            case ReductionDerivatives.ProdDerivative(Axes axes) -> {
                Domain factors = smooth(4)
                        .from(Values.FACTORS, Values.ORDINARY)
                        .step(0.007)
                        .upTo(2);
                yield derivative(
                                op,
                                ReductionDerivatives.ProdDerivative::new,
                                x -> ReductionDerivativeReference.product(x, axes),
                                factors,
                                (sample, _, _) -> Expression.repeating(
                                        sample.op(),
                                        sample.x().getFirst(),
                                        sample.x().size(),
                                        factors.step()))
                        .summing((x, _) -> 2 * x.size());
            }
            case ReductionDerivatives.NormDerivative(Axes axes) -> {
                Domain smooth = smooth(4).from(Values.AWAY_FROM_ZERO).upTo(2);
                yield derivative(
                                op,
                                ReductionDerivatives.NormDerivative::new,
                                x -> ReductionDerivativeReference.norm(x, axes),
                                smooth,
                                // along x itself its derivatives are 0
                                (sample, _, _) -> Expression.repeating(
                                        sample.op(), sample.x().getFirst(), 1, smooth.step()))
                        .measured((x, _) -> new Precision(
                                ReductionDerivativeReference.normTerms(x, axes),
                                2 * x.getFirst().size()));
            }
        };
    }

    /** For rules: they have no methods. */
    private static Proof derivative(
            Op op,
            Function<Axes, Op> make,
            Function<ImmutableList<Grid>, Grid> reference,
            Domain domain,
            Proof.Sharing sharing) {
        Op all = make.apply(Axes.ALL);
        return Proof.of((_, source) -> fitting(make, source), x -> Applied.of(op, x), reference, domain, sharing)
                .refusing(
                        wrongAxis(axis -> make.apply(Axes.of(axis))),
                        mixedTypes(all),
                        wrongShape(make.apply(Axes.of(0, -2)), x(2, 3)),
                        wrongShape(all, x(2, 3), x(3)),
                        wrongShape(all, x(2, 3), x(2, 3), x(2, 1)));
    }

    /** Of x and at most two directions in its shape. */
    private static Fitting fitting(Function<Axes, Op> make, Source source) {
        int[] dims = source.shape();
        ImmutableList<int[]> shapes = Lists.immutable.with(dims);
        for (int directions = source.below(3); directions > 0; directions--) {
            shapes = shapes.newWith(dims);
        }
        return new Fitting(make.apply(source.axes(dims)), shapes);
    }
}
