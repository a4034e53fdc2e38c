package gradus.laws;

import gradus.autodiff.Axes;
import gradus.autodiff.Interpolation;
import gradus.autodiff.Padding;
import gradus.autodiff.SlidingWindow;
import java.util.Arrays;

/** The composites over images. */
final class CompositeImages {
    private CompositeImages() {}

    static void addAll() {
        averages();
        interpolations();
        shuffles();
        paddings();
    }

    private static SlidingWindow window(Source settings, int[] dims) {
        return Images.pooled(settings, dims);
    }

    private static void averages() {
        Composites.one(
                "averagePool",
                Images::dims,
                (x, s) -> x.averagePool(window(s, x.shape().toArray())),
                (x, s) -> {
                    SlidingWindow window = window(s, x.dims());
                    return WindowReference.mean(
                            x, WindowReference.counts(window, x.dims()), WindowReference.sliding(window));
                });
        Composites.one(
                "adaptiveAveragePool",
                Images::dims,
                (x, s) -> x.adaptiveAveragePool(Images.sizes(s, x.shape().toArray())),
                (x, s) -> {
                    int[] sizes = Images.sizes(s, x.dims());
                    return WindowReference.mean(
                            x, WindowReference.withSpatial(x.dims(), sizes), WindowReference.adaptive(sizes));
                });
        Composites.one(
                "globalAveragePool",
                Images::dims,
                (x, _) -> x.globalAveragePool(),
                (x, _) -> ReductionReference.reduce(
                        x.reshape(x.dim(0), x.dim(1), Grid.size(Arrays.copyOfRange(x.dims(), 2, x.rank()))),
                        Axes.of(2),
                        e -> Accurate.sum(e) / e.length));
    }

    private static void interpolations() {
        for (Interpolation interpolation : Interpolation.values()) {
            Composites.one(
                    "interpolate " + interpolation,
                    Images::dims,
                    (x, s) -> x.interpolate(
                            interpolation, Images.sizes(s, x.shape().toArray())),
                    (x, s) -> {
                        int[] dims = WindowReference.withSpatial(x.dims(), Images.sizes(s, x.dims()));
                        return Grid.of(dims, o -> interpolated(x, o, dims, interpolation, 2));
                    });
        }
    }

    /** The element at fractions of a place, axis after axis. */
    private static double interpolated(Grid x, int[] index, int[] dims, Interpolation interpolation, int axis) {
        if (axis == dims.length) {
            return x.at(index);
        }
        int length = x.dim(axis);
        int o = index[axis];
        double ratio = (double) length / dims[axis];
        double place = switch (interpolation) {
            case NEAREST -> Math.floor((double) o * length / dims[axis]);
            case LINEAR -> Math.max(0, (o + 0.5) * ratio - 0.5);
            case LINEAR_ALIGNED -> dims[axis] == 1 ? 0 : (double) o * (length - 1) / (dims[axis] - 1);
        };
        int first = Math.min((int) place, length - 1);
        int second = Math.min(first + 1, length - 1);
        double behind = place - first;
        return (1 - behind) * interpolated(x, Reference.moved(index, axis, first), dims, interpolation, axis + 1)
                + behind * interpolated(x, Reference.moved(index, axis, second), dims, interpolation, axis + 1);
    }

    private static void shuffles() {
        Composites.one(
                "pixelShuffle",
                source -> new int[] {2, 8, source.between(1, 3), source.between(1, 2)},
                (x, _) -> x.pixelShuffle(2),
                (x, _) -> Grid.of(
                        new int[] {2, 2, 2 * x.dim(2), 2 * x.dim(3)},
                        i -> x.at(i[0], 4 * i[1] + 2 * (i[2] % 2) + i[3] % 2, i[2] / 2, i[3] / 2)));
        Composites.one(
                "pixelShuffle of one axis",
                source -> new int[] {2, 6, source.between(1, 4)},
                (x, _) -> x.pixelShuffle(3),
                (x, _) -> Grid.of(new int[] {2, 2, 3 * x.dim(2)}, i -> x.at(i[0], 3 * i[1] + i[2] % 3, i[2] / 3)));
        Composites.one(
                "pixelUnshuffle",
                source -> new int[] {2, 2, 2 * source.between(1, 3), 2 * source.between(1, 2)},
                (x, _) -> x.pixelUnshuffle(2),
                (x, _) -> Grid.of(
                        new int[] {2, 8, x.dim(2) / 2, x.dim(3) / 2},
                        i -> x.at(i[0], i[1] / 4, 2 * i[2] + i[1] % 4 / 2, 2 * i[3] + i[1] % 2)));
    }

    private static void paddings() {
        Composites.one(
                "pad mirrored",
                source -> new int[] {source.between(3, 4), 2, source.between(2, 4)},
                (x, _) -> x.pad(Padding.along(-1, 1, 0).and(0, 1, 2).reflected()),
                (x, _) -> Grid.of(new int[] {x.dim(0) + 3, 2, x.dim(2) + 1}, i -> {
                    int first = Math.abs(i[0] - 1);
                    int back = 2 * (x.dim(0) - 1) - first;
                    return x.at(Math.min(first, back), i[1], Math.abs(i[2] - 1));
                }));
        Composites.one(
                "pad with the ends",
                source -> new int[] {source.between(1, 4), 2, source.between(1, 4)},
                (x, _) -> x.pad(Padding.along(-1, 3, 0).and(0, 1, 2).replicated()),
                (x, _) -> Grid.of(
                        new int[] {x.dim(0) + 3, 2, x.dim(2) + 3},
                        i -> x.at(Math.min(Math.max(i[0] - 1, 0), x.dim(0) - 1), i[1], Math.max(i[2] - 3, 0))));
        Composites.one(
                "pad all over again",
                source -> new int[] {source.between(2, 4), 2, source.between(2, 4)},
                (x, _) -> x.pad(Padding.along(-1, 2, 0).and(0, 1, 2).circular()),
                (x, _) -> Grid.of(
                        new int[] {x.dim(0) + 3, 2, x.dim(2) + 2},
                        i -> x.at((i[0] - 1 + x.dim(0)) % x.dim(0), i[1], (i[2] - 2 + x.dim(2)) % x.dim(2))));
    }
}
