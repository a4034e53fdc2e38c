package gradus.laws;

import static gradus.laws.Domain.smooth;
import static gradus.laws.Refusal.mixedTypes;
import static gradus.laws.Refusal.outside;
import static gradus.laws.Refusal.wrongShape;
import static gradus.laws.Refusal.x;
import static gradus.laws.Rows.along;
import static gradus.laws.Rows.appliedToTwo;
import static gradus.laws.Rows.binary;
import static gradus.laws.Rows.ofOne;
import static gradus.laws.Rows.ofTwo;

import gradus.autodiff.Indices;
import gradus.autodiff.Probability;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/** The proofs of {@link Probability}. */
final class ProbabilityProofs {
    private ProbabilityProofs() {}

    static Proof of(Probability.OfOne op) {
        return switch (op) {
            case Probability.Softmax(int axis) ->
                along(Probability.Softmax::new, axis, Tensor::softmax, ReductionReference::softmax, smooth(6))
                        .measured((x, y) ->
                                Precision.ofPowers(x.getFirst(), y, x.getFirst().dim(axis)));
            case Probability.LogSoftmax(int axis) ->
                along(Probability.LogSoftmax::new, axis, Tensor::logSoftmax, ReductionReference::logSoftmax, smooth(6))
                        .rounding((x, _) -> x.dim(axis));
            case Probability.CrossEntropy(Indices labels) ->
                ofOne(
                                (_, source) -> crossEntropy(source),
                                x -> x.crossEntropy(labels),
                                x -> Reference.crossEntropy(x, labels),
                                smooth(2))
                        .rounding((x, _) -> x.dim(-1))
                        .refusing(
                                wrongShape(new Probability.CrossEntropy(Indices.of(0, 1, 2)), x(2, 4)),
                                wrongShape(new Probability.CrossEntropy(Indices.of(0)), x()),
                                outside(new Probability.CrossEntropy(Indices.of(0, 4)), x(2, 4)),
                                outside(new Probability.CrossEntropy(Indices.of(-1, 0)), x(2, 4)));
        };
    }

    private static Fitting crossEntropy(Source source) {
        int[] dims = logits(source);
        int[] rows = Arrays.copyOf(dims, dims.length - 1);
        return Fitting.of(new Probability.CrossEntropy(source.indices(rows, dims[rows.length])), dims);
    }

    static Proof of(Probability.OfTwo op) {
        return switch (op) {
            case Probability.CrossEntropySlope slope -> crossEntropySlope(slope);
        };
    }

    /** For rules: it has no method, and nothing of it broadcasts. */
    private static Proof crossEntropySlope(Probability.CrossEntropySlope op) {
        Probability.CrossEntropySlope ofTwoRows = new Probability.CrossEntropySlope(Indices.of(0, 1));
        return ofTwo(
                        (_, source) -> crossEntropySlope(source),
                        appliedToTwo(op),
                        (x, g) -> Reference.crossEntropySlope(x, g, op.labels()),
                        smooth(8).upTo(40))
                .measured((x, y) -> Precision.ofPowers(
                        x.getFirst(), y.abs(), 2 * x.getFirst().dim(-1)))
                .shared((sample, _, _) ->
                        Expression.withSumsOfRows(sample.op(), sample.x().getFirst()))
                .broadcast((x, _) -> x.dims())
                .refusing(
                        mixedTypes(ofTwoRows),
                        wrongShape(ofTwoRows, x(2, 4), x(3)),
                        wrongShape(ofTwoRows, x(3, 4), x(3)),
                        wrongShape(ofTwoRows, x(3, 4), x(2)));
    }

    private static Fitting crossEntropySlope(Source source) {
        int[] dims = logits(source);
        int[] rows = Arrays.copyOf(dims, dims.length - 1);
        return Fitting.of(new Probability.CrossEntropySlope(source.indices(rows, dims[rows.length])), dims, rows);
    }

    /** A shape whose last axis, that of the classes, is not empty. */
    private static int[] logits(Source source) {
        int[] dims = source.axesShape();
        dims[dims.length - 1] = Math.max(1, dims[dims.length - 1]);
        return dims;
    }

    static Proof of(Probability.Binary op) {
        Domain targets = smooth(4).from(Values.ORDINARY, Values.PROBABILITY);
        return switch (op) {
            case Probability.BinaryCrossEntropy() ->
                binary(
                                // the method refuses to broadcast
                                (x, t) -> x.shape().equals(t.shape())
                                        ? x.binaryCrossEntropy(t)
                                        : appliedToTwo(op).apply(x, t),
                                ElementwiseReference::binaryCrossEntropy,
                                targets)
                        .measured((x, _) -> twoTerms(x.getFirst(), x.getLast(), ProbabilityProofs::entropyTerms));
            case Probability.BinaryCrossEntropySlope() ->
                binary(
                                appliedToTwo(op),
                                (x, t) -> (1 - t) * ElementwiseReference.sigmoid(x)
                                        - t * ElementwiseReference.sigmoid(-x),
                                targets.upTo(40))
                        .measured((x, _) -> twoTerms(x.getFirst(), x.getLast(), ProbabilityProofs::slopeTerms));
        };
    }

    /** The two terms have one sign only for targets from 0 to 1. */
    private static Precision twoTerms(Grid x, Grid t, DoubleBinaryOperator sizes) {
        return new Precision(Reference.pairwise(x, t, sizes), 1);
    }

    private static double entropyTerms(double x, double t) {
        return Math.abs(t) * ElementwiseReference.softplus(-x) + Math.abs(1 - t) * ElementwiseReference.softplus(x);
    }

    private static double slopeTerms(double x, double t) {
        return Math.abs(t) * ElementwiseReference.sigmoid(-x) + Math.abs(1 - t) * ElementwiseReference.sigmoid(x);
    }
}
