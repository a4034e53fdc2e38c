package gradus.laws;

import static gradus.laws.Domain.polynomial;
import static gradus.laws.Refusal.mixedTypes;
import static gradus.laws.Refusal.wrongShape;
import static gradus.laws.Refusal.x;
import static gradus.laws.Rows.appliedToTwo;
import static gradus.laws.Rows.ofMany;
import static gradus.laws.Rows.ofTwo;

import gradus.autodiff.Convolution;
import gradus.autodiff.Filtering;
import gradus.autodiff.Op;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;

/** The proofs of {@link Filtering}. */
final class FilteringProofs {
    private static final Convolution VALID = Convolution.valid();

    private FilteringProofs() {}

    /** A convolution and the shapes of images, weights and results. */
    private record Drawn(Convolution how, int[] images, int[] weights) {
        int[] results() {
            return ConvolutionReference.results(how, images, weights);
        }
    }

    static Proof of(Filtering.OfMany op) {
        return switch (op) {
            case Filtering.Convolve(Convolution how) -> convolve(how);
        };
    }

    static Proof of(Filtering.OfTwo op) {
        return switch (op) {
            case Filtering.ConvolveTransposed(Convolution how, Shape images) -> transposed(how, images);
            case Filtering.ConvolveWeights(Convolution how, Shape weights) -> weights(how, weights);
        };
    }

    private static Proof convolve(Convolution how) {
        return ofMany(
                        (_, source) -> {
                            Drawn drawn = draw(source);
                            var op = new Filtering.Convolve(drawn.how());
                            return source.oneIn(2)
                                    ? Fitting.of(op, drawn.images(), drawn.weights())
                                    : Fitting.of(op, drawn.images(), drawn.weights(), new int[] {drawn.weights()[0]});
                        },
                        x -> x.size() > 2
                                ? x.getFirst().convolve(x.get(1), x.get(2), how)
                                : x.getFirst().convolve(Parameter.of("weights", x.get(1)), null, how),
                        x -> reference(how, x),
                        polynomial(0.5).upTo(1e15),
                        2)
                .measured((x, _) -> new Precision(
                        reference(how, x.collect(Grid::abs)),
                        x.get(1).size() / x.get(1).dim(0) + 1))
                .shared((_, _, source) -> repeating(source, new Filtering.Convolve(Convolution.same()), 2, 2, 3))
                .refusing(
                        mixedTypes(),
                        wrongShape(x(1, 2), x(2, 2)),
                        wrongShape(x(1, 1, 1, 1, 1, 1), x(1, 1, 1, 1, 1, 1)),
                        wrongShape(x(1, 2, 3), x(2, 3, 1)),
                        wrongShape(x(1, 2, 3), x(2, 2, 1, 1)),
                        wrongShape(x(1, 2, 3), x(0, 2, 1)),
                        wrongShape(x(1, 2, 3), x(2, 2, 1), x(3)),
                        wrongShape(new Filtering.Convolve(VALID), x(1, 2, 3), x(2, 2, 4)),
                        wrongShape(new Filtering.Convolve(VALID.groups(2)), x(1, 3, 3), x(2, 1, 1)),
                        wrongShape(new Filtering.Convolve(VALID.groups(2)), x(1, 2, 3), x(3, 1, 1)),
                        wrongShape(new Filtering.Convolve(VALID.stride(1, 1)), x(1, 2, 3), x(2, 2, 1)));
    }

    private static Grid reference(Convolution how, ImmutableList<Grid> x) {
        Grid y = ConvolutionReference.convolve(how, x.getFirst(), x.get(1));
        return x.size() < 3 ? y : Grid.of(y.dims(), i -> y.at(i) + x.get(2).at(i[1]));
    }

