package gradus.laws;

import static gradus.laws.Domain.polynomial;
import static gradus.laws.Refusal.outside;
import static gradus.laws.Refusal.wrongSetting;
import static gradus.laws.Refusal.wrongShape;
import static gradus.laws.Refusal.x;
import static gradus.laws.Rows.appliedToOne;
import static gradus.laws.Rows.ofOne;

import gradus.autodiff.Indices;
import gradus.autodiff.Pooling;
import gradus.autodiff.Shape;
import gradus.autodiff.SlidingWindow;
import java.util.Arrays;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** The proofs of {@link Pooling}. */
final class PoolingProofs {
    private static final Domain NO_TIES = polynomial(0).from(Values.DISTINCT).step(0.02);

    private PoolingProofs() {}

    static Proof of(Pooling.OfOne op) {
        return switch (op) {
            case Pooling.MaxPool(SlidingWindow window) -> maxPool(window);
            case Pooling.AdaptiveMaxPool(ImmutableIntList sizes) -> adaptiveMaxPool(sizes);
            case Pooling.Unpool(Indices places, Shape images) -> unpool(places, images);
            case Pooling.Pick(Indices places) -> pick(places);
            case Pooling.Unfold(SlidingWindow window) -> unfold(window);
            case Pooling.Fold(SlidingWindow window, ImmutableIntList sizes) -> fold(window, sizes.toArray());
        };
    }

    private static Proof maxPool(SlidingWindow window) {
        return ofOne(
                        (_, source) -> {
                            int[] dims = Images.dims(source);
                            return Fitting.of(new Pooling.MaxPool(Images.pooled(source, dims)), dims);
                        },
                        x -> x.maxPool(window),
                        x -> WindowReference.largest(
                                x, WindowReference.counts(window, x.dims()), WindowReference.sliding(window)),
                        NO_TIES)
                .refusing(
                        wrongShape(new Pooling.MaxPool(SlidingWindow.of(3)), x(1, 1, 2)),
                        wrongShape(new Pooling.MaxPool(SlidingWindow.of(2).dilation(2)), x(1, 1, 2)),
                        wrongShape(
                                new Pooling.MaxPool(
                                        SlidingWindow.of(2).dilation(4).padding(2)),
                                x(1, 1, 2)),
                        wrongShape(new Pooling.MaxPool(SlidingWindow.of(1)), x(2, 2)),
                        wrongShape(new Pooling.MaxPool(SlidingWindow.of(1)), x(1, 1, 1, 1, 1, 1)),
                        wrongShape(new Pooling.MaxPool(SlidingWindow.of(1, 1)), x(1, 1, 2)),
                        wrongSetting(new Pooling.MaxPool(SlidingWindow.of(2).padding(2)), x(1, 1, 4)));
    }

    private static Proof adaptiveMaxPool(ImmutableIntList sizes) {
        int[] lengths = sizes.toArray();
        return ofOne(
                        (_, source) -> {
                            int[] dims = Images.dims(source);
                            return Fitting.of(adaptive(Images.sizes(source, dims)), dims);
                        },
                        x -> x.adaptiveMaxPool(lengths),
                        x -> WindowReference.largest(
                                x, WindowReference.withSpatial(x.dims(), lengths), WindowReference.adaptive(lengths)),
                        NO_TIES)
                .refusing(
                        wrongShape(adaptive(0), x(1, 1, 2)),
                        wrongShape(adaptive(1), x(1, 1, 0)),
                        wrongShape(adaptive(2, 2), x(1, 1, 2)));
    }

    private static Pooling.AdaptiveMaxPool adaptive(int... sizes) {
        return new Pooling.AdaptiveMaxPool(IntLists.immutable.with(sizes));
    }

    private static Proof unpool(Indices places, Shape images) {
        return ofOne(
                        (_, source) -> {
                            int[] dims = Images.dims(source);
                            int[] pooled = WindowReference.withSpatial(dims, Images.sizes(source, dims));
                            return Fitting.of(new Pooling.Unpool(places(source, pooled, dims), Shape.of(dims)), pooled);
                        },
                        appliedToOne(new Pooling.Unpool(places, images)),
                        x -> WindowReference.unpool(x, places, images.toArray()),
                        polynomial(0.5).upTo(1e30))
                .summing((x, _) -> x.size())
                .refusing(
                        wrongShape(new Pooling.Unpool(single(0), Shape.of(1, 1, 2)), x(1, 1, 2)),
                        wrongShape(new Pooling.Unpool(single(0), Shape.of(2, 1, 2)), x(1, 1, 1)),
                        outside(new Pooling.Unpool(single(2), Shape.of(1, 1, 2)), x(1, 1, 1)));
    }

    private static Proof pick(Indices places) {
        return ofOne(
                        (_, source) -> {
                            int[] dims = Images.dims(source);
                            int[] pooled = WindowReference.withSpatial(dims, Images.sizes(source, dims));
                            return Fitting.of(new Pooling.Pick(places(source, pooled, dims)), dims);
                        },
                        appliedToOne(new Pooling.Pick(places)),
                        x -> WindowReference.pick(x, places),
                        polynomial(0))
                .refusing(
                        wrongShape(new Pooling.Pick(single(0)), x(2, 1, 2)),
                        wrongShape(new Pooling.Pick(Indices.of(0)), x(1, 1, 2)),
                        outside(new Pooling.Pick(single(-1)), x(1, 1, 2)));
    }

    private static Indices single(int place) {
        return Indices.of(Shape.of(1, 1, 1), place);
    }

    private static Indices places(Source source, int[] pooled, int[] images) {
        return source.indices(pooled, Grid.size(Arrays.copyOfRange(images, 2, images.length)));
    }

    private static Proof unfold(SlidingWindow window) {
        return ofOne(
                        (_, source) -> {
                            int[] dims = Images.dims(source);
                            return Fitting.of(new Pooling.Unfold(Images.sliding(source, dims)), dims);
                        },
                        x -> x.unfold(window),
                        x -> WindowReference.unfold(x, window),
                        polynomial(0))
                .refusing(
                        wrongShape(new Pooling.Unfold(SlidingWindow.of(3)), x(1, 1, 2)),
                        wrongShape(new Pooling.Unfold(SlidingWindow.of(1)), x(2, 2)),
                        wrongShape(new Pooling.Unfold(SlidingWindow.of(1).stride(1, 1)), x(1, 1, 2)));
    }

    private static Proof fold(SlidingWindow window, int... sizes) {
        return ofOne(
                        (_, source) -> {
                            int[] dims = Images.dims(source);
                            SlidingWindow drawn = Images.sliding(source, dims);
                            ImmutableIntList spatial =
                                    IntLists.immutable.with(Arrays.copyOfRange(dims, 2, dims.length));
                            return Fitting.of(new Pooling.Fold(drawn, spatial), WindowReference.rows(drawn, dims));
                        },
                        x -> x.fold(window, sizes),
                        x -> WindowReference.fold(x, window, sizes),
                        polynomial(0.5).upTo(1e30))
                .summing((_, _) -> 27)
                .refusing(
                        wrongShape(new Pooling.Fold(SlidingWindow.of(2), IntLists.immutable.with(4)), x(1, 3, 2)),
                        wrongShape(new Pooling.Fold(SlidingWindow.of(2), IntLists.immutable.with(4)), x(1, 2, 3)),
                        wrongShape(new Pooling.Fold(SlidingWindow.of(2), IntLists.immutable.with(4)), x(1, 2)),
                        wrongShape(new Pooling.Fold(SlidingWindow.of(2), IntLists.immutable.with(1)), x(1, 2, 1)));
    }
}
