package gradus.autodiff;

import gradus.autodiff.kernel.WindowAxis;
import gradus.autodiff.kernel.Windows;
import gradus.autodiff.kernel.threads.Parallel;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/** Batches of images {@code [n, c, spatial...]} with one to three spatial axes, and windows over them. */
final class ImageWindows {
    private ImageWindows() {}

    /** How many spatial axes a batch of images has. */
    static int spatialAxes(String operator, Shape x) {
        if (x.rank() < 3 || x.rank() > 5) {
            throw new ShapeException(
                    operator,
                    "images [n, c, ...] with one to three spatial axes",
                    x.toString(),
                    x.rank() == 2 ? "expandDims adds an axis" : "");
        }
        return x.rank() - 2;
    }

    /** The lengths of the spatial axes. */
    static int[] spatial(Shape x) {
        return Arrays.copyOfRange(x.toArray(), 2, x.rank());
    }

    /** How many images there are: one for each example and channel. */
    static int count(Shape x) {
        return x.dim(0) * x.dim(1);
    }

    /** Another shape of each image. */
    static Shape withSpatial(Shape x, int... lengths) {
        return x.first(2).followedBy(lengths);
    }

    /** What windows read along each axis of images, by the number of the spatial axis. */
    static Windows over(int axes, IntFunction<WindowAxis> axis) {
        return new Windows(
                axes == 3 ? axis.apply(0) : WindowAxis.NONE,
                axes > 1 ? axis.apply(axes - 2) : WindowAxis.NONE,
                axis.apply(axes - 1));
    }

    /** The windows of a setting, those of {@link Pooling.Unfold}. */
    static Windows of(String operator, SlidingWindow window, Shape x) {
        window.requireImages(operator, x);
        Windows windows = over(x.rank() - 2, axis -> window.axis(operator, axis, x.dim(axis + 2)));
        double most = Math.max(
                (double) windows.depth().count()
                        * windows.height().count()
                        * windows.width().count(),
                (double) windows.depth().size()[0]
                        * windows.height().size()[0]
                        * windows.width().size()[0]);
        if (most > Shape.MAX_SIZE) {
            throw new ShapeException(
                    operator,
                    "at most " + Shape.MAX_SIZE + " windows, and places in a window",
                    window + " over " + x,
                    "less padding");
        }
        return windows;
    }

    /** One length for each spatial axis: as many as were given, or the one for all. */
    static int[] sizes(String operator, int[] sizes, Shape x) {
        int given = Given.of(operator, "sizes", sizes).length;
        int axes = spatialAxes(operator, x);
        if (given != 1 && given != axes) {
            throw new ShapeException(
                    operator,
                    "one size, or one for each of the " + GradusException.counted(axes, "spatial axis", "spatial axes"),
                    Arrays.toString(sizes) + " for " + x,
                    "");
        }
        int[] each = new int[axes];
        for (int axis = 0; axis < axes; axis++) {
            each[axis] = sizes[sizes.length == 1 ? 0 : axis];
            if (each[axis] < 1 || x.dim(axis + 2) < 1) {
                throw new ShapeException(
                        operator,
                        "sizes of 1 or more, and images with elements",
                        Arrays.toString(sizes) + " for " + x,
                        "");
            }
        }
        return each;
    }

    /** As many windows along each axis of images, which cover it. */
    static Windows adaptive(String operator, ImmutableIntList sizes, Shape x) {
        int[] each = sizes(operator, Given.of(operator, "sizes", sizes).toArray(), x);
        return over(each.length, axis -> adaptive(x.dim(axis + 2), each[axis]));
    }

    /** So many windows that together cover an axis. */
    static WindowAxis adaptive(int length, int count) {
        int[] start = new int[count];
        int[] size = new int[count];
        for (int o = 0; o < count; o++) {
            start[o] = (int) ((long) o * length / count);
            size[o] = (int) Math.ceilDiv((o + 1L) * length, (long) count) - start[o];
        }
        return new WindowAxis(length, 1, start, size);
    }

    /** A loop over images, each of which has so many elements to read or write. */
    static void forEach(int images, int elements, Parallel.Part part) {
        Parallel.ranges(images, Math.max(1, Parallel.GRAIN / Math.max(1, elements)), part);
    }
}
