package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import gradus.autodiff.kernel.Windows;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * The largest elements of windows over images, and windows as rows. Images have the shape {@code [n,
 * c, spatial...]} with one to three spatial axes. Averages of windows are among {@link Resampling}.
 */
public sealed interface Pooling extends Operand permits Tensor {

    /** An operator of this family, which works on each image of a batch and channel by itself. */
    sealed interface OfOne extends Op.OfOne {
        /** The loop over some images. */
        <A> void forward(Kernels<A> k, A x, A y, Shape from, Shape to, int first, int end);

        /** Which of the shapes is that of images, where only one of them is. */
        default Shape images(Shape from, Shape to) {
            return from;
        }

        @Override
        default <A> A forward(Kernels<A> k, A x, Shape from, Shape to) {
            A y = k.allocate(to.size());
            int images = ImageWindows.count(images(from, to));
            if (images > 0) {
                int elements = Math.max(from.size(), to.size()) / images;
                ImageWindows.forEach(images, elements, (first, end) -> forward(k, x, y, from, to, first, end));
            }
            return y;
        }
    }

    /** y = the largest element of each window; NaN if one is NaN.   vjp: {@link Unpool} at its first place. */
    sealed interface Largest extends OfOne {
        /** The windows over an image of x, without what they have of padding. */
        Windows windows(Shape x);

        @Override
        default Shape shape(Shape x) {
            Windows windows = windows(x);
            int[] counts = {
                windows.depth().count(),
                windows.height().count(),
                windows.width().count()
            };
            return ImageWindows.withSpatial(x, Arrays.copyOfRange(counts, 5 - x.rank(), 3));
        }

        /** One for each element that a window reads. */
        @Override
        default long flops(ImmutableList<Shape> x, Shape y) {
            Windows windows = windows(x.getFirst());
            return ImageWindows.count(y)
                    * windows.depth().read()
                    * windows.height().read()
                    * windows.width().read();
        }

        @Override
        default <A> void forward(Kernels<A> k, A x, A y, Shape from, Shape to, int first, int end) {
            k.maxPool(x, y, windows(from), first, end);
        }

        @Override
        default Tensor vjp(Tensor x, Tensor y, Tensor g) {
            int[] found = places(x.dtype().kernels(), x, y);
            int elements = x.shape().size() / Math.max(1, ImageWindows.count(x.shape()));
            return g.apply(new Unpool(new Indices(y.shape(), found, elements), x.shape()));
        }

        private <A> int[] places(Kernels<A> k, Tensor x, Tensor y) {
            int[] places = new int[y.shape().size()];
            Windows windows = windows(x.shape());
            A from = x.array(k);
            A largest = y.array(k);
            ImageWindows.forEach(
                    ImageWindows.count(y.shape()),
                    windows.elements(),
                    (first, end) -> k.largestPlaces(from, largest, places, windows, first, end));
            return places;
        }
    }

    /** The {@link Largest} of a window that slides over the image. */
    record MaxPool(SlidingWindow window) implements Largest {
        @Override
        public Windows windows(Shape x) {
            Given.of(this, "a window", window).requireImages(name(), x);
            return ImageWindows.over(x.rank() - 2, axis -> window.pooledAxis(name(), axis, x.dim(axis + 2)))
                    .inside();
        }
    }

    /**
     * The {@link Largest} of as many windows as are asked for. Of an axis of length L, window o of n
     * has the elements from floor(o L / n) to before ceil((o + 1) L / n).
     */
    record AdaptiveMaxPool(ImmutableIntList sizes) implements Largest {
        @Override
        public Windows windows(Shape x) {
            return ImageWindows.adaptive(name(), sizes, x);
        }
    }