    private static Proof transposed(Convolution how, Shape images) {
        int[] dims = images.toArray();
        return ofTwo(
                        (_, source) -> {
                            Drawn drawn = draw(source);
                            return Fitting.of(
                                    new Filtering.ConvolveTransposed(drawn.how(), Shape.of(drawn.images())),
                                    drawn.results(),
                                    drawn.weights());
                        },
                        (g, w) -> appliedToTwo(new Filtering.ConvolveTransposed(how, images))
                                .apply(g, w),
                        (g, w) -> ConvolutionReference.transposed(how, dims, g, w),
                        polynomial(0.5).upTo(1e15))
                .measured((x, _) -> new Precision(
                        ConvolutionReference.transposed(
                                how, dims, x.getFirst().abs(), x.getLast().abs()),
                        x.getLast().size()))
                .shared((_, _, source) ->
                        repeating(source, new Filtering.ConvolveTransposed(VALID, Shape.of(2, 2, 3)), 2, 2, 2))
                .broadcast((x, _) -> x.dims())
                .refusing(
                        mixedTypes(new Filtering.ConvolveTransposed(VALID, Shape.of(1, 2, 3))),
                        wrongShape(new Filtering.ConvolveTransposed(VALID, Shape.of(1, 2, 3)), x(1, 2, 2), x(2, 2, 1)),
                        wrongShape(new Filtering.ConvolveTransposed(VALID, Shape.of(1, 2, 3)), x(1, 2, 3), x(2, 3, 1)));
    }

    private static Proof weights(Convolution how, Shape weights) {
        int[] dims = weights.toArray();
        return ofTwo(
                        (_, source) -> {
                            Drawn drawn = draw(source);
                            return Fitting.of(
                                    new Filtering.ConvolveWeights(drawn.how(), Shape.of(drawn.weights())),
                                    drawn.images(),
                                    drawn.results());
                        },
                        (x, g) -> appliedToTwo(new Filtering.ConvolveWeights(how, weights))
                                .apply(x, g),
                        (x, g) -> ConvolutionReference.weights(how, dims, x, g),
                        polynomial(0.5).upTo(1e15))
                .measured((x, _) -> new Precision(
                        ConvolutionReference.weights(
                                how, dims, x.getFirst().abs(), x.getLast().abs()),
                        Math.max(1, x.getLast().size())))
                .shared((_, _, source) ->
                        repeating(source, new Filtering.ConvolveWeights(VALID, Shape.of(2, 2, 1)), 2, 2, 3))
                .broadcast((x, _) -> x.dims())
                .refusing(
                        mixedTypes(new Filtering.ConvolveWeights(VALID, Shape.of(2, 2, 1))),
                        wrongShape(new Filtering.ConvolveWeights(VALID, Shape.of(2, 2, 1)), x(1, 2, 3), x(1, 2, 2)),
                        wrongShape(new Filtering.ConvolveWeights(VALID, Shape.of(2, 2, 4)), x(1, 2, 3), x(1, 2, 3)));
    }

    private static Expression repeating(Source source, Op op, int... dims) {
        return Expression.repeating(op, source.grid(dims, Values.ANYWHERE_TWICE), 2, Expression.STEP);
    }

    /** Convolutions of a few products, or, where axes are long, of many along one of them. */
    private static Drawn draw(Source source) {
        int axes = source.between(1, Math.min(3, 1 + source.size() / 3));
        int groups = source.oneIn(3) ? 2 : 1;
        Convolution how = settings(source, axes).groups(groups);
        int[] images = new int[axes + 2];
        int[] weights = new int[axes + 2];
        boolean isLong = source.lengths() != Lengths.SHORT && source.oneIn(2);
        images[0] = source.oneIn(30) ? 0 : source.between(1, 2);
        weights[1] = isLong ? source.between(1, source.lengths() == Lengths.LARGE ? 300 : 20) : source.between(1, 2);
        images[1] = weights[1] * groups;
        weights[0] = groups * (isLong ? source.between(1, 20) : source.between(1, 2));
        for (int axis = 2; axis < images.length; axis++) {
            weights[axis] = source.between(1, axes == 1 ? 3 : 2);
            int least = (weights[axis] - 1) * 2 + 1;
            images[axis] = least + (isLong && axis == images.length - 1 ? source.length() : source.below(2));
        }
        return new Drawn(how, images, weights);
    }

    private static Convolution settings(Source source, int axes) {
        Convolution how = source.oneIn(3)
                ? Convolution.same()
                : VALID.padding(source.oneIn(2) ? numbers(source, 1, 0, 2) : numbers(source, axes, 0, 2));
        if (source.oneIn(2)) {
            how = how.stride(numbers(source, axes, 1, 3));
        }
        if (source.oneIn(3)) {
            how = how.dilation(numbers(source, axes, 1, 2));
        }
        return source.oneIn(4) ? how.inputDilation(numbers(source, axes, 1, 3)) : how;
    }

    private static int[] numbers(Source source, int count, int low, int high) {
        int[] numbers = new int[count];
        Arrays.setAll(numbers, _ -> source.between(low, high));
        return numbers;
    }
}
