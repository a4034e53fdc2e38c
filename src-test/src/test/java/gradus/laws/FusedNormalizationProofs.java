package gradus.laws;

import static gradus.laws.Domain.smooth;
import static gradus.laws.Refusal.mixedTypes;
import static gradus.laws.Refusal.wrongShape;
import static gradus.laws.Refusal.x;
import static gradus.laws.Rows.ofMany;

import gradus.autodiff.Applied;
import gradus.autodiff.Axes;
import gradus.autodiff.FusedNormalization;
import gradus.autodiff.FusedNormalization.How;
import gradus.autodiff.Op;
import gradus.autodiff.Shape;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;

/** The proofs of {@link FusedNormalization}. */
final class FusedNormalizationProofs {
    private static final How ROWS = new How(Axes.of(1), true, 0.125);
    private static final How ENDS = new How(Axes.of(0, 2), true, 0.125);
    private static final How MIDDLE = new How(Axes.of(1), false, 0.125);

    private FusedNormalizationProofs() {}

    /** What is drawn: the shape of x, how it is normalized, and weights that fit. */
    private record Drawn(int[] x, How how, int[] weights) {}

    static Proof of(FusedNormalization.OfMany op) {
        return switch (op) {
            case FusedNormalization.Normalize(How how) ->
                row(
                                op,
                                drawn -> {
                                    var drawnOp = new FusedNormalization.Normalize(drawn.how());
                                    return drawn.weights().length == 0
                                            ? Fitting.of(drawnOp, drawn.x())
                                            : Fitting.of(drawnOp, drawn.x(), drawn.weights(), drawn.weights());
                                },
                                how,
                                NormalizationReference::normalize,
                                3)
                        .refusing(
                                mixedTypes(new FusedNormalization.Normalize(ROWS)),
                                wrongShape(new FusedNormalization.Normalize(ROWS), x(2, 3), x(2)),
                                wrongShape(new FusedNormalization.Normalize(ROWS), x(2, 3), x(1, 2, 3)),
                                wrongShape(new FusedNormalization.Normalize(ROWS), x(0, 3), x(2)),
                                wrongShape(new FusedNormalization.Normalize(ROWS), x(2, 3), x(3), x(1, 3)),
                                wrongShape(new FusedNormalization.Normalize(MIDDLE), x(2, 3, 2)),
                                wrongShape(new FusedNormalization.Normalize(ENDS), x(2, 3, 2), x(2, 1, 2)),
                                wrongShape(new FusedNormalization.Normalize(ENDS), x(2, 3, 2), x(2, 1, 1)),
                                wrongShape(new FusedNormalization.Normalize(ENDS), x(2, 3, 2), x(1, 3, 1), x(3)));
            case FusedNormalization.NormalizeSlope(How how) ->
                row(
                                op,
                                drawn -> {
                                    var drawnOp = new FusedNormalization.NormalizeSlope(drawn.how());
                                    return drawn.weights().length == 0
                                            ? Fitting.of(drawnOp, drawn.x(), drawn.x())
                                            : Fitting.of(drawnOp, drawn.x(), drawn.x(), drawn.weights());
                                },
                                how,
                                NormalizationReference::slope,
                                3)
                        .refusing(
                                mixedTypes(new FusedNormalization.NormalizeSlope(ROWS)),
                                wrongShape(new FusedNormalization.NormalizeSlope(ROWS), x(2, 3), x(3)),
                                wrongShape(new FusedNormalization.NormalizeSlope(ROWS), x(2, 3), x(2, 3), x(2)));
            case FusedNormalization.NormalizeWeights(How how, Shape weights) ->
                row(
                                op,
                                drawn -> Fitting.of(
                                        new FusedNormalization.NormalizeWeights(drawn.how(), Shape.of(drawn.weights())),
                                        drawn.x(),
                                        drawn.x()),
                                how,
                                (reference, x) -> reference.weights(x, weights.toArray()),
                                2)
                        .refusing(
                                mixedTypes(new FusedNormalization.NormalizeWeights(ROWS, Shape.of(3))),
                                wrongShape(
                                        new FusedNormalization.NormalizeWeights(ROWS, Shape.of(3)), x(2, 3), x(2, 1)),
                                wrongShape(
                                        new FusedNormalization.NormalizeWeights(ROWS, Shape.of(2)), x(2, 3), x(2, 3)));
            case FusedNormalization.InverseRoot(How how) ->
                row(
                                op,
                                drawn -> Fitting.of(new FusedNormalization.InverseRoot(drawn.how()), filled(drawn.x())),
                                how,
                                (reference, x) -> reference.inverseRoots(x.getFirst()),
                                1)
                        .refusing(
                                wrongShape(new FusedNormalization.InverseRoot(ROWS), x(2, 0)),
                                wrongShape(new FusedNormalization.InverseRoot(MIDDLE), x(2, 3, 2)));
            case FusedNormalization.Variance(How how) ->
                row(
                                op,
                                drawn -> Fitting.of(new FusedNormalization.Variance(drawn.how()), filled(drawn.x())),
                                how,
                                (reference, x) -> reference.variance(x.getFirst()),
                                1)
                        .refusing(
                                wrongShape(new FusedNormalization.Variance(ROWS), x(2, 0)),
                                wrongShape(new FusedNormalization.Variance(MIDDLE), x(2, 3, 2)));
        };
    }

    private static Proof row(
            Op op,
            Function<Drawn, Fitting> fitting,
            How how,
            BiFunction<NormalizationReference, ImmutableList<Grid>, Grid> definition,
            int times) {
        return ofMany(
                        (_, source) -> fitting.apply(draw(source)),
                        x -> Applied.of(op, x),
                        x -> definition.apply(NormalizationReference.of(how), x),
                        smooth(8).upTo(1e75),
                        times)
                .measured((x, _) -> new Precision(
                        definition.apply(NormalizationReference.sizes(how), x),
                        x.getFirst().size()));
    }

    private static int[] filled(int[] dims) {
        return Arrays.stream(dims).map(dim -> Math.max(1, dim)).toArray();
    }

    /**
     * Some neighboring axes stay, perhaps none. Weights belong to neighboring axes, the last ones or
     * such as begin nowhere behind those that stay and end within or behind them; or there are none.
     */
    private static Drawn draw(Source source) {
        int[] x = source.axesShape();
        int rank = x.length;
        int first = source.between(0, rank);
        int end = source.between(first, rank);
        int[] reduced = IntStream.range(0, rank)
                .filter(axis -> axis < first || axis >= end)
                .toArray();
        How how = new How(Axes.of(reduced), source.oneIn(2), source.oneOf(0.125, 0.5));
        if (source.oneIn(4)) {
            return new Drawn(x, how, new int[0]);
        }
        int last = source.oneIn(2) ? rank : source.between(end, rank);
        int from = source.between(0, last);
        int[] weights = new int[rank];
        Arrays.setAll(weights, axis -> axis >= from && axis < last ? x[axis] : 1);
        return new Drawn(x, how, source.oneIn(2) ? Arrays.copyOfRange(weights, from, rank) : weights);
    }
}