    /**
     * y = zeros in the shape of images, then y[i, places[i, o]] += x[i, o], where places count the
     * elements of an image in row-major order.   vjp: {@link Pick}.
     */
    record Unpool(Indices places, Shape images) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            if (!x.equals(places.shape())) {
                throw new ShapeException(name(), "one place for each element", places.shape() + " for " + x, "");
            }
            requirePlaces(name(), places, images);
            return images;
        }

        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return x.getFirst().size();
        }

        @Override
        public <A> void forward(Kernels<A> k, A x, A y, Shape from, Shape to, int first, int end) {
            int count = ImageWindows.count(to);
            k.unpool(x, y, places.array(), to.size() / count, from.size() / count, first, end);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.apply(new Pick(places));
        }
    }

    /** y[i, o] = x[i, places[i, o]], as {@link Unpool} counts places.   vjp: {@link Unpool}. */
    record Pick(Indices places) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            requirePlaces(name(), places, x);
            return places.shape();
        }

        /** To pick computes nothing. */
        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return 0;
        }

        @Override
        public <A> void forward(Kernels<A> k, A x, A y, Shape from, Shape to, int first, int end) {
            int count = ImageWindows.count(to);
            k.pick(x, y, places.array(), from.size() / count, to.size() / count, first, end);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.apply(new Unpool(places, x.shape()));
        }
    }

    /**
     * What the windows over images read, as {@code [n, c * places in a window, windows]}; 0 for
     * padding.   vjp: {@link Fold}.
     */
    record Unfold(SlidingWindow window) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            Windows windows = ImageWindows.of(name(), Given.of(this, "a window", window), x);
            return x.first(2).followedBy(windows.count()).withDim(1, (long) x.dim(1) * windows.size());
        }

        /** To unfold computes nothing. */
        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return 0;
        }

        @Override
        public <A> void forward(Kernels<A> k, A x, A y, Shape from, Shape to, int first, int end) {
            k.unfold(x, y, ImageWindows.of(name(), window, from), first, end);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.apply(new Fold(window, IntLists.immutable.with(ImageWindows.spatial(x.shape()))));
        }
    }

    /**
     * The transpose of {@link Unfold}: each element of images with these spatial axes is the sum of all
     * that windows read of it.   vjp: {@link Unfold}.
     */
    record Fold(SlidingWindow window, ImmutableIntList sizes) implements OfOne {
        @Override
        public Shape shape(Shape x) {
            Given.of(this, "a window", window);
            int[] lengths = Given.of(this, "sizes", sizes).toArray();
            if (x.rank() != 3) {
                throw new ShapeException(name(), "rows [n, c * places in a window, windows]", x.toString(), "");
            }
            Windows windows =
                    ImageWindows.of(name(), window, x.first(1).followedBy(1).followedBy(lengths));
            if (x.dim(1) % windows.size() != 0 || x.dim(2) != windows.count()) {
                throw new ShapeException(
                        name(),
                        "[n, a multiple of " + windows.size() + ", " + windows.count() + "] for images of "
                                + Arrays.toString(lengths),
                        x.toString(),
                        "unfold gives such rows");
            }
            return x.first(1).followedBy(x.dim(1) / windows.size()).followedBy(lengths);
        }

        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return x.getFirst().size();
        }

        @Override
        public Shape images(Shape from, Shape to) {
            return to;
        }

        @Override
        public <A> void forward(Kernels<A> k, A x, A y, Shape from, Shape to, int first, int end) {
            k.fold(x, y, ImageWindows.of(name(), window, to), first, end);
        }

        @Override
        public Tensor vjp(Tensor x, Tensor y, Tensor g) {
            return g.apply(new Unfold(window));
        }
    }

    private static void requirePlaces(String operator, Indices places, Shape images) {
        if (images.rank() < 3
                || places.shape().rank() < 3
                || !images.first(2).equals(places.shape().first(2))) {
            throw new ShapeException(
                    operator, "places [n, c, ...] in images [n, c, ...]", places.shape() + " in " + images, "");
        }
        places.requireBelow(operator, images.size() / Math.max(1, ImageWindows.count(images)));
    }

    /**
     * The largest element of each window over images {@code [n, c, spatial...]}; NaN if one is NaN. The
     * gradient goes to the first of equals, in row-major order.
     *
     * {@snippet lang = java :
     * images.maxPool(SlidingWindow.of(2));                       // [n, c, 28, 28] to [n, c, 14, 14]
     * images.maxPool(SlidingWindow.of(3).stride(2).padding(1));
     * }
     *
     * @throws ShapeException if a window does not fit into the padded images
     * @throws ArgumentException if there is more padding than half of what a window reaches over
     */
    default Tensor maxPool(SlidingWindow window) {
        return self().apply(new MaxPool(window));
    }

    /**
     * The largest elements of as many windows along each spatial axis, which cover it; one number
     * serves all axes. See {@link AdaptiveMaxPool}.
     *
     * @throws ShapeException unless there is one size of 1 or more, or one for each axis
     */
    default Tensor adaptiveMaxPool(int... sizes) {
        return self().apply(new AdaptiveMaxPool(IntLists.immutable.with(Given.of("adaptiveMaxPool", "sizes", sizes))));
    }

    /**
     * What the windows over images {@code [n, c, spatial...]} read, a column each: {@code [n, c * places
     * in a window, windows]}, 0 for padding, as PyTorch lays it out. A convolution is a product with
     * them.
     *
     * @throws ShapeException if a window does not fit into the padded images
     */
    default Tensor unfold(SlidingWindow window) {
        return self().apply(new Unfold(window));
    }

    /**
     * The transpose of {@link #unfold}: images with spatial axes of these lengths, each element of which
     * is the sum of all that windows read of it.
     *
     * @throws ShapeException unless these are rows that {@link #unfold} could have given
     */
    default Tensor fold(SlidingWindow window, int... sizes) {
        return self().apply(new Fold(window, IntLists.immutable.with(Given.of("fold", "sizes", sizes))));
    }
}
