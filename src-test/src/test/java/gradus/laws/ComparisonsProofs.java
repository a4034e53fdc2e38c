package gradus.laws;

import static gradus.laws.Domain.polynomial;
import static gradus.laws.Refusal.mixedTypes;
import static gradus.laws.Refusal.wrongShape;
import static gradus.laws.Refusal.x;
import static gradus.laws.Rows.ofTwo;

import gradus.autodiff.Comparisons;
import gradus.autodiff.Mask;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.list.ImmutableList;

/** The proofs of {@link Comparisons}. */
final class ComparisonsProofs {
    private static final Comparisons.Where PAIR = new Comparisons.Where(Mask.of(Shape.of(2), true, false));

    private ComparisonsProofs() {}

    static Proof of(Comparisons.OfTwo op) {
        return switch (op) {
            case Comparisons.Where(Mask mask) ->
                ofTwo(
                                (_, source) -> where(source),
                                (a, b) -> Tensor.where(mask, a, b),
                                (a, b) -> Reference.where(mask, a, b),
                                polynomial(0))
                        .refusing(mixedTypes(PAIR), wrongShape(PAIR, x(2, 3), x(2, 3)), wrongShape(PAIR, x(2), x(3)));
        };
    }

    private static Fitting where(Source source) {
        ImmutableList<int[]> shapes = source.broadcasting();
        int[] whole = Grid.broadcast(shapes.getFirst(), shapes.getLast());
        return new Fitting(new Comparisons.Where(source.mask(source.broadcastableTo(whole))), shapes);
    }
}
